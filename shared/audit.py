"""Who did or read what: rows written in the caller's transaction, ids and names of fields only."""

import time
from collections.abc import Sequence
from pathlib import Path

from shared import audit_seal
from shared.db import Connection, Pool, transaction
from shared.jobs import Job
from shared.trace import current_trace
from shared.writes import Write, write

ANCHOR_EVERY_S = 3_600

RECORD = """
audited AS (
    INSERT INTO audit (actor, action, object_type, object_id, fields, trace)
    VALUES ($1, $2, $3, $4, $5, $6)
)
"""


async def record(
    conn: Connection,
    actor: str,
    action: str,
    object_type: str,
    object_id: str,
    fields: Sequence[str] = (),
) -> None:
    """Write that the actor did it. `fields` are names: values of persons never come here."""
    await write(conn, recorded(actor, action, object_type, object_id, fields))


def recorded(
    actor: str, action: str, object_type: str, object_id: str, fields: Sequence[str] = ()
) -> Write:
    """The row of record(), for a command that writes others with it."""
    values = (actor, action, object_type, object_id, list(fields), current_trace())
    return Write(RECORD, values)


def job(anchor_dir: Path | None) -> Job:
    """The job of a service that seals each second and anchors each hour."""
    return Job("audit", 1.0, _Sealer(anchor_dir).run)


class _Sealer:
    """Seals each second; each hour also what was left behind, and writes the head down."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.anchored_at = float("-inf")

    async def run(self, pool: Pool) -> None:
        due = time.monotonic() - self.anchored_at >= ANCHOR_EVERY_S
        while await self._seal(pool, everything=due) == audit_seal.BATCH:
            continue
        if due:
            if self.folder is not None:
                async with pool.acquire(timeout=10) as conn:
                    await audit_seal.anchor(conn, self.folder)
            self.anchored_at = time.monotonic()

    async def _seal(self, pool: Pool, *, everything: bool) -> int:
        async with transaction(pool) as conn:
            return await audit_seal.seal(conn, everything=everything)
