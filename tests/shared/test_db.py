"""What a cut connection says is always an outage; what a snapshot reads is of one moment."""

import asyncio

import psycopg

from shared.db import is_outage, open_pool, snapshot, transaction

CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND datname = current_database() AND usename = 'notify_app'
  AND random() < 0.3
"""
WORKERS, ENOUGH = 8, 200


async def test_whatever_a_cut_connection_raises_is_an_outage(postgres):
    database = postgres.fresh("notify")
    pool = await open_pool(database.app["notify"])
    raised: list[Exception] = []

    async def work():
        while len(raised) < ENOUGH:
            try:
                async with transaction(pool) as conn:
                    await conn.execute("SELECT pg_sleep(0.002)")
                    await conn.fetch("SELECT $1::int", len(raised))
            except Exception as error:
                raised.append(error)

    async def cut():
        with psycopg.connect(database.superuser, autocommit=True) as conn:
            while len(raised) < ENOUGH:
                await asyncio.to_thread(conn.execute, CUT)
                await asyncio.sleep(0.02)

    await asyncio.gather(cut(), *(work() for _ in range(WORKERS)))
    await pool.close()

    assert [error for error in raised if not is_outage(error)] == []


async def test_a_snapshot_reads_one_moment_however_long_it_takes(postgres):
    add = "INSERT INTO inbox (consumer, topic, key, sequence) VALUES ('c', 't', 'k', 1)"
    database = postgres.fresh("notify")

    async with await open_pool(database.app["notify"]) as pool:
        count = "SELECT count(*) FROM inbox"
        async with snapshot(pool) as conn:
            first = await conn.fetchval(count)
            await pool.execute(add)
            again = await conn.fetchval(count)
        after = await pool.fetchval(count)

    assert (first, again, after) == (0, 0, 1)
