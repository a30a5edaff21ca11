"""Bodies that are too large, too slow or of a wrong type never reach a route."""

import asyncio
import re

import httpx
import pytest
from fastapi import FastAPI, Request

from shared import limits, problem_web
from tests.shared.web import served

JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def address():
    app = FastAPI()
    problem_web.install(app)
    limits.install(app, body_seconds=0.3)

    @app.post("/api/size")
    async def size(request: Request) -> int:
        return len(await request.body())

    @app.post("/forms/size")
    async def form_size(request: Request) -> int:
        return len(await request.body())

    async with served(app) as found:
        yield found


@pytest.fixture
async def client(address):
    host, port = address
    async with httpx.AsyncClient(base_url=f"http://{host}:{port}", trust_env=False) as client:
        yield client


async def say(address, raw: bytes) -> bytes:
    """Send bytes, then only listen until the server has closed."""
    reader, writer = await asyncio.open_connection(*address)
    writer.write(raw)
    async with asyncio.timeout(10):
        heard = await reader.read()
    writer.close()
    await writer.wait_closed()
    return heard


async def test_a_body_of_just_the_limit_arrives_whole(client):
    answer = await client.post("/api/size", content=b"x" * limits.BODY_BYTES, headers=JSON)

    assert (answer.status_code, answer.json()) == (200, limits.BODY_BYTES)


async def test_a_body_announced_as_too_large_is_refused_before_it_is_sent(address):
    head = b"POST /api/size HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"

    heard = await say(address, head + b"Content-Length: 10000000000\r\n\r\n")

    assert heard.startswith(b"HTTP/1.1 413 ")
    assert b'"BODY_TOO_LARGE"' in heard


async def test_a_body_that_grows_too_large_is_cut_off(address):
    head = b"POST /api/size HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"

    heard = await say(address, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 17)

    assert heard.startswith(b"HTTP/1.1 413 ")


async def test_a_body_that_does_not_come_is_not_waited_for(address):
    head = b"POST /api/size HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"

    heard = await say(address, head + b'Content-Length: 100\r\n\r\n{"a":')

    assert heard.startswith(b"HTTP/1.1 408 ")
    assert b'"BODY_TOO_SLOW"' in heard


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
async def test_the_api_takes_json_only(client, kind):
    answer = await client.post("/api/size", content=b"{}", headers={"Content-Type": kind})

    assert (answer.status_code, answer.json()["code"]) == (415, "BODY_NOT_JSON")


async def test_other_doors_take_forms_and_empty_bodies_need_no_type(client):
    form = await client.post("/forms/size", data={"a": "b"})
    empty = await client.post("/api/size")
    charset = await client.post(
        "/api/size", content=b"{}", headers={"Content-Type": "application/json; charset=utf-8"}
    )

    assert [form.json(), empty.json(), charset.json()] == [3, 0, 2]


async def test_a_header_cannot_change_the_method(client):
    answer = await client.get("/api/size", headers={"X-HTTP-Method-Override": "POST"})

    assert answer.status_code == 405


@pytest.fixture
async def uploading(monkeypatch):
    monkeypatch.setattr(limits, "UPLOAD_BYTES", 3_000_000)
    monkeypatch.setattr(limits, "SILENT_SECONDS", 0.5)
    app = FastAPI()
    app.state.pieces = 0
    problem_web.install(app)
    limits.install(app, body_seconds=0.3, uploads=re.compile("/papers/[^/]+"))

    @app.post("/papers/{key}")
    async def size(key: str, request: Request) -> int:
        total = 0
        async for piece in request.stream():
            app.state.pieces += 1
            total += len(piece)
        return total

    async with served(app) as found:
        yield app, found


async def test_a_form_with_files_may_be_larger_and_comes_piece_by_piece(uploading):
    app, (host, port) = uploading
    async with httpx.AsyncClient(base_url=f"http://{host}:{port}", trust_env=False) as client:
        answer = await client.post("/papers/a", content=b"x" * 2_000_000)

    assert (answer.status_code, answer.json()) == (200, 2_000_000)
    assert app.state.pieces > 2


async def test_a_slow_upload_is_waited_for_while_something_comes(uploading):
    _, address = uploading
    reader, writer = await asyncio.open_connection(*address)
    head = b"POST /papers/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    writer.write(head + b"Content-Length: 6\r\n\r\n")
    for _ in range(6):  # longer in all than any other body may take
        await asyncio.sleep(0.15)
        writer.write(b"x")
    async with asyncio.timeout(10):
        heard = await reader.read()
    writer.close()
    await writer.wait_closed()

    assert heard.startswith(b"HTTP/1.1 200 ")


async def test_an_upload_that_falls_silent_is_given_up(uploading):
    _, address = uploading

    heard = await say(address, b"POST /papers/a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx")

    assert heard.startswith(b"HTTP/1.1 408 ")


async def test_an_upload_that_grows_too_large_is_cut_off(uploading):
    _, address = uploading
    head = b"POST /papers/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"

    heard = await say(address, head + (b"10000\r\n" + b"x" * 0x10000 + b"\r\n") * 46)

    assert heard.startswith(b"HTTP/1.1 413 ")


async def test_a_phone_that_goes_away_is_no_fault(uploading):
    _, address = uploading
    _, writer = await asyncio.open_connection(*address)
    writer.write(b"POST /papers/a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx")
    writer.close()
    await writer.wait_closed()

    async with httpx.AsyncClient(
        base_url=f"http://{address[0]}:{address[1]}", trust_env=False
    ) as client:
        assert (await client.post("/papers/a", content=b"x")).status_code == 200
