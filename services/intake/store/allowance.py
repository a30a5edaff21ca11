"""How much one account has begun: its drafts, and the bytes of their files."""

from uuid import UUID

from shared.db import Connection

# Of what an account does at once, one comes after the other: nobody goes past the limit by haste.
IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('intake.draft:' || $1, 0))"
OWNER = "SELECT subject FROM draft WHERE draft_id = $1"
OTHERS = """
SELECT count(*) FROM draft
WHERE subject = $1 AND draft_id <> $2 AND dossier_id IS NULL AND removed_at IS NULL
"""
# Of deleted drafts too: their files are there until the draft can't be fetched back any more.
BYTES = """
SELECT coalesce(sum(file.size), 0)::bigint FROM draft JOIN file USING (draft_id)
WHERE draft.subject = $1 AND draft.dossier_id IS NULL
"""


async def other_drafts(conn: Connection, subject: str, draft_id: UUID) -> int:
    """How many drafts wait beside that one; the account's turn is held to the end."""
    await conn.execute(IN_TURN, subject)
    count: int = await conn.fetchval(OTHERS, subject, draft_id)
    return count


async def bytes_beside(conn: Connection, draft_id: UUID) -> int:
    """What the files of that draft's account weigh; its turn is held to the end."""
    subject = await conn.fetchval(OWNER, draft_id)
    await conn.execute(IN_TURN, subject or "")
    weight: int = await conn.fetchval(BYTES, subject)
    return weight
