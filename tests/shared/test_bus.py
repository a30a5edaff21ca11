"""Listening: repeats are absorbed, bad messages set aside in order, outages waited out."""

from uuid import uuid4

import psycopg
import pytest

from shared import bus
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

DEEP = b'{"a":' * 1_000 + b"1" + b"}" * 1_000
POISON = {
    "no JSON": {"value": b"not json"},
    "not UTF-8": {"value": b"\xff\xfe{}"},
    "no body": {"value": None},
    "wrong type of a field": {"value": b'{"case_id": 7}'},
    "nested too deep": {"value": DEEP},
    "a key given twice": {"value": b'{"unit_id": "450", "unit_id": "452"}'},
    "a number without end": {"value": b"1" * 5_000},
    "another alphabet of numbers": {"headers": {"ce_sequence": "\u0661"}},
    "no number": {"headers": {"ce_sequence": None}},
    "a number too large": {"headers": {"ce_sequence": "9" * 30}},
    "a gap": {"headers": {"ce_sequence": "3"}},
    "no headers at all": {"headers": "none"},
    "NUL in a text": {"unit": "4\x0050"},
    "one megabyte": {"unit": "x" * 900_000},
    "what the handler refuses": {"unit": "bad"},
}
PARKED = "SELECT key, sequence, error FROM parked ORDER BY parked_id"


@pytest.fixture
def database(postgres):
    made = postgres.fresh("notify", "reporting")
    for service in ("notify", "reporting"):
        with psycopg.connect(made.owner[service]) as conn:
            conn.execute("CREATE TABLE seen (n serial, key text, unit varchar(2000))")
    return made


@pytest.fixture(params=["one by one", "in batches"])
async def reader(request, database):
    """(router, group, pool) of both ways to read."""
    router, group, service = {
        "one by one": (one_by_one(), GROUP, "notify"),
        "in batches": (in_batches(), BATCHES, "reporting"),
    }[request.param]
    pool = await open_pool(database.app[service])
    yield router, group, pool
    await pool.close()


def poisoned(kind: str, case_id) -> dict:
    """A first message of the case, spoiled."""
    spoil = POISON[kind]
    headers = spoil.get("headers", {})
    made = message(
        assigned(case_id, spoil.get("unit", "450")), 1, **(headers if headers != "none" else {})
    )
    if headers == "none":
        made["headers"] = []
    if "value" in spoil:
        made["value"] = spoil["value"]
    return made


async def test_a_fact_that_comes_again_is_handled_once(kafka, reader):
    router, group, pool = reader
    case = uuid4()
    first, second = message(assigned(case, "450"), 1), message(assigned(case, "452"), 2)
    for sent in (first, first, second, first, second):
        await kafka.send(CASES, **sent)

    async with listening(kafka, pool, router):
        await caught_up(kafka, group)

    assert units(await pool.fetch("SELECT unit FROM seen ORDER BY n")) == ["450", "452"]
    assert await pool.fetch(PARKED) == []


async def test_unknown_types_and_versions_count_and_are_passed_over(kafka, reader):
    router, group, pool = reader
    case = uuid4()
    await kafka.send(CASES, **message(assigned(case), 1, ce_type="motcua.complaints.Unheard.v1"))
    await kafka.send(
        CASES, **message(assigned(case), 2, ce_type="motcua.complaints.VerificationAssigned.v9")
    )
    await kafka.send(CASES, **message(assigned(case, "452"), 3))

    async with listening(kafka, pool, router):
        await caught_up(kafka, group)

    assert units(await pool.fetch("SELECT unit FROM seen")) == ["452"]
    assert await pool.fetch(PARKED) == []


async def test_each_poison_is_parked_with_its_reason_while_other_keys_flow(kafka, reader):
    router, group, pool = reader
    for kind in POISON:
        await kafka.send(CASES, **poisoned(kind, uuid4()))
        await kafka.send(CASES, **message(assigned(unit_id="453"), 1))

    async with listening(kafka, pool, router):
        await caught_up(kafka, group)

    parked = await pool.fetch(PARKED)
    assert len(parked) == len(POISON), [row["error"][:60] for row in parked]
    assert all(row["error"] for row in parked)
    assert units(await pool.fetch("SELECT unit FROM seen")) == ["453"] * len(POISON)


