"""A benchmark that measured the wrong thing says so instead of printing a figure."""

import asyncio
from uuid import uuid4

import pytest

from bench import facts, load, project, relay
from bench import ground as bench_ground
from bench.alike import NotAlike, check_alike
from bench.order import Order, OutOfOrder
from shared import outbox
from shared.db import connect, open_pool, transaction
from shared.events.intake import DossierReceived, DossierSubmitted
from shared.relay import drain
from stack import topics

# A client that a benchmark's loop left closing is the collector's: no business of its figures.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


async def test_facts_told_out_of_order_stop_the_relay_benchmark(fresh):
    with fresh() as stack:
        bench_ground.migrate(stack, "intake")
        await relay.fill(stack.dsn("intake_app"), 8)
        records = await relayed(stack, "UPDATE outbox SET sequence = 3 WHERE sequence = 2", 8)

    with pytest.raises(OutOfOrder, match="3 came after 1"):
        Order().check(records)


@pytest.mark.parametrize("numbers", [[2], [1, 1], [1, 3]])
async def test_each_key_counts_from_one_without_a_gap(fresh, numbers):
    with fresh() as stack:
        bench_ground.migrate(stack, "intake")
        pool = await open_pool(stack.dsn("intake_app"))
        dossier = {"dossier_id": uuid4()}
        async with transaction(pool) as conn:
            for _ in numbers:
                fact = facts.sample(DossierSubmitted).model_copy(update=dossier)
                await outbox.add(conn, fact)
        renumber = "UPDATE outbox SET sequence = ({})[sequence]".format(f"ARRAY{numbers}")
        await pool.close()
        records = await relayed(stack, renumber, len(numbers))

    with pytest.raises(OutOfOrder):
        Order().check(records)


async def test_a_projection_that_missed_a_fact_is_no_figure(fresh):
    with fresh() as stack:
        bench_ground.migrate(stack, "reporting")
        pool = await open_pool(stack.dsn("reporting_app"))
        await pool.execute("INSERT INTO inbox VALUES ('reporting.dossiers', 't', 'k', 7)")
        await project.check(pool, 7)

        with pytest.raises(project.NotFolded, match="7 of 8 handled"):
            await project.check(pool, 8)
        await pool.close()


async def test_a_refused_request_is_no_answer():
    async def refuse(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno")
        await writer.drain()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    with pytest.raises(load.Refused, match="503"):
        await load.run(port, [lambda: b"POST / HTTP/1.1\r\n\r\n"], 1)
    server.close()


def test_a_floor_that_writes_other_rows_is_no_floor():
    before = {"dossier": 0, "action": 0, "facts": 0}
    ours = {"dossier": 10, "action": 20, "facts": 30}

    check_alike(before, ours, dict(ours))
    with pytest.raises(NotAlike, match="action: 20 and 10"):
        check_alike(before, ours, ours | {"action": 10})


async def relayed(stack, tampering: str, count: int) -> list:
    """What the topic holds after the relay sent an outbox that was tampered with."""
    owner = await connect(stack.dsn("intake_owner"))
    await owner.execute(tampering)
    [known] = [topic for topic in topics.topics() if topic.name == DossierReceived.topic]
    async with (
        bench_ground.producer(stack, "intake") as producer,
        relay.reader(stack, known.partitions) as consumer,
    ):
        assert await drain(owner, producer) == count
        records = await relay.read(consumer, count)
    await owner.close()
    return records
