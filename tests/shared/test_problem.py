"""Each failure of a request is a problem with a stable code, and tells nothing it should not."""

import asyncio
import json
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import pytest
from fastapi import FastAPI
from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr, Field
from pydantic_core import PydanticCustomError
from pydantic_core._pydantic_core import list_all_errors
from structlog.testing import capture_logs

from shared import problem_web
from shared.field_errors import describe
from shared.problem import Problem
from tests.shared.web import inside

JSON = {"Content-Type": "application/json"}


class Closed(Problem):
    status, code = 409, "COUNTER_CLOSED"
    title, title_en = "Quầy đã đóng", "The counter is closed"


def _even(number: int) -> int:
    if number < 0:
        raise PydanticCustomError("too_short", "Không được âm")
    if number % 2:
        raise PydanticCustomError("not_even", "Phải là số chẵn")
    return number


class Paper(BaseModel):
    kind: Literal["ORIGINAL", "COPY"]
    copies: int = Field(ge=1, le=9)


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=5)
    email: EmailStr | None = None
    born: date | None = None
    seat: Annotated[int, AfterValidator(_even)] = 2
    papers: list[Paper] = Field(default=[], max_length=2)


@pytest.fixture
def app():
    app = FastAPI()
    problem_web.install(app)

    @app.post("/forms")
    async def take(form: Form) -> str:
        return form.name

    @app.get("/forms/{form_id}")
    async def read(form_id: UUID) -> str:
        return str(form_id)

    @app.get("/closed")
    async def closed() -> None:
        raise Closed("Mở lại lúc 13:30")

    @app.get("/database")
    async def database() -> None:
        await asyncio.open_connection("127.0.0.1", 1)

    @app.get("/bug")
    async def bug() -> None:
        raise LookupError("Nguyễn Thị Kín, 0912345678")

    return app


@pytest.fixture
async def client(app):
    async with inside(app) as client:
        yield client


async def test_a_refusal_is_told_in_vietnamese_with_its_code(client):
    answer = await client.get("/closed")

    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:motcua:problem:COUNTER_CLOSED",
        "title": "Quầy đã đóng",
        "status": 409,
        "code": "COUNTER_CLOSED",
        "detail": "Mở lại lúc 13:30",
    }


@pytest.mark.parametrize("languages", ["en", "en-GB,vi;q=0.5"])
async def test_english_is_spoken_to_those_who_ask_for_it_first(client, languages):
    answer = await client.get("/closed", headers={"Accept-Language": languages})

    assert answer.json()["title"] == "The counter is closed"


@pytest.mark.parametrize(
    ("body", "field", "code", "message"),
    [
        ({}, "name", "MISSING", "Thiếu trường này"),
        ({"name": 7}, "name", "WRONG_TYPE", "Phải là chữ"),
        ({"name": ""}, "name", "TOO_SHORT", "Cần ít nhất 1 ký tự"),
        ({"name": "Nguyễn"}, "name", "TOO_LONG", "Dài quá 5 ký tự"),
        ({"name": "\ud800"}, "name", "BAD_FORMAT", "Có ký tự không hợp lệ"),
        ({"name": "An", "nick": 1}, "nick", "UNKNOWN_FIELD", "Không có trường này"),
        ({"name": "An", "email": "x"}, "email", "BAD_VALUE", "Giá trị không hợp lệ"),
        (
            {"name": "An", "born": "2025-02-30"},
            "born",
            "WRONG_TYPE",
            "Phải là ngày có thật, ví dụ 2025-03-31",
        ),
        ({"name": "An", "seat": 3}, "seat", "NOT_EVEN", "Phải là số chẵn"),
        ({"name": "An", "seat": -2}, "seat", "TOO_SHORT", "Không được âm"),
        ({"name": "An", "papers": {}}, "papers", "WRONG_TYPE", "Phải là một danh sách"),
        ({"name": "An", "papers": [1]}, "papers.0", "WRONG_TYPE", "Phải là một đối tượng"),
        (
            {"name": "An", "papers": [{"kind": "FAX", "copies": 1}]},
            "papers.0.kind",
            "NOT_IN_LIST",
            "Phải là một trong: 'ORIGINAL' hoặc 'COPY'",
        ),
        (
            {"name": "An", "papers": [{"kind": "COPY", "copies": 10}]},
            "papers.0.copies",
            "OUT_OF_RANGE",
            "Không được quá 9",
        ),
        ([], "body", "WRONG_TYPE", "Phải là một đối tượng"),
    ],
)
async def test_a_wrong_field_is_named_with_what_to_do(client, body, field, code, message):
    answer = await client.post("/forms", content=json.dumps(body), headers=JSON)

    assert answer.status_code == 422
    assert answer.json()["code"] == "FIELDS_INVALID"
    assert answer.json()["fields"] == [{"field": field, "code": code, "message": message}]


async def test_a_wrong_id_in_the_path_is_a_wrong_field(client):
    answer = await client.get("/forms/no-uuid", headers={"Accept-Language": "en"})

    fields = [{"field": "form_id", "code": "WRONG_TYPE", "message": "Must be a UUID"}]
    assert (answer.status_code, answer.json()["fields"]) == (422, fields)


def test_every_error_that_pydantic_knows_can_be_said_in_both_languages():
    errors = [
        {"type": e["type"], "loc": ("body", "x"), "msg": "", "ctx": e["example_context"] or {}}
        for e in list_all_errors()
    ]

    for error in errors:
        for english in (False, True):
            [said] = describe([error], english=english)
            assert said.code.isupper()
            assert "{" not in said.message


async def test_many_wrong_fields_are_told_up_to_a_limit(client):
    answer = await client.post("/forms", json={"name": "An"} | {f"x{n}": 1 for n in range(500)})

    assert len(answer.json()["fields"]) == 50


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "JSON_MALFORMED"),
        (b'{"name": "An",}', "JSON_MALFORMED"),
        (b'{"name": "\xff\xfe"}', "BODY_UNREADABLE"),
        (b"[" * 100_000, "BODY_UNREADABLE"),
        (b'{"seat": ' + b"9" * 5_000 + b"}", "BODY_UNREADABLE"),
    ],
)
async def test_a_body_that_is_no_json_is_refused_with_400(client, body, code):
    answer = await client.post("/forms", content=body, headers=JSON)

    assert (answer.status_code, answer.json()["code"]) == (400, code)


async def test_an_unknown_path_and_an_unknown_method_have_their_codes(client):
    nowhere = await client.get("/nowhere")
    wrong = await client.delete("/forms")

    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "NOT_FOUND")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert wrong.headers["allow"] == "POST"


async def test_an_outage_asks_the_client_to_come_again(client):
    answer = await client.get("/database")

    assert (answer.status_code, answer.json()["code"]) == (503, "UNAVAILABLE")
    assert int(answer.headers["retry-after"]) > 0


async def test_a_bug_shows_a_number_and_nothing_else(client):
    with capture_logs() as lines:
        answer = await client.get("/bug")

    assert (answer.status_code, answer.json()["code"]) == (500, "UNEXPECTED")
    assert "Kín" not in answer.text
    assert "0912345678" not in answer.text
    assert [line["incident"] for line in lines] == [answer.json()["incident"]]
