"""latency: from the commit to another service's handler, beside Kafka alone."""

import asyncio
import sys
from asyncio import StreamReader
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from time import monotonic_ns
from uuid import uuid4

from aiokafka import AIOKafkaProducer

from bench import facts, ground
from bench.figure import Figure, duration, percentile
from bench.listener import ARRIVED, BARE_TOPIC
from shared import outbox
from shared.db import Pool, open_pool, transaction
from shared.events.complaints import VerificationAssigned
from shared.relay import Relay
from stack import environment
from stack.embedded import Stack
from stack.layout import ROOT

SIZE = 2_000
EVERY_S = 0.01
WARM = 300  # first facts that do not count: connections, caches, Kafka's compiler
P50_MS, P99_MS = 5, 40

Send = Callable[[VerificationAssigned], Awaitable[int]]


async def measure(stack: Stack, size: int = SIZE) -> list[Figure]:
    """Milliseconds, 100 facts a second: half of them, and all but one of a hundred."""
    ground.migrate(stack, "complaints", "notify")
    async with relaying(stack) as pool:
        ours = await run(stack, "ours", partial(commit, pool), size)
    async with ground.producer(stack, "complaints") as producer:
        bare = await run(stack, "bare", partial(send, producer), size)
    return [
        duration("latency p50", percentile(ours, 0.5), percentile(bare, 0.5), P50_MS),
        duration("latency p99", percentile(ours, 0.99), percentile(bare, 0.99), P99_MS),
    ]


@asynccontextmanager
async def relaying(stack: Stack) -> AsyncIterator[Pool]:
    """The database of a service whose relay is at work."""
    dsn = stack.dsn("complaints_app")
    pool = await open_pool(dsn)
    relay = asyncio.create_task(
        Relay("complaints", dsn, lambda: ground.producer(stack, "complaints")).run()
    )
    yield pool
    relay.cancel()
    await asyncio.gather(relay, return_exceptions=True)
    await pool.close()


async def commit(pool: Pool, fact: VerificationAssigned) -> int:
    """Tell it as a handler does; returns when it was committed."""
    async with transaction(pool) as conn:
        await outbox.add(conn, fact)
    committed = monotonic_ns()
    outbox.wake()
    return committed


async def send(producer: AIOKafkaProducer, fact: VerificationAssigned) -> int:
    """The floor: straight to Kafka."""
    sent = monotonic_ns()
    await producer.send_and_wait(BARE_TOPIC, fact.body(), fact.key().encode())
    return sent


async def run(stack: Stack, kind: str, tell: Send, size: int) -> list[float]:
    """Milliseconds of each fact, between this process and a listening one."""
    fact = facts.sample(VerificationAssigned)
    async with listening(stack, kind) as lines:
        await tell(fact)
        await arrivals(lines, 1)  # it listens
        arriving = asyncio.create_task(arrivals(lines, WARM + size))
        told = await tell_steadily(fact, tell, WARM + size)
        arrived = await asyncio.wait_for(arriving, 60)
    return [(arrived[key] - at) / 1e6 for key, at in list(told.items())[WARM:]]


@asynccontextmanager
async def listening(stack: Stack, kind: str) -> AsyncIterator[StreamReader]:
    """What the other process prints."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.listener", kind),
        cwd=ROOT,
        env=environment.service(stack, "notify"),
        stdout=PIPE,
    )
    assert process.stdout is not None  # noqa: S101
    try:
        yield process.stdout
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def tell_steadily(fact: VerificationAssigned, tell: Send, count: int) -> dict[str, int]:
    """One fact each EVERY_S; when each was told, by key."""
    told = {}
    start = asyncio.get_running_loop().time()
    for n in range(count):
        await asyncio.sleep(start + n * EVERY_S - asyncio.get_running_loop().time())
        this = fact.model_copy(update={"case_id": uuid4()})
        told[this.key()] = await tell(this)
    return told


async def arrivals(lines: StreamReader, count: int) -> dict[str, int]:
    """When each of the next facts reached the handler, by key."""
    arrived: dict[str, int] = {}
    while len(arrived) < count and (line := await lines.readline()):
        mark, *told = line.decode().split()
        if mark == ARRIVED:  # the libraries' own lines come the same way
            arrived[told[0]] = int(told[1])
    return arrived
