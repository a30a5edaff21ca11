"""PostgreSQL: the pool of a service, its transactions, and what counts as an outage."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from shared import fail

if TYPE_CHECKING:
    Connection = asyncpg.Connection[Any] | PoolConnectionProxy[Any]
    Pool = asyncpg.Pool[Any]
else:  # the classes themselves know no parameters
    Connection = asyncpg.Connection | PoolConnectionProxy
    Pool = asyncpg.Pool

# The world is down, not the message or the request bad: wait, or answer 503.
OUTAGE: tuple[type[Exception], ...] = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a connection that was cut just as the pool gave it out
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.DiskFullError,
    asyncpg.OutOfMemoryError,
)


def is_outage(error: BaseException) -> bool:
    """Whether the world is down; a value the driver refuses (DataError) is no outage."""
    return isinstance(error, OUTAGE) and not isinstance(error, asyncpg.DataError)


async def _speak_json(conn: "asyncpg.Connection[Any]") -> None:
    for name in ("json", "jsonb"):
        await conn.set_type_codec(
            name, schema="pg_catalog", encoder=_dumps, decoder=json.loads, format="text"
        )


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


async def open_pool(dsn: str, *, size: int = 10) -> Pool:
    """Open the pool of a service's application role; raises an OUTAGE when there is no server."""
    return await asyncpg.create_pool(
        dsn,
        min_size=2,
        max_size=size,
        init=_speak_json,
        reset=_keep_session,
        timeout=10,
        command_timeout=60,
    )


async def _keep_session(_: "asyncpg.Connection[Any]") -> None:
    """Pooled connections hold no LISTEN, SET or lock past a transaction: spare the round trip."""


async def connect(dsn: str) -> "asyncpg.Connection[Any]":
    """Open a connection of one's own, outside the pool: locks and LISTEN live on it."""
    conn = await asyncpg.connect(dsn, timeout=10, command_timeout=60)
    await _speak_json(conn)
    return conn


@asynccontextmanager
async def transaction(pool: Pool) -> AsyncIterator[Connection]:
    """Hold one connection and one transaction; committed at the end, rolled back on any error."""
    async with pool.acquire(timeout=10) as conn, conn.transaction():
        yield conn
        fail.point("before_commit")


@asynccontextmanager
async def snapshot(pool: Pool) -> AsyncIterator[Connection]:
    """The same, and all that it reads is of one moment: sums that must agree with one another."""
    async with (
        pool.acquire(timeout=10) as conn,
        conn.transaction(isolation="repeatable_read"),
    ):
        yield conn
        fail.point("before_commit")
