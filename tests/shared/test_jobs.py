"""Clock-driven work: one replica at a time, a failure comes again, a stop lets it finish."""

import asyncio

import pytest

from shared.db import open_pool
from shared.jobs import Job, run_all
from tests.shared.facts import until


@pytest.fixture
async def pool(postgres):
    opened = await open_pool(postgres.fresh("notify").app["notify"])
    yield opened
    await opened.close()


async def test_two_replicas_never_run_a_job_at_the_same_time(pool):
    stop, running, most, runs = asyncio.Event(), 0, 0, 0

    async def work(_) -> None:
        nonlocal running, most, runs
        running, runs = running + 1, runs + 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running -= 1

    replicas = [
        asyncio.create_task(run_all(pool, "notify", [Job("work", 0.001, work)], stop))
        for _ in range(2)
    ]
    await until(lambda: asyncio.sleep(0, runs > 20))
    stop.set()
    await asyncio.gather(*replicas)

    assert most == 1


async def test_a_job_that_failed_comes_again(pool):
    stop, tries = asyncio.Event(), 0

    async def work(_) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise LookupError("once")

    task = asyncio.create_task(run_all(pool, "notify", [Job("work", 0.001, work)], stop))
    await until(lambda: asyncio.sleep(0, tries > 1))
    stop.set()
    await task

    assert tries > 1


async def test_a_stop_lets_the_work_at_hand_end(pool):
    stop, begun, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work(_) -> None:
        begun.set()
        await asyncio.sleep(0.3)
        ended.set()

    task = asyncio.create_task(run_all(pool, "notify", [Job("work", 60, work)], stop))
    await begun.wait()
    stop.set()
    await task

    assert ended.is_set()