async def test_later_facts_of_a_parked_key_wait_behind_it_in_order(kafka, reader):
    router, group, pool = reader
    case = uuid4()
    await kafka.send(CASES, **message(assigned(case, "bad"), 1))
    await kafka.send(CASES, **message(assigned(case, "452"), 2))
    await kafka.send(CASES, **message(assigned(case, "453"), 3))

    async with listening(kafka, pool, router):
        await caught_up(kafka, group)

    rows = await pool.fetch(PARKED)
    assert [row["sequence"] for row in rows] == [1, 2, 3]
    assert [row["error"].split(":")[0] for row in rows] == ["LookupError", "behind", "behind"]
    assert await pool.fetchval("SELECT count(*) FROM seen") == 0


async def test_a_header_that_is_not_utf_8_stops_nobody(kafka, reader):
    router, group, pool = reader
    sent = message(assigned(unit_id="450"), 1)
    sent["headers"] += [("x-stranger", b"\xff\xfe"), ("x-null", None)]
    await kafka.send(CASES, **sent)

    async with listening(kafka, pool, router):
        await caught_up(kafka, group)

    assert units(await pool.fetch("SELECT unit FROM seen")) == ["450"]


async def test_a_handler_that_comes_to_no_end_is_set_aside_while_others_flow(
    kafka, database, monkeypatch
):
    monkeypatch.setattr(bus, "HANDLER_TIMEOUT_S", 0.5)
    await kafka.send(CASES, **message(assigned(unit_id="stuck"), 1))
    await kafka.send(CASES, **message(assigned(unit_id="453"), 1))

    async with await open_pool(database.app["notify"]) as pool:
        async with listening(kafka, pool, one_by_one()):
            await caught_up(kafka, GROUP)

        [stuck] = await pool.fetch(PARKED)
        assert stuck["error"].startswith("Stuck")
        assert units(await pool.fetch("SELECT unit FROM seen")) == ["453"]


async def test_an_outage_of_the_database_is_waited_out_in_order(kafka, reader, database):
    router, group, pool = reader
    case = uuid4()
    service = group.split(".")[0]
    with psycopg.connect(database.superuser, autocommit=True) as admin:
        admin.execute(f"ALTER ROLE {service}_app NOLOGIN")
        await pool.expire_connections()
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s",
            [f"{service}_app"],
        )
        await kafka.send(CASES, **message(assigned(case, "450"), 1))
        await kafka.send(CASES, **message(assigned(case, "452"), 2))
        async with listening(kafka, pool, router):
            admin.execute(f"ALTER ROLE {service}_app LOGIN")
            await caught_up(kafka, group)

    assert units(await pool.fetch("SELECT unit FROM seen ORDER BY n")) == ["450", "452"]
    assert await pool.fetch(PARKED) == []


async def test_a_group_that_starts_anew_changes_nothing(kafka, reader):
    router, group, pool = reader
    for _ in range(20):
        await kafka.send(CASES, **message(assigned(), 1))
    async with listening(kafka, pool, router):
        await caught_up(kafka, group)
    before = await pool.fetch("SELECT * FROM seen ORDER BY n")
    admin = kafka.stack.kafka_admin()
    admin.delete_consumer_groups([group])[group].result()

    again = one_by_one() if group == GROUP else in_batches()
    async with listening(kafka, pool, again):
        await caught_up(kafka, group)

    assert await pool.fetch("SELECT * FROM seen ORDER BY n") == before


def test_no_subscriber_may_lose_messages():
    from faststream import AckPolicy

    for router in (one_by_one(), in_batches()):
        assert {s.ack_policy for s in router.subscribers} == {AckPolicy.NACK_ON_ERROR}
