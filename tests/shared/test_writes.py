"""Rows of several tables in one statement: each where it belongs, all or none."""

import asyncpg
import pytest

from shared import audit, outbox
from shared.db import open_pool, transaction
from shared.writes import Write, write
from tests.shared.facts import assigned

NOTES = "CREATE TABLE note (note_id int PRIMARY KEY, words text NOT NULL)"
LINES = "CREATE TABLE line (note_id int NOT NULL REFERENCES note, n int NOT NULL)"


@pytest.fixture
async def pool(postgres):
    database = postgres.fresh("complaints")
    owner = await open_pool(database.owner["complaints"])
    await owner.execute(NOTES)
    await owner.execute(LINES)
    await owner.close()
    opened = await open_pool(database.app["complaints"])
    yield opened
    await opened.close()


def note(note_id: int, words: str) -> Write:
    return Write("noted AS (INSERT INTO note VALUES ($1, $2))", (note_id, words))


def lines(note_id: int, count: int) -> Write:
    steps = "lined AS (INSERT INTO line SELECT $1, n FROM generate_series(1, $2::int) AS n)"
    return Write(steps, (note_id, count))


async def test_each_table_gets_its_own_rows_in_one_statement(pool):
    fact = assigned()

    async with transaction(pool) as conn:
        await write(
            conn,
            lines(7, 2),
            note(7, "đơn"),
            outbox.told(fact),
            audit.recorded("an", "note.add", "note", "7", ["words"]),
        )

    assert [tuple(row) for row in await pool.fetch("SELECT * FROM note")] == [(7, "đơn")]
    assert [tuple(row) for row in await pool.fetch("SELECT * FROM line")] == [(7, 1), (7, 2)]
    assert await pool.fetchval("SELECT payload FROM outbox") == fact.body()
    assert await pool.fetchval("SELECT object_id FROM audit") == "7"


async def test_where_one_row_is_refused_none_is_kept(pool):
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with pool.acquire() as conn:
            await write(conn, note(1, "một"), lines(2, 1), outbox.told(assigned()))

    assert await pool.fetchval("SELECT count(*) FROM note") == 0
    assert await pool.fetchval("SELECT count(*) FROM outbox") == 0
