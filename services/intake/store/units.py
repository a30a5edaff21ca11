"""What a unit has set for itself, and the books of its register."""

from typing import NamedTuple

from shared.db import Connection

SET = """
INSERT INTO unit_setting (unit_id, same_person_allowed) VALUES ($1, $2)
ON CONFLICT (unit_id) DO UPDATE SET same_person_allowed = excluded.same_person_allowed
"""
SAME_PERSON = "SELECT same_person_allowed FROM unit_setting WHERE unit_id = $1"
# A book of a year that has no entry yet is the first one: the next is the second.
NEXT_BOOK = """
INSERT INTO register_number AS r (unit_id, year, book, last) VALUES ($1, $2, 2, 0)
ON CONFLICT (unit_id, year) DO UPDATE SET book = r.book + 1
RETURNING book, last
"""


class Book(NamedTuple):
    """Quyển số, and the last entry before it."""

    book: int
    last: int


async def same_person_allowed(conn: Connection, unit_id: str) -> bool:
    """Whether the unit lets who received a dossier approve its result."""
    return bool(await conn.fetchval(SAME_PERSON, unit_id))


async def allow_same_person(conn: Connection, unit_id: str, allowed: bool) -> None:
    """Keep what the unit has set."""
    await conn.execute(SET, unit_id, allowed)


async def open_next_book(conn: Connection, unit_id: str, year: int) -> Book:
    """From now on entries of the year go into the next book; their numbers run on."""
    row = await conn.fetchrow(NEXT_BOOK, unit_id, year)
    if row is None:
        raise LookupError(f"no register of {unit_id} in {year}")
    return Book(row["book"], row["last"])
