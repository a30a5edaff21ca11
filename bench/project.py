"""project: reporting's fold of the dossiers' facts, beside a FastStream consumer doing nothing."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from functools import partial
from time import perf_counter
from typing import Any
from uuid import uuid4

from faststream import AckPolicy, BaseMiddleware
from faststream.kafka import KafkaBroker, KafkaRouter

from bench import facts, ground
from bench.figure import Figure, throughput
from services.reporting import consumers
from shared import bus, clock
from shared.db import Pool, open_pool
from shared.events.envelope import to_headers
from shared.events.intake import DossierReceived
from stack.embedded import Stack

SIZE = 50_000
BATCH = 1_000  # as listen_in_batches() takes them
BAR = 0.3
TOPIC = DossierReceived.topic
WAIT_S = 300


class Watch:
    """From the first batch that arrives to the end of the last."""

    def __init__(self, wanted: int) -> None:
        self.left = wanted
        self.began = 0.0
        self.seconds = 0.0
        self.done = asyncio.Event()

    def begin(self) -> None:
        self.began = self.began or perf_counter()

    def end(self, records: int) -> None:
        self.left -= records
        if self.left <= 0:
            self.seconds = perf_counter() - self.began
            self.done.set()


class Timed(BaseMiddleware):
    """The outermost middleware of both sides."""

    def __init__(self, watch: Watch, message: Any, /, *, context: Any) -> None:
        super().__init__(message, context=context)
        self.watch = watch

    async def consume_scope(self, call_next: Callable[[Any], Awaitable[Any]], message: Any) -> Any:
        self.watch.begin()
        result = await call_next(message)
        self.watch.end(len(message.raw_message))
        return result


async def measure(stack: Stack, size: int = SIZE) -> list[Figure]:
    """Facts a second: read, checked by number, folded, committed. The floor before and after."""
    ground.migrate(stack, "reporting")
    await fill(stack, size)
    pool = await open_pool(stack.dsn("reporting_app"))
    before = await run(stack, doing_nothing("reporting.before"), pool, size)
    ours = await run(stack, consumers.router, pool, size)
    after = await run(stack, doing_nothing("reporting.after"), pool, size)
    await check(pool, size)
    await pool.close()
    return [throughput("project", size / ours, 2 * size / (before + after), BAR, "facts/s")]


async def fill(stack: Stack, size: int) -> None:
    """The topic as intake's relay fills it."""
    last: dict[str, int] = defaultdict(int)
    async with ground.producer(stack, "intake") as producer:
        for wave in facts.told(size):
            acks = []
            for fact in wave:
                last[fact.key()] += 1
                headers = to_headers(
                    event_id=uuid4(),
                    type=fact.type(),
                    key=fact.key(),
                    sequence=last[fact.key()],
                    time=clock.now(),
                    traceparent=None,
                )
                key = fact.key().encode()
                acks.append(await producer.send(TOPIC, fact.body(), key, headers=headers))
            await asyncio.gather(*acks)


def doing_nothing(group: str) -> KafkaRouter:
    """The floor: batches as FastStream gives them, to a handler that does nothing."""
    router = KafkaRouter()
    subscribe: Any = router.subscriber(
        TOPIC,
        group_id=group,
        batch=True,
        max_records=BATCH,
        batch_timeout_ms=50,
        ack_policy=AckPolicy.NACK_ON_ERROR,
        **bus.CONSUMER,
    )
    subscribe(nothing)
    return router


async def nothing(batch: list[Any]) -> None:
    return


async def run(stack: Stack, router: KafkaRouter, pool: Pool, size: int) -> float:
    """Seconds until the group has handled all."""
    watch = Watch(size)
    user = "reporting"
    broker: KafkaBroker = bus.open_broker(
        stack.kafka.bootstrap, user, stack.kafka_password(user), user
    )
    broker.include_router(router)
    broker.add_middleware(partial(Timed, watch))
    broker.context.set_global("pool", pool)
    await broker.start()
    try:
        await asyncio.wait_for(watch.done.wait(), WAIT_S)
    finally:
        await broker.stop()
    return watch.seconds


class NotFolded(Exception):
    """The projection does not hold what the topic holds."""


async def check(pool: Pool, size: int) -> None:
    """Every fact counted once. Raises NotFolded."""
    handled = await pool.fetchval("SELECT sum(sequence) FROM inbox")
    parked = await pool.fetchval("SELECT count(*) FROM parked")
    if (handled, parked) != (size, 0):
        raise NotFolded(f"{handled} of {size} handled, {parked} parked")
