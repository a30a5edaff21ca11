"""R1, R5, R6: Kafka killed, PostgreSQL stopped at once, its connections cut; the counters go on."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable

import psycopg
from psycopg.rows import scalar_row

from tests.faults.desk import TAKEN
from tests.faults.trial import Trial
from tests.faults.world import SECOND, World, until

RELAY_LOCKS = """
SELECT pid FROM pg_locks
WHERE locktype = 'advisory' AND granted
  AND (classid::bigint << 32 | objid::bigint) = hashtextextended('motcua:relay:intake', 0)
"""
SESSIONS = """
SELECT pid FROM pg_stat_activity WHERE usename LIKE '%\\_app' AND datname = 'motcua'
"""
EVENTS = 2_000
# Unwoken, the leader looks once a second: eight facts would wait four seconds altogether.
FILINGS, WAITS_FOR_NO_POLL_S = 8, 2.5


async def test_a_broker_killed_under_load_loses_nothing_and_turns_nobody_away(trial: Trial) -> None:
    async with trial.busy():
        await trial.facts(EVENTS // 3)
        trial.world.stack.kafka.child.kill()
        await asyncio.sleep(3)
        await trial.world.start_broker()
        await trial.facts(EVENTS)

    assert await trial.verdict() == []
    assert trial.desk.statuses.keys() <= TAKEN


async def test_a_database_stopped_at_once_makes_people_wait_and_loses_nothing(trial: Trial) -> None:
    async with trial.busy():
        await trial.facts(EVENTS // 3)
        await asyncio.to_thread(trial.world.stack.postgres.stop, "immediate")
        await asyncio.sleep(5)
        await asyncio.to_thread(trial.world.stack.postgres.start)
        await trial.facts(EVENTS)

    assert await trial.verdict() == []
    assert 503 in trial.desk.statuses
    assert trial.desk.statuses.keys() <= TAKEN | {503}
    assert trial.desk.without_retry_after == 0
    assert len(holders(trial.world)) == 1


async def test_cut_connections_leave_one_relay_leading_and_lose_nothing(trial: Trial) -> None:
    await trial.second_intake()
    leading: list[int] = []
    async with trial.busy():
        async with every(0.05, lambda: leading.append(len(holders(trial.world)))):
            for number in range(12):
                await trial.facts(number * EVENTS // 12)
                cut(trial.world, holders(trial.world))
                cut(trial.world, sessions(trial.world, trial.dice))
        await trial.facts(EVENTS)

    assert await trial.verdict() == []
    assert trial.desk.statuses.keys() <= TAKEN | {503}
    assert set(leading) <= {0, 1}
    await until("one relay leads", lambda: one_leads(trial.world))
    leader, other = await leader_and_other(trial)
    took = await seconds_to_leave(trial, other)
    assert took < WAITS_FOR_NO_POLL_S, f"{other} did not wake {leader}"


def look(world: World, question: str) -> list[int]:
    dsn = world.stack.postgres.dsn("motcua")
    with psycopg.connect(dsn, autocommit=True, row_factory=scalar_row) as conn:
        return conn.execute(question).fetchall()


def holders(world: World) -> list[int]:
    """The sessions that hold the lock of intake's relay; they LISTEN too."""
    return look(world, RELAY_LOCKS)


def cut(world: World, pids: list[int]) -> None:
    look(world, f"SELECT pg_terminate_backend(pid)::int FROM unnest(ARRAY{pids}::int[]) AS pid")


def sessions(world: World, dice: random.Random) -> list[int]:
    """A few of all the services' connections."""
    found = look(world, SESSIONS)
    return dice.sample(found, min(4, len(found)))


async def one_leads(world: World) -> bool:
    return len(holders(world)) == 1


@contextlib.asynccontextmanager
async def every(seconds: float, act: Callable[[], object]) -> AsyncIterator[None]:
    """Do something again and again while the block runs."""

    async def again() -> None:
        while True:
            await asyncio.to_thread(act)
            await asyncio.sleep(seconds)

    task = asyncio.create_task(again())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def sent(trial: Trial) -> dict[str, float]:
    """How many facts the relay of each replica of intake has sent, by its own figures."""
    found = {}
    for name in ("intake", SECOND):
        text = (await trial.desk.http.get(f"{trial.world.replicas[name].url}/metrics")).text
        lines = [line for line in text.splitlines() if line.startswith("motcua_relay_sent_total{")]
        found[name] = sum(float(line.rpartition(" ")[2]) for line in lines)
    return found


async def leader_and_other(trial: Trial) -> tuple[str, str]:
    """Once calm is back, one replica sends all the facts, whoever was asked to file."""
    before = await sent(trial)
    for _ in range(6):
        await trial.counters.file()
    await trial.rest()
    after = await sent(trial)
    other, leader = sorted(after, key=lambda name: after[name] - before[name])
    assert (after[other], after[leader]) == (before[other], before[leader] + 6 * 3)
    return leader, other


async def seconds_to_leave(trial: Trial, other: str) -> float:
    """How long facts told by the replica that does not lead stay in the outbox, altogether."""
    trial.desk.addresses["intake"] = [trial.world.replicas[other].url]
    took = 0.0
    for _ in range(FILINGS):
        await trial.counters.file()
        began = time.monotonic()
        while look(trial.world, "SELECT count(*) FROM intake.outbox") != [0]:
            await asyncio.sleep(0.005)
        took += time.monotonic() - began
    return took
