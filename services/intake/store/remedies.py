"""Remedies in PostgreSQL."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.intake.domain.remedy import Remedy
from shared.db import Connection

ADD = "INSERT INTO remedy SELECT * FROM jsonb_populate_record(NULL::remedy, $1)"
LOCK = "SELECT * FROM remedy WHERE remedy_id = $1 FOR UPDATE"
FINISH = """
UPDATE remedy SET done_on = $2, done_by = $3, new_dossier_id = $4 WHERE remedy_id = $1
"""
OPEN = """
SELECT * FROM remedy
WHERE unit_id = ANY($1) AND done_on IS NULL AND ($2::date IS NULL OR (due_on, remedy_id) > ($2, $3))
ORDER BY due_on, remedy_id LIMIT $4
"""
COUNT = "SELECT count(*) FROM remedy WHERE unit_id = ANY($1) AND done_on IS NULL"
OF_DOSSIER = "SELECT * FROM remedy WHERE dossier_id = $1 ORDER BY due_on, remedy_id"


async def add(conn: Connection, remedy: Remedy) -> None:
    """Keep a new one."""
    await conn.execute(ADD, remedy.model_dump(mode="json"))


async def lock(conn: Connection, remedy_id: UUID) -> Remedy | None:
    """Read it and hold it until the transaction ends."""
    row = await conn.fetchrow(LOCK, remedy_id)
    return Remedy(**row) if row else None


async def finish(conn: Connection, remedy: Remedy) -> None:
    """Keep that it is done."""
    await conn.execute(
        FINISH, remedy.remedy_id, remedy.done_on, remedy.done_by, remedy.new_dossier_id
    )


async def open_ones(
    conn: Connection, units: Sequence[str], after: tuple[date, UUID] | None, most: int
) -> list[Remedy]:
    """What those units still have to do, oldest due date first, after that place in the list."""
    due_on, remedy_id = after or (None, None)
    rows = await conn.fetch(OPEN, units, due_on, remedy_id, most)
    return [Remedy(**row) for row in rows]


async def count_open(conn: Connection, units: Sequence[str]) -> int:
    """How much those units still have to do."""
    found: int = await conn.fetchval(COUNT, units)
    return found


async def of_dossier(conn: Connection, dossier_id: UUID) -> list[Remedy]:
    """What was ordered on a dossier, done or not."""
    return [Remedy(**row) for row in await conn.fetch(OF_DOSSIER, dossier_id)]
