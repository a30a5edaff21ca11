"""One command with one key is done once, whoever repeats it and however often."""

import asyncio
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI, Request
from pydantic import BaseModel

from shared import command, idempotency, outbox, problem_web
from shared.auth import Principal, Right
from shared.db import open_pool
from shared.problem import Problem
from tests.shared.web import inside

NOTES = "CREATE TABLE note (note_id uuid PRIMARY KEY, book text NOT NULL, words text NOT NULL)"
KEY = {"Idempotency-Key": "form-7f3a"}
STAFF = Right(frozenset({"receiver"}), "any")


class Note(BaseModel):
    words: str
    colour: str = "xanh"
    places: dict[str, int] = {}


class Kept(BaseModel):
    note_id: UUID
    words: str


class Full(Problem):
    status, code, title = 409, "BOOK_FULL", "Sổ đã đầy"


def who(request: Request) -> Principal:
    subject = request.headers.get("x-subject", "an")
    return Principal(subject, subject, None, (), STAFF)


def application(pool) -> FastAPI:
    app = FastAPI()
    app.state.pool = pool
    app.state.full = False
    problem_web.install(app)

    async def add(request: Request, book: str, body: Note):
        async def work(conn) -> Kept:
            kept = Kept(note_id=uuid4(), words=body.words)
            await conn.execute(
                "INSERT INTO note VALUES ($1, $2, $3)", kept.note_id, book, kept.words
            )
            if app.state.full:
                raise Full
            return kept

        return await command.run(request, who(request), body, work)

    for path in ("/books/{book}/notes", "/shelves/{book}/notes"):
        app.add_api_route(path, add, methods=["POST", "PUT"])
    return app


@pytest.fixture
async def pool(postgres):
    database = postgres.fresh("intake")
    owner = await open_pool(database.owner["intake"])
    await owner.execute(NOTES)
    await owner.close()
    opened = await open_pool(database.app["intake"])
    yield opened
    await opened.close()


@pytest.fixture
async def client(pool):
    async with inside(application(pool)) as client:
        client.app = client._transport.app
        yield client


async def notes(pool) -> int:
    return await pool.fetchval("SELECT count(*) FROM note")


async def test_the_same_command_again_gets_the_same_answer_and_does_nothing(client, pool):
    first = await client.post("/books/a/notes", json={"words": "Xin chào"}, headers=KEY)

    again = await client.post("/books/a/notes", json={"words": "Xin chào"}, headers=KEY)

    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["content-type"] == "application/json"
    assert await notes(pool) == 1


@pytest.mark.parametrize(
    "spelled",
    [
        b'{"colour": "xanh", "places": {"b": 2, "a": 1}, "words": "A"}',
        b'{\n "words":"\\u0041", "places":{"a":1,"b":2}}',
    ],
)
async def test_how_the_body_is_spelled_does_not_matter(client, pool, spelled):
    body = {"words": "A", "places": {"a": 1, "b": 2}}
    first = await client.post("/books/a/notes", json=body, headers=KEY)

    again = await client.post(
        "/books/a/notes", content=spelled, headers=KEY | {"Content-Type": "application/json"}
    )

    assert again.content == first.content


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/books/a/notes", {"words": "other"}),
        ("/books/a/notes", {"words": "A", "colour": "đỏ"}),
        ("/books/b/notes", {"words": "A"}),
        ("/books/a/notes?draft=1", {"words": "A"}),
    ],
)
async def test_the_key_of_another_request_is_refused(client, pool, path, body):
    await client.post("/books/a/notes", json={"words": "A"}, headers=KEY)

    answer = await client.post(path, json=body, headers=KEY)

    assert (answer.status_code, answer.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert await notes(pool) == 1


async def test_persons_methods_and_routes_have_keys_of_their_own(client, pool):
    body = {"words": "A"}
    await client.post("/books/a/notes", json=body, headers=KEY)

    await client.post("/books/a/notes", json=body, headers=KEY | {"X-Subject": "binh"})
    await client.put("/books/a/notes", json=body, headers=KEY)
    await client.post("/shelves/a/notes", json=body, headers=KEY)

    assert await notes(pool) == 4


async def test_without_a_key_each_command_counts(client, pool):
    for _ in range(2):
        await client.post("/books/a/notes", json={"words": "A"})

    assert await notes(pool) == 2
    assert await pool.fetchval("SELECT count(*) FROM idempotency") == 0


async def test_a_refused_command_may_be_sent_again_with_its_key(client, pool):
    client.app.state.full = True
    refused = await client.post("/books/a/notes", json={"words": "A"}, headers=KEY)
    client.app.state.full = False

    done = await client.post("/books/a/notes", json={"words": "B"}, headers=KEY)

    assert (refused.status_code, done.status_code) == (409, 201)
    assert await pool.fetch("SELECT words FROM note") == [("B",)]


async def test_twins_at_the_same_moment_are_one_command(client, pool):
    answers = await asyncio.gather(
        *(client.post("/books/a/notes", json={"words": "A"}, headers=KEY) for _ in range(20))
    )

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert await notes(pool) == 1


async def test_a_twin_of_a_command_that_failed_does_the_work(client, pool):
    scope = ("an", "POST", "/books/{book}/notes", "form-7f3a")
    async with pool.acquire() as first:
        failing = first.transaction()
        await failing.start()
        await first.execute(idempotency.BEGIN, *scope, b"hash of the first")
        twin = asyncio.create_task(client.post("/books/a/notes", json={"words": "A"}, headers=KEY))
        await until_waiting(first)

        await failing.rollback()
        answer = await twin

    assert answer.status_code == 201
    assert await notes(pool) == 1


async def until_waiting(conn) -> None:
    async with asyncio.timeout(10):
        while not await conn.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("key", [b"", b"x" * 201, b"a b", b"a\tb", "khóa".encode(), b"\x7f"])
async def test_a_key_is_1_to_200_visible_ascii_characters(client, pool, key):
    answer = await client.post(
        "/books/a/notes", json={"words": "A"}, headers=[(b"Idempotency-Key", key)]
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "IDEMPOTENCY_KEY_INVALID")
    assert await notes(pool) == 0


async def test_a_key_of_200_characters_is_taken(client):
    answer = await client.post(
        "/books/a/notes", json={"words": "A"}, headers={"Idempotency-Key": "~" * 200}
    )

    assert answer.status_code == 201


async def test_a_text_that_postgres_cannot_keep_is_the_senders_problem(client, pool):
    answer = await client.post("/books/a/notes", json={"words": "A\x00B"}, headers=KEY)

    assert (answer.status_code, answer.json()["code"]) == (400, "TEXT_UNSTORABLE")
    assert await pool.fetchval("SELECT count(*) FROM idempotency") == 0


async def test_the_relay_is_woken_after_a_commit_only(client):
    woken = []
    stop = outbox.on_wake(lambda: woken.append("now"))

    client.app.state.full = True
    await client.post("/books/a/notes", json={"words": "A"})
    asleep = list(woken)
    client.app.state.full = False
    await client.post("/books/a/notes", json={"words": "A"})
    stop()

    assert (asleep, woken) == ([], ["now"])


async def test_keys_are_forgotten_after_a_week(client, pool):
    for key in ("old", "new"):
        await client.post("/books/a/notes", json={"words": "A"}, headers={"Idempotency-Key": key})
    aged = "UPDATE idempotency SET created_at = now() - interval '7 days 1 minute' WHERE key = $1"
    await pool.execute(aged, "old")

    await idempotency.forget(pool)

    assert await pool.fetch("SELECT key FROM idempotency") == [("new",)]
