"""A little service that listens: rows of what it handled, in a table beside the inbox."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from faststream.kafka import KafkaBroker, KafkaRouter

from shared import batch, bus, inbox
from shared.db import Connection, Pool, transaction
from shared.events.base import Event
from shared.events.complaints import ComplaintResolved, VerificationAssigned
from shared.given import Message, ServicePool
from tests.shared.facts import CASES, until

GROUP = "notify.test"
BATCHES = "reporting.test"
NOTE = "INSERT INTO seen (key, unit) VALUES ($1, $2)"


def one_by_one() -> KafkaRouter:
    """Handles VerificationAssigned; `bad` can't be handled, `stuck` comes to no end."""
    router = KafkaRouter()
    cases = bus.listen(router, CASES, GROUP)

    @cases(filter=bus.of_type(VerificationAssigned))
    async def note(event: VerificationAssigned, message: Message, pool: ServicePool) -> None:
        async with transaction(pool) as conn:
            if await inbox.is_next(conn, GROUP, message):
                await conn.execute(NOTE, event.key(), event.unit_id)
                await refuse_bad(conn, [event])
            if event.unit_id == "stuck":
                await asyncio.Event().wait()

    bus.pass_over_others(cases, GROUP)
    return router


def in_batches() -> KafkaRouter:
    """The same, in batches."""
    router = KafkaRouter()
    kinds = {kind.type(): kind for kind in (VerificationAssigned, ComplaintResolved)}

    @bus.listen_in_batches(router, CASES, BATCHES)
    async def fold(message: Message, pool: ServicePool) -> None:
        await batch.fold(pool, BATCHES, kinds, message.raw_message, apply)

    return router


async def apply(conn: Connection, events: list[Event]) -> None:
    assert all(isinstance(event, VerificationAssigned) for event in events)
    await conn.executemany(NOTE, [(event.key(), event.unit_id) for event in events])
    await refuse_bad(conn, events)


async def refuse_bad(conn: Connection, events: list[Any]) -> None:
    if any(e.unit_id == "bad" for e in events) and not await conn.fetchval(
        "SELECT count(*) FROM seen WHERE unit = 'mended'"
    ):
        raise LookupError("this unit can't be handled")


@asynccontextmanager
async def listening(
    kafka: Any, pool: Pool, router: KafkaRouter, group: str = ""
) -> AsyncIterator[KafkaBroker]:
    """The router's subscribers at work until the block ends."""
    group = group or router.subscribers[0].group_id
    user = group.split(".")[0]
    broker = bus.open_broker(kafka.bootstrap, user, kafka.stack.kafka_password(user), user)
    broker.include_router(router)
    broker.context.set_global("pool", pool)
    await broker.start()
    try:
        yield broker
    finally:
        await broker.stop()


async def caught_up(kafka: Any, group: str, topic: str = CASES) -> None:
    """Wait until the group has handled all that is on the topic now."""
    records = await kafka.read(topic)
    ends: dict[int, int] = {}
    for record in records:
        ends[record.partition] = max(ends.get(record.partition, 0), record.offset + 1)
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap, **kafka.security())
    await admin.start()

    async def at_end() -> bool:
        found = await admin.list_consumer_group_offsets(group)
        done = {
            part.partition: value.offset for part, value in found.items() if part.topic == topic
        }
        return all(done.get(part, 0) >= end for part, end in ends.items())

    try:
        await until(at_end, within_s=40)
    finally:
        await admin.close()


def units(rows: Any) -> list[str]:
    return [row["unit"] for row in rows]
