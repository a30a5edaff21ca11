"""Every SQL statement about letters being written, and the secrets by which they are followed."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db import Connection

FIND = "SELECT body, petition_id, secret, touched_at FROM lodging WHERE token_hash = $1"
SAVE = """
INSERT INTO lodging (token_hash, body, touched_at) VALUES ($1, $2, $3)
ON CONFLICT (token_hash) DO UPDATE SET body = excluded.body, touched_at = excluded.touched_at
WHERE lodging.petition_id IS NULL
"""
DONE = """
INSERT INTO lodging (token_hash, petition_id, secret, touched_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (token_hash) DO UPDATE SET body = NULL, petition_id = excluded.petition_id,
    secret = excluded.secret, touched_at = excluded.touched_at
"""
DROP = """
DELETE FROM lodging
WHERE touched_at < CASE WHEN petition_id IS NULL THEN $1::timestamptz ELSE $2::timestamptz END
"""
ADD_LOOK_UP = "INSERT INTO look_up (petition_id, secret_hash, link_hash) VALUES ($1, $2, $3)"
LOOK_UP = """
SELECT p.petition_id, l.secret_hash FROM petition p JOIN look_up l USING (petition_id)
WHERE p.petition_code = $1
"""


class Lodging(NamedTuple):
    """A letter being written (`body`), or sent (`petition_id`, `secret`); all of it sealed."""

    body: bytes | None
    petition_id: UUID | None
    secret: bytes | None
    touched_at: datetime


class Look(NamedTuple):
    """A petition that can be followed, and the hash of its secret."""

    petition_id: UUID
    secret_hash: bytes


async def find_lodging(
    conn: Connection, token_hash: bytes, *, lock: bool = False
) -> Lodging | None:
    """`lock` holds it until the transaction ends: of two presses one waits for the other."""
    row = await conn.fetchrow(FIND + " FOR UPDATE" * lock, token_hash)
    return Lodging(**row) if row else None


async def save_lodging(conn: Connection, token_hash: bytes, body: bytes, now: datetime) -> None:
    await conn.execute(SAVE, token_hash, body, now)


async def done_lodging(
    conn: Connection, token_hash: bytes, petition_id: UUID, secret: bytes, now: datetime
) -> None:
    """What was written is gone from here; the secret stays until it was surely seen."""
    await conn.execute(DONE, token_hash, petition_id, secret, now)


async def drop_lodgings(conn: Connection, begun_before: datetime, sent_before: datetime) -> None:
    await conn.execute(DROP, begun_before, sent_before)


async def add_look_up(
    conn: Connection, petition_id: UUID, secret_hash: bytes, link_hash: bytes
) -> None:
    await conn.execute(ADD_LOOK_UP, petition_id, secret_hash, link_hash)


async def look_up(conn: Connection, petition_code: str) -> Look | None:
    row = await conn.fetchrow(LOOK_UP, petition_code)
    return Look(**row) if row else None


async def link_hash(conn: Connection, petition_id: UUID) -> bytes | None:
    kept: bytes | None = await conn.fetchval(
        "SELECT link_hash FROM look_up WHERE petition_id = $1", petition_id
    )
    return kept


async def look_up_link(conn: Connection, link_hash: bytes) -> UUID | None:
    """The petition that a link names."""
    found: UUID | None = await conn.fetchval(
        "SELECT petition_id FROM look_up WHERE link_hash = $1", link_hash
    )
    return found
