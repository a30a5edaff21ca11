"""relay: the outbox drained to Kafka, beside a bare producer that sends the same bytes."""

import asyncio
from time import perf_counter
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from bench import facts, ground
from bench.figure import Figure, throughput
from bench.order import Order
from shared import outbox
from shared.db import connect, open_pool, transaction
from shared.events.intake import DossierReceived
from shared.relay import drain
from stack import kafka_admin
from stack.embedded import Stack

SIZE = 50_000
SLICE = 10_000  # both sides take turns, so that a slow moment of the machine meets both
BAR = 0.7
TOPIC = DossierReceived.topic
FLOOR = "intake.bench.v1"


async def measure(stack: Stack, size: int = SIZE) -> list[Figure]:
    """Rows a second from the outbox to acknowledged and deleted."""
    ground.migrate(stack, "intake")
    floor_topic = ground.like(TOPIC, FLOOR)
    kafka_admin.ensure_topics(stack.kafka_admin(), [floor_topic])
    await fill(stack.dsn("intake_app"), size)
    order, ours, floor = Order(), 0.0, 0.0
    conn = await connect(stack.dsn("intake_app"))
    async with (
        ground.producer(stack, "intake") as relay,
        ground.producer(stack, "intake") as bare,
        reader(stack, floor_topic.partitions) as consumer,
    ):
        while order.seen < size:
            sent, seconds = await drain_slice(conn, relay)
            ours += seconds
            records = await read(consumer, sent)
            order.check(records)
            floor += await send_again(bare, records)
    await conn.close()
    return [throughput("relay", size / ours, size / floor, BAR, "facts/s")]


async def fill(dsn: str, size: int) -> None:
    """That many rows in the outbox, told as the service tells them."""
    pool = await open_pool(dsn)
    for wave in facts.told(size):
        async with transaction(pool) as conn:
            await outbox.add(conn, *wave)
    await pool.execute("VACUUM ANALYZE outbox")  # what autovacuum does in the life of a service
    await pool.close()


async def drain_slice(conn: Any, producer: AIOKafkaProducer) -> tuple[int, float]:
    started, sent = perf_counter(), 0
    while sent < SLICE and (now := await drain(conn, producer)):
        sent += now
    return sent, perf_counter() - started


async def send_again(producer: AIOKafkaProducer, records: list[Any]) -> float:
    """The floor: the same keys, values and headers to a topic of the same kind."""
    messages = [(r.value, r.key, list(r.headers)) for r in records]
    started = perf_counter()
    acks = [await producer.send(FLOOR, value, key, headers=h) for value, key, h in messages]
    await asyncio.gather(*acks)
    return perf_counter() - started


def reader(stack: Stack, partitions: int) -> AIOKafkaConsumer:
    """A consumer of the whole topic, from its first record."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=stack.kafka.bootstrap,
        security_protocol="SASL_PLAINTEXT",
        sasl_mechanism="SCRAM-SHA-512",
        sasl_plain_username="intake",
        sasl_plain_password=stack.kafka_password("intake"),
        auto_offset_reset="earliest",
    )
    consumer.assign([TopicPartition(TOPIC, number) for number in range(partitions)])
    return consumer


async def read(consumer: AIOKafkaConsumer, count: int) -> list[Any]:
    """The next records of the topic, as many as were sent."""
    found: list[Any] = []
    async with asyncio.timeout(60):
        while len(found) < count:
            for records in (await consumer.getmany(timeout_ms=500)).values():
                found += records
    return found
