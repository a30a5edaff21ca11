"""The order numbers of dossiers within a unit and day: unique and rising, given without waiting."""

import asyncio
from contextlib import suppress
from datetime import date
from typing import Any

import asyncpg

from shared.db import OUTAGE

NEXT = """
INSERT INTO dossier_number AS n (identification_code, day, last) VALUES ($1, $2, 1)
ON CONFLICT (identification_code, day) DO UPDATE SET last = n.last + 1
RETURNING last
"""


class Numbers:
    """Gives numbers in transactions of their own, on a connection of their own.

    Within the dossier's transaction the row lock would hold to its commit, and all clerks of a
    counter would queue for each other's disk. The price: a filing that fails late leaves a gap,
    which TT 01/2018/TT-VPCP Điều 19 does not forbid.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._turn = asyncio.Lock()
        self._conn: asyncpg.Connection[Any] | None = None

    async def next(self, identification_code: str, day: date) -> int:
        """The day's next number of a unit; raises an OUTAGE."""
        async with self._turn:
            try:
                return await self._take(identification_code, day)
            except OUTAGE:  # a number that was given and not heard is a gap, not a double
                await self.close()
                return await self._take(identification_code, day)

    async def close(self) -> None:
        """Let go of the connection; a later call opens it again."""
        conn, self._conn = self._conn, None
        if conn is not None:
            with suppress(*OUTAGE):  # it may be gone already
                await conn.close(timeout=5)

    async def _take(self, identification_code: str, day: date) -> int:
        if self._conn is None or self._conn.is_closed():
            self._conn = await self._connect()
        number: int = await self._conn.fetchval(NEXT, identification_code, day)
        return number

    async def _connect(self) -> "asyncpg.Connection[Any]":
        # Not flushed alone: the log is flushed in order, so whatever keeps a dossier's commit
        # keeps its number's too.
        settings = {"synchronous_commit": "off"}
        return await asyncpg.connect(
            self._dsn, timeout=10, command_timeout=10, server_settings=settings
        )
