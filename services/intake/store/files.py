"""What is known of uploaded files: whose, of which paper, handed in or not yet."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.intake.domain.kept_file import KeptFile
from shared.db import Connection

# Pressed twice, a form brings the same bytes for the same paper: they are there already.
ADD = """
INSERT INTO file (file_id, draft_id, dossier_id, request_no, paper_key, name, kind, size, sha256,
                  kept_at, sent_at)
SELECT $1::uuid, $2::uuid, $3::uuid, $4::int, $5, $6, $7, $8::bigint, $9::bytea,
       $10::timestamptz, $11::timestamptz
WHERE NOT EXISTS (
    SELECT FROM file
    WHERE (draft_id = $2 OR dossier_id = $3) AND request_no IS NOT DISTINCT FROM $4
      AND paper_key = $5 AND sha256 = $9
)
RETURNING file_id
"""
OF_DRAFT = "SELECT * FROM file WHERE draft_id = $1 ORDER BY kept_at, file_id"
OF_DOSSIER = "SELECT * FROM file WHERE dossier_id = $1 ORDER BY kept_at, file_id"
# Whose file it is stands in its draft or its dossier.
OWNED = """
SELECT f.* FROM file AS f
LEFT JOIN draft AS d ON d.draft_id = f.draft_id AND d.removed_at IS NULL
LEFT JOIN dossier AS o ON o.dossier_id = f.dossier_id
WHERE f.file_id = $1 AND coalesce(d.subject, o.owner_subject) = $2 AND f.paper_key <> '#result'
"""
REMOVE_OF_DRAFT = "DELETE FROM file WHERE file_id = $1 AND draft_id = $2 RETURNING file_id"
REMOVE_UNSENT = """
DELETE FROM file
WHERE file_id = $1 AND dossier_id = $2 AND sent_at IS NULL
  AND (paper_key = '#result') = $3 RETURNING file_id
"""
IS_OF = "UPDATE file SET paper_key = $3 WHERE draft_id = $1 AND paper_key = $2"
HAND_OVER = "UPDATE file SET draft_id = NULL, dossier_id = $2, sent_at = $3 WHERE draft_id = $1"
OF_DRAFTS = "SELECT file_id FROM file WHERE draft_id = ANY($1)"
RESULT_WAITS = """
SELECT * FROM file WHERE dossier_id = $1 AND paper_key = '#result' AND sent_at IS NULL
ORDER BY kept_at DESC LIMIT 1
"""
SAME_RESULT = """
SELECT file_id FROM file WHERE dossier_id = $1 AND paper_key = $2 AND sha256 = $3
"""
SEND_RESULT = """
UPDATE file SET sent_at = $3
WHERE dossier_id = $1 AND file_id = $2 AND paper_key = '#result' AND sent_at IS NULL
RETURNING file_id
"""
# An approver who chose a file and then did not sign.
LEFT_BEHIND = """
DELETE FROM file
WHERE file_id IN (
    SELECT file_id FROM file
    WHERE dossier_id IS NOT NULL AND paper_key = '#result' AND sent_at IS NULL AND kept_at < $1
    LIMIT $2
)
RETURNING file_id
"""
SEND = "UPDATE file SET sent_at = $3 WHERE dossier_id = $1 AND request_no = $2 AND sent_at IS NULL"


async def add(conn: Connection, kept: KeptFile) -> bool:
    """Keep that it is there; False: the same was there before."""
    added = await conn.fetchval(
        ADD,
        kept.file_id,
        kept.draft_id,
        kept.dossier_id,
        kept.request_no,
        kept.paper_key,
        kept.name,
        kept.kind,
        kept.size,
        kept.sha256,
        kept.kept_at,
        kept.sent_at,
    )
    return added is not None


async def of_draft(conn: Connection, draft_id: UUID) -> Sequence[KeptFile]:
    """In the order in which they came."""
    return [KeptFile(**row) for row in await conn.fetch(OF_DRAFT, draft_id)]


async def of_dossier(conn: Connection, dossier_id: UUID) -> Sequence[KeptFile]:
    """Those handed in and those that wait to be, in the order in which they came."""
    return [KeptFile(**row) for row in await conn.fetch(OF_DOSSIER, dossier_id)]


async def owned(conn: Connection, file_id: UUID, subject: str) -> KeptFile | None:
    """The file, where it is of a draft or a dossier of that account."""
    row = await conn.fetchrow(OWNED, file_id, subject)
    return KeptFile(**row) if row else None


async def remove_of_draft(conn: Connection, file_id: UUID, draft_id: UUID) -> bool:
    """Forget a file of a draft; False: it is none of it."""
    return await conn.fetchval(REMOVE_OF_DRAFT, file_id, draft_id) is not None


async def are_of(conn: Connection, draft_id: UUID, before: str, paper_key: str) -> None:
    """The files of a draft's paper are another paper's from now on."""
    await conn.execute(IS_OF, draft_id, before, paper_key)


async def of_drafts(conn: Connection, draft_ids: Sequence[UUID]) -> Sequence[UUID]:
    """The ids of all files of some drafts."""
    return [row["file_id"] for row in await conn.fetch(OF_DRAFTS, draft_ids)]


async def remove_unsent(
    conn: Connection, file_id: UUID, dossier_id: UUID, *, result: bool = False
) -> bool:
    """Forget a file that was not handed in yet; False: it was, or is none of it.

    `result`: a file of the approver's, which no applicant takes away.
    """
    return await conn.fetchval(REMOVE_UNSENT, file_id, dossier_id, result) is not None


async def waiting_result(conn: Connection, dossier_id: UUID) -> KeptFile | None:
    """The signed result that was uploaded last and is not approved yet."""
    row = await conn.fetchrow(RESULT_WAITS, dossier_id)
    return KeptFile(**row) if row else None


async def same_result(conn: Connection, kept: KeptFile) -> UUID:
    """The id of the result that has the same bytes."""
    found: UUID = await conn.fetchval(SAME_RESULT, kept.dossier_id, kept.paper_key, kept.sha256)
    return found


async def send_result(conn: Connection, dossier_id: UUID, file_id: UUID, at: datetime) -> bool:
    """It is the result from now on; False: there is no such file of that dossier."""
    return await conn.fetchval(SEND_RESULT, dossier_id, file_id, at) is not None


async def left_behind(conn: Connection, kept_before: datetime, most: int) -> Sequence[UUID]:
    """Forget results that nobody approved; the ids of their files."""
    return [row["file_id"] for row in await conn.fetch(LEFT_BEHIND, kept_before, most)]


async def hand_over(conn: Connection, draft_id: UUID, dossier_id: UUID, at: datetime) -> None:
    """The files of a draft are the dossier's from now on."""
    await conn.execute(HAND_OVER, draft_id, dossier_id, at)


async def send(conn: Connection, dossier_id: UUID, request_no: int, at: datetime) -> None:
    """What was uploaded for a request is handed in."""
    await conn.execute(SEND, dossier_id, request_no, at)
