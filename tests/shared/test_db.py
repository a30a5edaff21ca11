"""What a cut connection says in the middle of work: always an outage, never an error of ours."""

import asyncio

import psycopg

from shared.db import is_outage, open_pool, transaction

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
