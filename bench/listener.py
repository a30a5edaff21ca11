"""`python -m bench.listener ours|bare`: another service, in a process of its own.

Prints a line `arrived KEY NANOSECONDS` (monotonic clock) for each fact that reaches the handler.
"""

import asyncio
import os
import sys
from time import monotonic_ns

import uvloop
from aiokafka import AIOKafkaConsumer
from faststream.kafka import KafkaRouter

from shared import bus, inbox
from shared.db import open_pool, transaction
from shared.events.complaints import PetitionReceived, VerificationAssigned
from shared.given import Message, ServicePool

GROUP = "notify.bench"
ARRIVED = "arrived"
BARE_TOPIC = PetitionReceived.topic

router = KafkaRouter()
cases = bus.listen(router, VerificationAssigned.topic, GROUP)


@cases(filter=bus.of_type(VerificationAssigned))
async def arrived(event: VerificationAssigned, message: Message, pool: ServicePool) -> None:
    note(event.key())
    async with transaction(pool) as conn:
        await inbox.is_next(conn, GROUP, message)


@cases
async def pass_over(message: Message, pool: ServicePool) -> None:
    async with transaction(pool) as conn:
        await inbox.is_next(conn, GROUP, message)


def note(key: str) -> None:
    print(ARRIVED, key, monotonic_ns(), flush=True)


async def listen() -> None:
    """As a service listens: shared.bus, a handler, the inbox."""
    env = os.environ
    broker = bus.open_broker(
        env["NOTIFY_KAFKA_BOOTSTRAP"], "notify", env["NOTIFY_KAFKA_PASSWORD"], "notify"
    )
    broker.include_router(router)
    broker.context.set_global("pool", await open_pool(env["NOTIFY_DATABASE_URL"]))
    await broker.start()
    await asyncio.Event().wait()


async def listen_bare() -> None:
    """The floor: a consumer and nothing else."""
    consumer = AIOKafkaConsumer(
        BARE_TOPIC,
        bootstrap_servers=os.environ["NOTIFY_KAFKA_BOOTSTRAP"],
        security_protocol="SASL_PLAINTEXT",
        sasl_mechanism="SCRAM-SHA-512",
        sasl_plain_username="notify",
        sasl_plain_password=os.environ["NOTIFY_KAFKA_PASSWORD"],
        auto_offset_reset="earliest",
    )
    async with consumer:
        async for record in consumer:
            note(record.key.decode())


if __name__ == "__main__":
    uvloop.run(listen_bare() if sys.argv[1] == "bare" else listen())
