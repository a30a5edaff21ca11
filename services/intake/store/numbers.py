"""The order numbers of dossiers, by unit and day and in the register: given without waiting."""

import asyncio
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

import asyncpg

from services.intake.domain.dossier import Entry
from shared.db import OUTAGE

# XXXX of the code counts by day, số thứ tự of the register by year through all its books.
NEXT = """
WITH of_day AS (
    INSERT INTO dossier_number AS n (identification_code, day, last) VALUES ($1, $2, 1)
    ON CONFLICT (identification_code, day) DO UPDATE SET last = n.last + 1
    RETURNING last
), of_year AS (
    INSERT INTO register_number AS r (unit_id, year, last) VALUES ($3, $4, 1)
    ON CONFLICT (unit_id, year) DO UPDATE SET last = r.last + 1
    RETURNING book, last
)
SELECT of_day.last AS number, book, of_year.last AS entry FROM of_day, of_year
"""


class Given(NamedTuple):
    """The day's number and the place in the register."""

    number: int
    entry: Entry


# asyncpg's own state may be in between when a server ends the session under a query.
CUT: tuple[type[Exception], ...] = (*OUTAGE, asyncpg.InternalClientError)


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

    async def next(self, identification_code: str, unit_id: str, day: date) -> Given:
        """The next numbers of a unit; raises an OUTAGE."""
        async with self._turn:
            try:
                return await self._take(identification_code, unit_id, day)
            except CUT:  # a number that was given and not heard is a gap, not a double
                self._let_go()
                return await self._take(identification_code, unit_id, day)

    async def close(self) -> None:
        """Let go of the connection; a later call opens it again."""
        conn, self._conn = self._conn, None
        if conn is not None:
            with suppress(*OUTAGE):  # it may be gone already
                await conn.close(timeout=5)

    def _let_go(self) -> None:
        """A cut connection is not asked to say goodbye."""
        conn, self._conn = self._conn, None
        if conn is not None:
            conn.terminate()

    async def _take(self, identification_code: str, unit_id: str, day: date) -> Given:
        if self._conn is None or self._conn.is_closed():
            self._conn = await self._connect()
        row = await self._conn.fetchrow(NEXT, identification_code, day, unit_id, day.year)
        if row is None:
            raise LookupError(f"no numbers for {unit_id}")
        return Given(row["number"], Entry(row["book"], row["entry"]))

    async def _connect(self) -> "asyncpg.Connection[Any]":
        # Not flushed alone: the log is flushed in order, so whatever keeps a dossier's commit
        # keeps its number's too.
        settings = {"synchronous_commit": "off"}
        return await asyncpg.connect(
            self._dsn, timeout=10, command_timeout=10, server_settings=settings
        )
