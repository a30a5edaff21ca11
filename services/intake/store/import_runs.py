"""The history of imports, and the file of one that is tried and not yet taken."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.intake.domain.import_run import Run
from shared.db import Connection

ADD = """
INSERT INTO import_run
    (import_id, at, actor, file_name, begins, counts, report, fingerprint, content, kept_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
RUN = """
SELECT r.import_id, r.at, r.actor, r.file_name, r.begins, r.counts, r.kept_at,
       r.content IS NOT NULL AS waits, coalesce(s.state ->> 'name', '') AS who
FROM import_run AS r LEFT JOIN reference AS s ON s.kind = 'Staff' AND s.key = r.actor
"""
LATEST = f"{RUN} ORDER BY r.at DESC, r.import_id LIMIT $1"
FIND = f"{RUN} WHERE r.import_id = $1"
REPORT = "SELECT report FROM import_run WHERE import_id = $1"
CONTENT = "SELECT content FROM import_run WHERE import_id = $1"
LOCK = """
SELECT fingerprint, content IS NOT NULL AS waits FROM import_run WHERE import_id = $1 FOR UPDATE
"""
AGAIN = """
UPDATE import_run SET counts = $2, report = $3, fingerprint = $4,
    content = CASE WHEN $5 THEN content END
WHERE import_id = $1 AND kept_at IS NULL
"""
KEPT = """
UPDATE import_run SET counts = $2, report = $3, fingerprint = $4, kept_at = $5, content = NULL
WHERE import_id = $1
"""
# What was tried and left: its file is let go, that it was tried stays.
LET_GO = "UPDATE import_run SET content = NULL WHERE content IS NOT NULL AND at < $1"


class Told(NamedTuple):
    """What a run came to."""

    counts: Mapping[str, int]
    report: Mapping[str, Any]
    fingerprint: str


class Held(NamedTuple):
    """A run that is held: what was shown of it, and whether its file still waits."""

    fingerprint: str
    waits: bool


async def add(conn: Connection, run: Run, told: Told, content: bytes | None) -> None:
    """Keep that it was tried; `content`: to be kept later."""
    row = (run.import_id, run.at, run.actor, run.file_name, run.begins)
    await conn.execute(
        ADD, *row, dict(told.counts), dict(told.report), told.fingerprint, content, run.kept_at
    )


async def latest(conn: Connection, most: int) -> Sequence[Run]:
    """The newest first."""
    return [Run(**row) for row in await conn.fetch(LATEST, most)]


async def find(conn: Connection, import_id: UUID) -> Run | None:
    """One of them."""
    row = await conn.fetchrow(FIND, import_id)
    return Run(**row) if row else None


async def report(conn: Connection, import_id: UUID) -> Mapping[str, Any]:
    """What its page shows of each row; raises LookupError."""
    found: Mapping[str, Any] | None = await conn.fetchval(REPORT, import_id)
    if found is None:
        raise LookupError(f"no import {import_id}")
    return found


async def content(conn: Connection, import_id: UUID) -> bytes | None:
    """Its file, while it waits."""
    found: bytes | None = await conn.fetchval(CONTENT, import_id)
    return found


async def hold(conn: Connection, import_id: UUID) -> Held:
    """Hold it until the transaction ends: who presses twice keeps it once."""
    row = await conn.fetchrow(LOCK, import_id)
    return Held(row["fingerprint"], row["waits"]) if row else Held("", waits=False)


async def tried_again(conn: Connection, import_id: UUID, told: Told, *, waits: bool) -> None:
    """What it would come to by now; `waits`: it may still be kept."""
    await conn.execute(
        AGAIN, import_id, dict(told.counts), dict(told.report), told.fingerprint, waits
    )


async def kept(conn: Connection, import_id: UUID, told: Told, at: datetime) -> None:
    """It is in the catalogue."""
    await conn.execute(KEPT, import_id, dict(told.counts), dict(told.report), told.fingerprint, at)


async def let_go(conn: Connection, before: datetime) -> None:
    """Forget the files of runs that nobody has taken."""
    await conn.execute(LET_GO, before)
