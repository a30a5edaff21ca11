"""Parked messages: replayed in order or dropped on a person's word, each with its audit row."""

from uuid import uuid4

import psycopg
import pytest

from shared import replay
from shared.db import open_pool
from tests.shared.consumers import (
    BATCHES,
    GROUP,
    caught_up,
    in_batches,
    listening,
    one_by_one,
    units,
)
from tests.shared.facts import CASES, assigned, message

MARK = "UPDATE parked SET action = $1, asked_by = 'operator-1'"
SEEN = "SELECT unit FROM seen ORDER BY n"


@pytest.fixture(params=["one by one", "in batches"])
async def reader(request, postgres):
    router, group, service = {
        "one by one": (one_by_one(), GROUP, "notify"),
        "in batches": (in_batches(), BATCHES, "reporting"),
    }[request.param]
    made = postgres.fresh(service)
    with psycopg.connect(made.owner[service]) as conn:
        conn.execute("CREATE TABLE seen (n serial, key text, unit text)")
    pool = await open_pool(made.app[service])
    yield router, group, pool
    await pool.close()


async def park_three(kafka, case) -> None:
    for number, unit in enumerate(("bad", "452", "453"), 1):
        await kafka.send(CASES, **message(assigned(case, unit), number))


async def test_a_replay_of_the_first_brings_all_behind_it_in_order(kafka, reader):
    router, group, pool = reader
    await park_three(kafka, uuid4())
    async with listening(kafka, pool, router) as broker:
        await caught_up(kafka, group)
        await pool.execute("INSERT INTO seen (key, unit) VALUES ('x', 'mended')")

        await pool.execute(MARK + " WHERE sequence = 1", "replay")
        await replay.act(pool, broker)

    assert units(await pool.fetch(SEEN)) == ["mended", "bad", "452", "453"]
    assert await pool.fetchval("SELECT count(*) FROM parked") == 0
    acts = await pool.fetch("SELECT actor, action FROM audit ORDER BY audit_id")
    assert [tuple(act) for act in acts] == [
        ("operator-1", "parked.replay"),
        ("system", "parked.replay"),
        ("system", "parked.replay"),
    ]


async def test_a_replay_that_fails_keeps_its_place_and_says_why(kafka, reader):
    router, group, pool = reader
    await park_three(kafka, uuid4())
    async with listening(kafka, pool, router) as broker:
        await caught_up(kafka, group)

        await pool.execute(MARK, "replay")
        await replay.act(pool, broker)

    rows = await pool.fetch(
        "SELECT sequence, attempts, action, error FROM parked ORDER BY sequence"
    )
    assert [row["sequence"] for row in rows] == [1, 2, 3]
    assert (rows[0]["attempts"], rows[0]["action"]) == (2, None)
    assert "can't be handled" in rows[0]["error"]
    assert await pool.fetchval("SELECT count(*) FROM seen") == 0


async def test_a_drop_lets_the_later_facts_pass(kafka, reader):
    router, group, pool = reader
    await park_three(kafka, uuid4())
    async with listening(kafka, pool, router) as broker:
        await caught_up(kafka, group)

        await pool.execute(MARK + " WHERE sequence = 1", "drop")
        await replay.act(pool, broker)

    assert units(await pool.fetch(SEEN)) == ["452", "453"]
    assert await pool.fetchval("SELECT count(*) FROM parked") == 0


async def test_facts_go_on_as_usual_after_a_replay(kafka, reader):
    router, group, pool = reader
    case = uuid4()
    await park_three(kafka, case)
    async with listening(kafka, pool, router) as broker:
        await caught_up(kafka, group)
        await pool.execute(MARK + " WHERE sequence = 1", "drop")
        await replay.act(pool, broker)

        await kafka.send(CASES, **message(assigned(case, "454"), 4))
        await caught_up(kafka, group)

    assert units(await pool.fetch(SEEN)) == ["452", "453", "454"]


async def test_a_message_without_a_number_is_dropped_by_itself(kafka, reader):
    router, group, pool = reader
    await kafka.send(CASES, **message(assigned(), 1, ce_sequence=None))
    async with listening(kafka, pool, router) as broker:
        await caught_up(kafka, group)

        await pool.execute(MARK, "drop")
        await replay.act(pool, broker)

    assert await pool.fetchval("SELECT count(*) FROM parked") == 0
