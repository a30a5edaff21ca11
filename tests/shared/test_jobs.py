"""Clock-driven work: one replica at a time, a failure comes again, a stop lets it finish."""

import asyncio

import pytest

from shared.db import open_pool
from shared.jobs import Job, run_all
from tests.shared.facts import until


@pytest.fixture
def dsn(postgres):
    return postgres.fresh("notify").app["notify"]


@pytest.fixture
async def pool(dsn):
    opened = await open_pool(dsn)
    yield opened
    await opened.close()


async def test_two_replicas_never_run_a_job_at_the_same_time(pool, dsn):
    stop, running, most, runs = asyncio.Event(), 0, 0, 0

    async def work(_) -> None:
        nonlocal running, most, runs
        running, runs = running + 1, runs + 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running -= 1

    replicas = [
        asyncio.create_task(run_all(pool, dsn, "notify", [Job("work", 0.001, work)], stop))
        for _ in range(2)
    ]
    await until(lambda: asyncio.sleep(0, runs > 20))
    stop.set()
    await asyncio.gather(*replicas)

    assert most == 1


async def test_a_job_that_failed_comes_again(pool, dsn):
    stop, tries = asyncio.Event(), 0

    async def work(_) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise LookupError("once")

    task = asyncio.create_task(run_all(pool, dsn, "notify", [Job("work", 0.001, work)], stop))
    await until(lambda: asyncio.sleep(0, tries > 1))
    stop.set()
    await task

    assert tries > 1


async def test_a_stop_lets_the_work_at_hand_end(pool, dsn):
    stop, begun, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work(_) -> None:
        begun.set()
        await asyncio.sleep(0.3)
        ended.set()

    task = asyncio.create_task(run_all(pool, dsn, "notify", [Job("work", 60, work)], stop))
    await begun.wait()
    stop.set()
    await task

    assert ended.is_set()


async def test_more_jobs_than_connections_all_get_to_work_at_once(dsn):
    """Each holds what it needs to be alone, and none waits for another's connection."""
    pool, stop, done = await open_pool(dsn, size=2), asyncio.Event(), set()
    names = [f"work-{n}" for n in range(8)]

    def job(name):
        async def work(pool):
            assert await pool.fetchval("SELECT 1") == 1
            done.add(name)

        return Job(name, 60, work)

    task = asyncio.create_task(run_all(pool, dsn, "notify", [job(name) for name in names], stop))
    await until(lambda: asyncio.sleep(0, done == set(names)), within_s=5)
    stop.set()
    await task
    await pool.close()


async def test_a_job_goes_on_after_its_locks_connection_was_cut(pool, dsn):
    stop, runs = asyncio.Event(), 0

    async def work(_) -> None:
        nonlocal runs
        runs += 1
        if runs == 3:
            await pool.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks"
                " WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            )

    task = asyncio.create_task(run_all(pool, dsn, "notify", [Job("work", 0.001, work)], stop))
    await until(lambda: asyncio.sleep(0, runs > 6))
    stop.set()
    await task
