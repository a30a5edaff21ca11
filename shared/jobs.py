"""Clock-driven work: each job runs in one replica at a time, and a stop lets it finish."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

from shared.db import Pool, is_outage

log = structlog.get_logger()

STOP_WITHIN_S = 30
LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('motcua:job:' || $1, 0))"


@dataclass(frozen=True)
class Job:
    """Work to do every so many seconds with the service's pool."""

    name: str
    every_s: float
    run: Callable[[Pool], Awaitable[None]]


async def run_all(pool: Pool, service: str, jobs: Sequence[Job], stop: asyncio.Event) -> None:
    """Run the jobs until `stop` is set; each ends the work it is at."""
    tasks = [asyncio.create_task(_repeat(pool, service, job, stop)) for job in jobs]
    try:
        await stop.wait()
        await asyncio.wait(tasks, timeout=STOP_WITHIN_S)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _repeat(pool: Pool, service: str, job: Job, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await _run_alone(pool, service, job)
        except Exception as error:
            say = log.warning if is_outage(error) else log.exception
            say("job failed, it comes again", job=job.name, why=repr(error))
        try:
            await asyncio.wait_for(stop.wait(), job.every_s)
        except TimeoutError:
            continue


async def _run_alone(pool: Pool, service: str, job: Job) -> None:
    async with pool.acquire(timeout=10) as conn, conn.transaction():
        if await conn.fetchval(LOCK, f"{service}:{job.name}"):
            await job.run(pool)
