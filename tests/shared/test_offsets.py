"""How far a group is, as Kafka knows it: never further than what was handled."""

import asyncio
from uuid import uuid4

import pytest
from aiokafka import TopicPartition
from faststream.kafka import KafkaRouter

from shared import bus, inbox
from shared.db import open_pool, transaction
from shared.events.complaints import VerificationAssigned
from shared.given import Message, ServicePool
from tests.shared.consumers import GROUP, listening
from tests.shared.facts import CASES, assigned, message, until


@pytest.fixture
async def pool(postgres):
    opened = await open_pool(postgres.fresh("notify").app["notify"])
    yield opened
    await opened.close()


def slow(entered: list[str], go_on: asyncio.Event) -> KafkaRouter:
    """Stays with a fact of unit 452 until it is told to go on."""
    router = KafkaRouter()

    @bus.listen(router, CASES, GROUP)
    async def handle(event: VerificationAssigned, message: Message, pool: ServicePool) -> None:
        async with transaction(pool) as conn:
            await inbox.is_next(conn, GROUP, message)
            entered.append(event.unit_id)
            if event.unit_id == "452":
                await go_on.wait()

    return router


async def told(broker) -> int:
    """The sum of the group's offsets over all partitions."""
    [subscriber] = broker.subscribers
    consumer = subscriber.consumer
    parts = [TopicPartition(CASES, n) for n in consumer.partitions_for_topic(CASES) or ()]
    return sum([await consumer.committed(part) or 0 for part in parts])


async def test_a_fact_in_work_is_not_told_as_handled_while_the_one_before_it_is(kafka, pool):
    case, entered, go_on = uuid4(), [], asyncio.Event()
    await kafka.send(CASES, **message(assigned(case, "450"), 1))
    await kafka.send(CASES, **message(assigned(case, "452"), 2))

    async with listening(kafka, pool, slow(entered, go_on)) as broker:
        await until(lambda: asyncio.sleep(0, "452" in entered))
        await until(lambda: told(broker))
        while_in_work = await told(broker)
        go_on.set()
        await until(lambda: both_told(broker))

    assert while_in_work == 1


async def both_told(broker) -> bool:
    return await told(broker) == 2
