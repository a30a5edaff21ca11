"""The hash chain over the audit rows: sealed each second, anchored outside, verified row by row."""

import asyncio
import hashlib
import json
import os
from datetime import UTC
from pathlib import Path
from typing import Any, NamedTuple

import structlog

from shared.db import Connection

log = structlog.get_logger()

BATCH = 1_000
FIRST = bytes(32)
# A transaction that began early may commit late: its row has a lower number than sealed ones.
LOOK_BACK = 1_000

HEAD = "SELECT n, audit_id, hash FROM audit_seal ORDER BY n DESC LIMIT 1"
UNSEALED = """
SELECT * FROM audit AS a
WHERE a.audit_id > $1 AND NOT EXISTS (SELECT FROM audit_seal AS s WHERE s.audit_id = a.audit_id)
ORDER BY a.audit_id LIMIT $2
"""
SEAL = """
INSERT INTO audit_seal (audit_id, n, hash)
SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[])
"""


class Anchor(NamedTuple):
    """The head of the chain as it was written down at some time."""

    n: int
    audit_id: int
    hash: str


def chain(previous: bytes, row: Any) -> bytes:
    """SHA-256 of the hash before and the row's values in a fixed order."""
    at = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    names = ("actor", "action", "object_type", "object_id", "fields", "trace")
    values = [row["audit_id"], at, *(row[name] for name in names)]
    canonical = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(previous + canonical.encode("utf-8", "surrogatepass")).digest()


async def seal(conn: Connection, limit: int = BATCH, *, everything: bool = False) -> int:
    """Append unsealed rows to the chain, in a transaction of the leader; return how many.

    `everything` looks for them in the whole table, not among the last LOOK_BACK numbers alone.
    """
    head = await conn.fetchrow(HEAD)
    n, previous = (head["n"], head["hash"]) if head else (0, FIRST)
    newest = await conn.fetchval("SELECT max(audit_id) FROM audit_seal") or 0
    after = 0 if everything else newest - LOOK_BACK
    rows = await conn.fetch(UNSEALED, after, limit)
    hashes = []
    for row in rows:
        previous = chain(previous, row)
        hashes.append(previous)
    if rows:
        numbers = list(range(n + 1, n + 1 + len(rows)))
        await conn.execute(SEAL, [row["audit_id"] for row in rows], numbers, hashes)
    return len(rows)


async def anchor(conn: Connection, folder: Path) -> Anchor | None:
    """Append the head to the file of this schema; where the database can't reach it."""
    head = await conn.fetchrow(HEAD)
    if head is None:
        return None
    found = Anchor(head["n"], head["audit_id"], head["hash"].hex())
    schema = await conn.fetchval("SELECT current_schema()")
    await asyncio.to_thread(_append, folder / f"audit-{schema}.jsonl", found)
    log.info("audit head", n=found.n, hash=found.hash)
    return found


def read_anchors(file: Path) -> list[Anchor]:
    """What was written down, oldest first."""
    lines = file.read_text().splitlines() if file.exists() else []
    return [Anchor(**json.loads(line)) for line in lines if line]


def _append(file: Path, found: Anchor) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, (json.dumps(found._asdict()) + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)
