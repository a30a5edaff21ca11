"""Clock-driven work: each job runs in one replica at a time, and a stop lets it finish."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import asyncpg
import structlog

from shared.db import Pool, connect, is_outage
from shared.tasks import end

log = structlog.get_logger()

STOP_WITHIN_S = 30
TAKE = "SELECT pg_try_advisory_lock(hashtextextended('motcua:job:' || $1, 0))"
GIVE_BACK = "SELECT pg_advisory_unlock(hashtextextended('motcua:job:' || $1, 0))"


@dataclass(frozen=True)
class Job:
    """Work to do every so many seconds with the service's pool."""

    name: str
    every_s: float
    run: Callable[[Pool], Awaitable[None]]


class Turns:
    """Whose turn a job is among the replicas: locks of one connection that is not the pool's.

    On the pool, jobs that begin together take all its connections for their locks, and wait for
    one to work with.
    """

    def __init__(self, dsn: str, service: str) -> None:
        self.dsn = dsn
        self.service = service
        self._conn: asyncpg.Connection[Any] | None = None
        self._asking = asyncio.Lock()

    @asynccontextmanager
    async def turn(self, job: str) -> AsyncIterator[bool]:
        """Whether it is ours; ours until the block ends. Raises an OUTAGE."""
        mine = await self._ask(TAKE, job)
        try:
            yield mine
        finally:
            if mine:
                await self._ask(GIVE_BACK, job)

    async def _ask(self, question: str, job: str) -> bool:
        async with self._asking:
            if self._conn is None or self._conn.is_closed():
                self._conn = await connect(self.dsn)
            return bool(await self._conn.fetchval(question, f"{self.service}:{job}"))

    async def close(self) -> None:
        if self._conn is not None:
            await self._conn.close(timeout=5)


async def run_all(
    pool: Pool, dsn: str, service: str, jobs: Sequence[Job], stop: asyncio.Event
) -> None:
    """Run the jobs until `stop` is set; each ends the work it is at."""
    turns = Turns(dsn, service)
    tasks = [asyncio.create_task(_repeat(pool, turns, job, stop)) for job in jobs]
    try:
        await stop.wait()
        await asyncio.wait(tasks, timeout=STOP_WITHIN_S)
    finally:
        await end(*tasks)
        await turns.close()


async def _repeat(pool: Pool, turns: Turns, job: Job, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            async with turns.turn(job.name) as mine:
                if mine:
                    await job.run(pool)
        except Exception as error:
            say = log.warning if is_outage(error) else log.exception
            say("job failed, it comes again", job=job.name, why=repr(error))
        with suppress(TimeoutError):
            async with asyncio.timeout(job.every_s):
                await stop.wait()
