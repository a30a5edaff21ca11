"""Drafts in PostgreSQL: every statement names the account, so nobody reaches another's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.intake.domain.draft import Draft
from shared.db import Connection

# The second of two presses finds the draft of the first.
BEGIN = """
INSERT INTO draft (draft_id, subject, procedure_code, answers, begun_at, saved_at)
VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (draft_id) DO NOTHING
"""
FIND = "SELECT * FROM draft WHERE draft_id = $1 AND subject = $2"
LOCK = "SELECT * FROM draft WHERE draft_id = $1 AND subject = $2 FOR UPDATE"
ANSWER = """
UPDATE draft SET answers = jsonb_strip_nulls(answers || $3), saved_at = $4
WHERE draft_id = $1 AND subject = $2 AND dossier_id IS NULL
RETURNING *
"""
TOUCH = "UPDATE draft SET saved_at = $2 WHERE draft_id = $1 AND dossier_id IS NULL"
FILED = "UPDATE draft SET dossier_id = $2, answers = '{}', saved_at = $3 WHERE draft_id = $1"
REMOVE = "DELETE FROM draft WHERE draft_id = $1 AND subject = $2 AND dossier_id IS NULL"
OPEN = """
SELECT * FROM draft WHERE subject = $1 AND dossier_id IS NULL
ORDER BY saved_at DESC, draft_id LIMIT $2
"""
OF_PROCEDURE = """
SELECT * FROM draft WHERE subject = $1 AND procedure_code = $2 AND dossier_id IS NULL
ORDER BY saved_at DESC LIMIT $3
"""


async def begin(
    conn: Connection, draft_id: UUID, subject: str, procedure_code: str, at: datetime
) -> None:
    """Keep an empty one."""
    await conn.execute(BEGIN, draft_id, subject, procedure_code, {}, at)


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


async def remove(conn: Connection, draft_id: UUID, subject: str) -> None:
    """Forget it and the rows of its files."""
    await conn.execute(REMOVE, draft_id, subject)


async def open_of(conn: Connection, subject: str, most: int) -> Sequence[Draft]:
    """The drafts of an account, the last saved first."""
    return [Draft(**row) for row in await conn.fetch(OPEN, subject, most)]


async def of_procedure(
    conn: Connection, subject: str, procedure_code: str, most: int
) -> Sequence[Draft]:
    """Drafts of that procedure that were begun before."""
    return [Draft(**row) for row in await conn.fetch(OF_PROCEDURE, subject, procedure_code, most)]
