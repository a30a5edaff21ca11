"""A citizen's own dossiers, and those that somebody names by reference."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.intake.domain.dossier import Dossier
from shared.db import Connection

OF = """
SELECT * FROM dossier
WHERE owner_subject = $1 AND ($2::timestamptz IS NULL OR (submitted_at, dossier_id) < ($2, $3))
ORDER BY submitted_at DESC, dossier_id DESC LIMIT $4
"""
COUNT = "SELECT count(*) FROM dossier WHERE owner_subject = $1"
BEFORE = """
SELECT count(*) FROM dossier WHERE owner_subject = $1 AND (submitted_at, dossier_id) >= ($2, $3)
"""
NAMES = """
SELECT state ->> 'code' AS code, state ->> 'name' AS name FROM reference
WHERE kind = 'Procedure' AND state ->> 'code' = ANY($1)
ORDER BY (state ->> 'valid_from')::date, (state ->> 'version')::int
"""
BY_BEGINNING = """
SELECT dossier_id, secret_hash FROM dossier
WHERE left(replace(dossier_id::text, '-', ''), 12) = $1 LIMIT 2
"""

Place = tuple[datetime, UUID]


class Mine(NamedTuple):
    """A page of an account's dossiers; `before`: how many come ahead of it, of how many."""

    dossiers: Sequence[Dossier]
    before: int
    total: int


async def of(conn: Connection, subject: str, after: Place | None, most: int) -> Mine:
    """The dossiers of an account, the last filed first, after that place in the list."""
    submitted_at, dossier_id = after or (None, None)
    rows = await conn.fetch(OF, subject, submitted_at, dossier_id, most)
    before = await conn.fetchval(BEFORE, subject, *after) if after else 0
    return Mine([Dossier(**row) for row in rows], before, await conn.fetchval(COUNT, subject))


async def procedure_names(conn: Connection, codes: Sequence[str]) -> dict[str, str]:
    """What the procedures of a list are called now."""
    return {row["code"]: row["name"] for row in await conn.fetch(NAMES, codes)}


async def by_beginning(conn: Connection, beginning: str) -> tuple[UUID, bytes | None] | None:
    """The dossier of a temporary reference and its secret's hash; two alike are nobody's."""
    rows = await conn.fetch(BY_BEGINNING, beginning)
    if len(rows) != 1:
        return None
    dossier_id: UUID = rows[0]["dossier_id"]
    return dossier_id, rows[0]["secret_hash"]
