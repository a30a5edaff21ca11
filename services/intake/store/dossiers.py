"""Dossiers and their parties in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.intake.domain.dossier import Dossier
from services.intake.domain.party import Party
from shared.db import Connection

# Column names are field names: one parameter a row, however many columns it grows.
ADD = """
WITH filed AS (
    INSERT INTO dossier SELECT * FROM jsonb_populate_record(NULL::dossier, $1::text::jsonb)
)
INSERT INTO party SELECT * FROM jsonb_populate_record(NULL::party, $2::text::jsonb)
"""
FIND = "SELECT * FROM dossier WHERE dossier_id = $1"
PARTY = "SELECT * FROM party WHERE party_id = $1"
UNIT_OF = "SELECT unit_id FROM dossier WHERE dossier_id = $1"
# What a row of a list shows; what is not yet received is due to be accepted.
DUE_FIRST = """
SELECT dossier_id, dossier_code, status, procedure_code, unit_id, channel,
       received_at, coalesce(due_at, accept_due_at) AS due_at
FROM dossier
WHERE unit_id = ANY($1) AND ($2::text IS NULL OR status = $2)
  AND ($3::timestamptz IS NULL OR (coalesce(due_at, accept_due_at), dossier_id) > ($3, $4))
ORDER BY coalesce(due_at, accept_due_at), dossier_id LIMIT $5
"""


async def add(conn: Connection, dossier: Dossier, party: Party) -> None:
    """Keep a new dossier and whom to tell about it."""
    await conn.execute(ADD, dossier.model_dump_json(), party.model_dump_json())


async def find(conn: Connection, dossier_id: UUID) -> Dossier | None:
    """Read it."""
    row = await conn.fetchrow(FIND, dossier_id)
    return Dossier(**row) if row else None


async def party_of(conn: Connection, dossier: Dossier) -> Party:
    """Whose dossier it is; raises LookupError when the person was erased."""
    row = await conn.fetchrow(PARTY, dossier.party_id)
    if row is None:
        raise LookupError(f"no party {dossier.party_id}")
    return Party(**row)


async def unit_of(conn: Connection, dossier_id: UUID) -> str | None:
    """The unit that has it; None: no such dossier."""
    unit_id: str | None = await conn.fetchval(UNIT_OF, dossier_id)
    return unit_id


async def due_first(
    conn: Connection,
    units: Sequence[str],
    status: str | None,
    after: tuple[datetime, UUID] | None,
    most: int,
) -> list[dict[str, object]]:
    """Dossiers of those units, oldest due date first, after that place in the list."""
    due_at, dossier_id = after or (None, None)
    rows = await conn.fetch(DUE_FIRST, units, status, due_at, dossier_id, most)
    return [dict(row) for row in rows]
