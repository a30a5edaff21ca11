"""The relay: everything leaves in order, one relay at a time, a bad row stops its key alone."""

import asyncio
import os
import signal
from collections import defaultdict
from contextlib import contextmanager
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from shared import bus, outbox
from shared.db import connect, open_pool, transaction
from shared.relay import Relay, drain
from shared.tasks import end
from tests.shared.facts import CASES, assigned, until


@pytest.fixture
async def complaints(postgres):
    dsn = postgres.fresh("complaints").app["complaints"]
    pool = await open_pool(dsn)
    yield pool, dsn
    await pool.close()


@pytest.fixture
def open_producer(kafka):
    password = kafka.stack.kafka_password("complaints")
    return lambda: bus.producer(kafka.bootstrap, "complaints", password, "complaints")


@pytest.fixture
async def relays(complaints, open_producer):
    """Start any number of relays on the schema; all end with the test."""
    tasks = []

    def start() -> Relay:
        relay = Relay("complaints", complaints[1], open_producer)
        tasks.append(asyncio.create_task(relay.run()))
        return relay

    start.tasks = tasks
    yield start
    await end(*tasks)


async def tell(pool, *facts) -> None:
    async with transaction(pool) as conn:
        await outbox.add(conn, *facts)
    outbox.wake()


def numbers_by_key(records):
    found = defaultdict(list)
    for record in records:
        found[record.key].append(int(dict(record.headers)["ce_sequence"]))
    return found


async def empty(pool) -> bool:
    return not await pool.fetchval("SELECT count(*) FROM outbox")


async def test_all_facts_reach_kafka_in_order_and_leave_the_outbox(complaints, kafka, relays):
    pool, _ = complaints
    cases = [uuid4() for _ in range(20)]
    for _ in range(15):
        await tell(pool, *map(assigned, cases))

    relays()
    await until(lambda: empty(pool))

    found = numbers_by_key(await kafka.read(CASES))
    assert found == {str(case).encode(): list(range(1, 16)) for case in cases}


async def test_a_message_carries_its_envelope(complaints, kafka, relays):
    pool, _ = complaints
    fact = assigned()
    await tell(pool, fact)

    relays()
    await until(lambda: empty(pool))

    [record] = await kafka.read(CASES)
    headers = {name: value.decode() for name, value in record.headers}
    assert headers["ce_type"] == "motcua.complaints.VerificationAssigned.v1"
    assert headers["ce_subject"] == record.key.decode() == str(fact.case_id)
    assert headers["ce_time"].endswith("+07:00")
    assert headers["content-type"] == "application/json"
    assert record.value == fact.body()


async def test_of_two_relays_one_sends_and_the_other_takes_over(complaints, kafka, relays):
    pool, _dsn = complaints
    first = relays()
    await until(lambda: asyncio.sleep(0, first.leading))
    second = relays()
    await tell(pool, assigned())
    await until(lambda: empty(pool))
    assert (first.leading, second.leading) == (True, False)

    await pool.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        " AND pid <> pg_backend_pid()"
    )
    await until(lambda: asyncio.sleep(0, first.leading != second.leading))
    await tell(pool, assigned())
    await until(lambda: empty(pool))

    assert len(await kafka.read(CASES)) == 2


async def test_a_row_that_cannot_be_sent_stops_its_key_alone(complaints, kafka, open_producer):
    pool, dsn = complaints
    stuck, free = uuid4(), uuid4()
    await tell(pool, assigned(stuck), assigned(free))
    await tell(pool, assigned(stuck), assigned(free))
    await pool.execute(
        "UPDATE outbox SET payload = repeat('x', 2000000)::bytea WHERE key = $1 AND sequence = 1",
        str(stuck),
    )
    conn, producer = await connect(dsn), open_producer()

    async with producer:
        await drain(conn, producer)
        again = await drain(conn, producer)
    await conn.close()

    assert again == 0
    assert numbers_by_key(await kafka.read(CASES)) == {str(free).encode(): [1, 2]}
    rows = await pool.fetch("SELECT sequence, error FROM outbox ORDER BY id")
    assert [row["sequence"] for row in rows] == [1, 2]
    assert "MessageSizeTooLarge" in rows[0]["error"]


async def test_no_topic_is_called_unknown_while_the_broker_does_not_answer(complaints, kafka):
    pool, dsn = complaints
    await tell(pool, assigned())
    conn = await connect(dsn)
    producer = AIOKafkaProducer(
        bootstrap_servers=kafka.bootstrap, request_timeout_ms=300, **kafka.security("complaints")
    )

    async with producer:
        with frozen(kafka.stack.kafka.child), pytest.raises(KafkaError):
            await drain(conn, producer)

        assert await pool.fetchval("SELECT error FROM outbox") is None
        await until(lambda: drained(conn, producer))
    await conn.close()

    assert len(await kafka.read(CASES)) == 1


@contextmanager
def frozen(child):
    """It keeps its port and answers nobody."""
    os.kill(child.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(child.pid, signal.SIGCONT)


async def drained(conn, producer) -> bool:
    try:
        return await drain(conn, producer) == 1
    except KafkaError:
        return False


async def test_a_fact_is_on_its_way_at_once_after_the_commit(complaints, kafka, relays):
    pool, _ = complaints
    relay = relays()
    await until(lambda: asyncio.sleep(0, relay.leading))

    await tell(pool, assigned())

    await until(lambda: empty(pool), within_s=0.9)  # the poll alone would take a second


async def test_a_relay_that_is_cancelled_as_it_is_woken_ends(complaints, kafka, relays):
    pool, _ = complaints
    await tell(pool, assigned(uuid4()))
    relay = relays()
    await until(lambda: empty(pool))
    task = relays.tasks[-1]
    await until(lambda: asyncio.sleep(0, not relay._awake.is_set()))

    relay._awake.set()
    await asyncio.sleep(0)  # what waits for the wake has it now, and the relay does not know yet
    task.cancel()

    await asyncio.wait({task}, timeout=20)
    assert task.cancelled()
