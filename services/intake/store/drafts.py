"""Drafts in PostgreSQL: every statement names the account, so nobody reaches another's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.intake.domain.draft import Draft
from shared.db import Connection
from shared.events.intake import Procedure

# The second of two presses finds the draft of the first.
BEGIN = """
INSERT INTO draft
    (draft_id, subject, procedure_code, procedure_version, answers, begun_at, saved_at)
VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (draft_id) DO NOTHING
"""
FIND = "SELECT * FROM draft WHERE draft_id = $1 AND subject = $2 AND removed_at IS NULL"
LOCK = f"{FIND} FOR UPDATE"
ANSWER = """
UPDATE draft SET answers = jsonb_strip_nulls(answers || $3), saved_at = $4
WHERE draft_id = $1 AND subject = $2 AND dossier_id IS NULL AND removed_at IS NULL
RETURNING *
"""
TOUCH = "UPDATE draft SET saved_at = $2 WHERE draft_id = $1 AND dossier_id IS NULL"
FILED = "UPDATE draft SET dossier_id = $2, answers = '{}', saved_at = $3 WHERE draft_id = $1"
REMOVE = """
UPDATE draft SET removed_at = $3
WHERE draft_id = $1 AND subject = $2 AND dossier_id IS NULL AND removed_at IS NULL
"""
RESTORE = """
UPDATE draft SET removed_at = NULL
WHERE draft_id = $1 AND subject = $2 AND removed_at > $3 RETURNING draft_id
"""
# Held to the end of the transaction: whoever is at work on one keeps it.
OVER = """
SELECT draft_id FROM draft
WHERE dossier_id IS NULL AND (saved_at < $1 OR removed_at < $2)
ORDER BY saved_at LIMIT $3 FOR UPDATE SKIP LOCKED
"""
FORGET = "DELETE FROM draft WHERE draft_id = ANY($1)"
OPEN = """
SELECT * FROM draft WHERE subject = $1 AND dossier_id IS NULL AND removed_at IS NULL
ORDER BY saved_at DESC, draft_id LIMIT $2
"""
OF_PROCEDURE = """
SELECT * FROM draft
WHERE subject = $1 AND procedure_code = $2 AND dossier_id IS NULL AND removed_at IS NULL
ORDER BY saved_at DESC LIMIT $3
"""


async def begin(
    conn: Connection, draft_id: UUID, subject: str, procedure: Procedure, at: datetime
) -> None:
    """Keep an empty one, with the version that it was begun with."""
    version = (procedure.code, procedure.version_)
    await conn.execute(BEGIN, draft_id, subject, *version, {}, at)


async def find(conn: Connection, draft_id: UUID, subject: str) -> Draft | None:
    """Read it, where it is theirs."""
    row = await conn.fetchrow(FIND, draft_id, subject)
    return Draft(**row) if row else None


async def lock(conn: Connection, draft_id: UUID, subject: str) -> Draft | None:
    """Read it and hold it until the transaction ends, where it is theirs."""
    row = await conn.fetchrow(LOCK, draft_id, subject)
    return Draft(**row) if row else None


async def answer(
    conn: Connection, draft: Draft, answers: Mapping[str, Any], at: datetime
) -> Draft | None:
    """Keep answers beside those that are there; None: it was filed or removed meanwhile."""
    row = await conn.fetchrow(ANSWER, draft.draft_id, draft.subject, dict(answers), at)
    return Draft(**row) if row else None


async def touch(conn: Connection, draft_id: UUID, at: datetime) -> None:
    """Something of it was saved elsewhere: a file."""
    await conn.execute(TOUCH, draft_id, at)


async def filed(conn: Connection, draft_id: UUID, dossier_id: UUID, at: datetime) -> None:
    """It became a dossier, which holds the answers from now on."""
    await conn.execute(FILED, draft_id, dossier_id, at)


async def remove(conn: Connection, draft_id: UUID, subject: str, at: datetime) -> None:
    """Out of sight; it can be fetched back for a while."""
    await conn.execute(REMOVE, draft_id, subject, at)


async def restore(conn: Connection, draft_id: UUID, subject: str, removed_after: datetime) -> bool:
    """Fetch it back; False: it is gone, or is not theirs."""
    return await conn.fetchval(RESTORE, draft_id, subject, removed_after) is not None


async def over(
    conn: Connection, saved_before: datetime, removed_before: datetime, most: int
) -> Sequence[UUID]:
    """Drafts whose time is over, held."""
    rows = await conn.fetch(OVER, saved_before, removed_before, most)
    return [row["draft_id"] for row in rows]


async def forget(conn: Connection, draft_ids: Sequence[UUID]) -> None:
    """Delete them and the rows of their files."""
    await conn.execute(FORGET, draft_ids)


async def open_of(conn: Connection, subject: str, most: int) -> Sequence[Draft]:
    """The drafts of an account, the last saved first."""
    return [Draft(**row) for row in await conn.fetch(OPEN, subject, most)]


async def of_procedure(
    conn: Connection, subject: str, procedure_code: str, most: int
) -> Sequence[Draft]:
    """Drafts of that procedure that were begun before."""
    return [Draft(**row) for row in await conn.fetch(OF_PROCEDURE, subject, procedure_code, most)]
