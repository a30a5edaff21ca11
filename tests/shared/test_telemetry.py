"""What a request leaves behind: a trace, a line of JSON, a figure."""

import asyncio
import json
import logging
from time import sleep

import asyncpg
import pytest
import structlog
from fastapi import APIRouter, FastAPI
from opentelemetry import trace
from pydantic import BaseModel

from shared import logs, problem_web, telemetry
from shared.db import connect
from shared.metrics import Metrics
from shared.redaction import HIDDEN
from shared.trace import continue_trace, current_trace, current_traceparent
from tests.shared.web import inside

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
TRACE = "0af7651916cd43dd8448eb211c80319c"


class Person(BaseModel):
    name: str


@pytest.fixture
def lines(capsys):
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    logs.configure("INFO", "intake")

    def read() -> list[dict]:
        return [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]

    yield read
    structlog.reset_defaults()
    logging.captureWarnings(False)
    root.setLevel(before[0])
    root.handlers[:] = before[1]


def test_lines_of_libraries_are_json_too(lines):
    logging.getLogger("aiokafka.client").warning("no node %s\r\nforged line", "0912 345 678")

    [line] = lines()
    assert line["event"] == f"no node {HIDDEN}  forged line"
    assert (line["logger"], line["level"], line["service"]) == (
        "aiokafka.client",
        "warning",
        "intake",
    )


def test_a_levels_floor_holds_for_all(lines):
    structlog.get_logger().debug("too quiet")
    logging.getLogger("any").debug("too quiet")

    assert lines() == []


WRONG = [
    ("INSERT INTO person VALUES ($1, NULL)", ["Nguyễn Thị Kín"]),
    ("INSERT INTO person VALUES ('a', $1)", ["Nguyễn Thị Kín"]),
    ("INSERT INTO person VALUES ('Nguyễn Thị Kín', 'x')", []),
]


async def test_a_database_error_is_told_without_the_values_it_quotes(lines, postgres):
    conn = await connect(postgres.fresh().superuser)
    await conn.execute("CREATE TEMP TABLE person (name text PRIMARY KEY, age int NOT NULL)")

    for statement, values in WRONG:
        try:
            await conn.execute(statement, *values)
        except asyncpg.PostgresError:
            structlog.get_logger().exception("failed")
    await conn.close()

    told = lines()
    assert "Kín" not in json.dumps(told, ensure_ascii=False)
    assert [line["error"]["kind"] for line in told] == [
        "NotNullViolationError",
        "DataError",
        "InvalidTextRepresentationError",
    ]
    assert told[0]["error"]["message"].startswith("23502 null value in column")


def test_an_invalid_value_is_told_by_its_place(lines):
    try:
        Person.model_validate({"name": {"Nguyễn Thị Kín": 1}})
    except ValueError:
        logging.getLogger("any").exception("failed")

    [line] = lines()
    assert line["error"]["message"] == "name: string_type"
    assert "test_telemetry.py" in line["error"]["at"][0]
    assert "Kín" not in json.dumps(line, ensure_ascii=False)


def application() -> FastAPI:
    app = FastAPI()
    items = APIRouter(prefix="/items")

    @items.get("/{item_id}")
    async def read(item_id: int) -> dict[str, str | None]:
        return {"traceparent": current_traceparent()}

    @items.get("/{item_id}/bug")
    async def bug(item_id: int) -> None:
        raise LookupError("no")

    @app.get("/health/live")
    async def live() -> None:
        return None

    api = APIRouter(prefix="/api")
    api.include_router(items)
    app.include_router(api)
    problem_web.install(app)
    telemetry.install(app, "intake")
    return app


@pytest.fixture
async def client():
    async with inside(application()) as client:
        yield client


async def test_a_request_is_one_line_with_its_template_and_without_its_query(lines, client):
    await client.get("/api/items/7?phone=0912345678", headers={"traceparent": PARENT})
    await client.get("/health/live")

    [line] = [line for line in lines() if line["event"] == "request"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/api/items/{item_id}", 200)
    assert line["trace"] == TRACE
    assert line["ms"] >= 0
    assert "0912345678" not in json.dumps(line)


async def test_a_trace_goes_on_through_the_request(client):
    answer = await client.get("/api/items/7", headers={"traceparent": PARENT})

    version, trace_id, span_id, flags = answer.json()["traceparent"].split("-")
    assert (version, trace_id, flags) == ("00", TRACE, "01")
    assert span_id != PARENT.split("-")[2]


@pytest.mark.parametrize(
    "given_header",
    [{}, {"traceparent": "nonsense"}, {"traceparent": "00-" + "0" * 32 + "-" + "0" * 16 + "-01"}],
)
async def test_a_request_without_a_trace_begins_one(client, given_header):
    first = await client.get("/api/items/7", headers=given_header)
    second = await client.get("/api/items/7", headers=given_header)

    found = {answer.json()["traceparent"].split("-")[1] for answer in (first, second)}
    assert len(found) == 2
    assert "0" * 32 not in found


async def test_a_failure_quotes_its_trace(lines, client):
    answer = await client.get("/api/items/7/bug", headers={"traceparent": PARENT})

    told = {line["event"]: line for line in lines()}
    assert answer.json()["trace"] == TRACE
    assert told["unexpected"]["trace"] == TRACE
    assert (told["request"]["status"], told["request"]["route"]) == (
        500,
        "/api/items/{item_id}/bug",
    )


def test_a_message_continues_the_trace_of_its_fact():
    with continue_trace(PARENT):
        inner = current_traceparent()

    assert inner.split("-")[1] == TRACE
    assert current_traceparent() is None
    assert current_trace() is None
    assert not trace.get_current_span().get_span_context().is_valid


async def test_requests_are_counted_by_template_method_and_class(client):
    await client.get("/api/items/7")
    await client.get("/api/items/8")
    await client.get("/api/items/x")
    await client.get("/nowhere")
    await client.request("BREW", "/nowhere")

    text = (await client.get("/metrics")).text

    def count(method: str, route: str, status: str) -> str:
        labels = f'method="{method}",route="{route}",service="intake",status="{status}"'
        return f"motcua_request_seconds_count{{{labels}}}"

    assert f"{count('GET', '/api/items/{item_id}', '2xx')} 2.0" in text
    assert f"{count('GET', '/api/items/{item_id}', '4xx')} 1.0" in text
    assert f"{count('GET', '(none)', '4xx')} 1.0" in text
    assert f"{count('OTHER', '(none)', '4xx')} 1.0" in text
    assert "python_info" in text


async def test_a_blocked_loop_shows_as_lag():
    metrics = Metrics("intake")
    watching = asyncio.create_task(metrics.watch_loop(every_s=0.01))
    await asyncio.sleep(0)

    sleep(0.2)  # noqa: ASYNC251
    async with asyncio.timeout(5):
        while not (lag := metrics.registry.get_sample_value("motcua_loop_lag_seconds")):
            await asyncio.sleep(0)

    watching.cancel()
    assert 0.1 < lag < 5
