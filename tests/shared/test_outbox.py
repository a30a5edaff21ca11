"""Telling facts: kept with the business row or not at all, numbered without gap per key."""

import asyncio
from collections import defaultdict
from uuid import uuid4

import asyncpg
import pytest

from shared import outbox
from shared.db import open_pool, transaction
from shared.events.base import Tombstone
from shared.events.codes import UnknownCode
from shared.events.complaints import PetitionClassified
from shared.trace import continue_trace
from tests.shared.facts import MARCH_3, assigned


@pytest.fixture
async def pool(postgres):
    opened = await open_pool(postgres.fresh("complaints").app["complaints"])
    yield opened
    await opened.close()


async def test_a_fact_is_gone_with_the_transaction_that_failed(pool):
    with pytest.raises(ZeroDivisionError):
        async with transaction(pool) as conn:
            await outbox.add(conn, assigned())
            raise ZeroDivisionError

    assert await pool.fetchval("SELECT count(*) FROM outbox") == 0
    assert await pool.fetchval("SELECT count(*) FROM stream") == 0


async def test_eight_writers_leave_no_gap_and_ids_follow_the_numbers(pool):
    cases = [uuid4() for _ in range(10)]

    async def write(start: int) -> None:
        for n in range(100):
            async with transaction(pool) as conn:
                await outbox.add(conn, assigned(cases[(start + n) % len(cases)]))

    await asyncio.gather(*(write(start) for start in range(8)))

    numbers = defaultdict(list)
    for row in await pool.fetch("SELECT key, sequence FROM outbox ORDER BY id"):
        numbers[row["key"]].append(row["sequence"])
    assert sum(map(len, numbers.values())) == 800
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


async def test_facts_of_one_command_keep_their_order_within_a_key(pool):
    first, other = uuid4(), uuid4()
    facts = [assigned(first, "450"), assigned(other, "452"), assigned(first, "453")]

    async with transaction(pool) as conn:
        await outbox.add(conn, *facts)

    rows = await pool.fetch(
        "SELECT sequence, payload FROM outbox WHERE key = $1 ORDER BY id", str(first)
    )
    assert [row["sequence"] for row in rows] == [1, 2]
    assert [row["payload"] for row in rows] == [facts[0].body(), facts[2].body()]


async def test_two_writers_with_crossed_keys_do_not_lock_each_other_for_ever(pool):
    one, two = uuid4(), uuid4()

    async def write(*cases) -> None:
        for _ in range(50):
            async with transaction(pool) as conn:
                await outbox.add(conn, *map(assigned, cases))

    await asyncio.gather(write(one, two), write(two, one))

    assert await pool.fetchval("SELECT min(last) FROM stream") == 100


async def test_a_state_taken_back_has_no_payload(pool):
    async with transaction(pool) as conn:
        await outbox.add(conn, Tombstone("complaints.party.v1", "someone"))

    row = await pool.fetchrow("SELECT key, payload, sequence FROM outbox")
    assert (row["key"], row["payload"], row["sequence"]) == ("someone", None, 1)


async def test_a_code_outside_its_list_is_never_told(pool):
    strange = PetitionClassified(
        petition_id=uuid4(),
        kind="NO_SUCH_KIND",
        field="LAND",
        earlier_handling="NONE",
        eligible=True,
        competence="OWN",
        complex=False,
        remote=False,
        rule_version="complaint:2011",
        due_on=MARCH_3,
    )

    with pytest.raises(UnknownCode, match="NO_SUCH_KIND"):
        async with transaction(pool) as conn:
            await outbox.add(conn, strange)


async def test_a_fact_over_the_limit_is_refused_before_it_is_kept(pool):
    fact = assigned(unit_id="4" * 300_000)

    with pytest.raises(outbox.FactTooLarge):
        async with transaction(pool) as conn:
            await outbox.add(conn, fact)

    assert await pool.fetchval("SELECT count(*) FROM outbox") == 0


async def test_the_trace_of_the_request_goes_with_the_fact(pool):
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    with continue_trace(trace):
        async with transaction(pool) as conn:
            await outbox.add(conn, assigned())

    kept = await pool.fetchval("SELECT traceparent FROM outbox")
    assert kept.split("-")[1] == trace.split("-")[1]


async def test_the_application_may_not_rewrite_what_was_done(pool):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.execute("UPDATE audit SET actor = 'someone else'")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.execute("DELETE FROM audit_seal")
