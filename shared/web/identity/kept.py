"""A form that came after its session had ended: kept, sealed, until its sender is back.

The key is in the sender's browser alone; a copy of the database tells nothing.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared import clock
from shared.db import Connection, Pool
from shared.jobs import Job

KEPT_FOR = timedelta(minutes=30)
LONGEST = 262_144
NONCE_BYTES = 12

KEEP = "INSERT INTO kept_form (id_hash, subject, sealed, kept_at) VALUES ($1, $2, $3, $4)"
FIND = """
SELECT sealed FROM kept_form
WHERE id_hash = $1 AND kept_at > $2 AND (subject IS NULL OR subject = $3)
"""
FORGET = "DELETE FROM kept_form WHERE kept_at <= $1"


@dataclass(frozen=True)
class Kept:
    """Where a form was sent, what was typed, and whether files came with it."""

    action: str
    typed: Sequence[tuple[str, str]]
    files: bool


async def keep(conn: Connection, form: Kept, subject: str | None, at: datetime) -> str | None:
    """Keep it for its sender; the ticket to fetch it, None where it is too long to keep."""
    plain = json.dumps([form.action, form.typed, form.files]).encode()
    if len(plain) > LONGEST:
        return None
    ticket, nonce = secrets.token_urlsafe(24), secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + AESGCM(_key(ticket)).encrypt(nonce, plain, None)
    await conn.execute(KEEP, _hash(ticket), subject, sealed, at)
    return ticket


async def find(conn: Connection, ticket: str, subject: str, at: datetime) -> Kept | None:
    """The form of that ticket, for whoever sent it and nobody else."""
    sealed = await conn.fetchval(FIND, _hash(ticket), at - KEPT_FOR, subject)
    if sealed is None:
        return None
    plain = AESGCM(_key(ticket)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
    action, typed, files = json.loads(plain)
    return Kept(action, [(name, value) for name, value in typed], files)


async def forget(pool: Pool) -> None:
    """Forget what nobody came back for."""
    await pool.execute(FORGET, clock.real() - KEPT_FOR)


def job() -> Job:
    """The job of a service that forgets kept forms."""
    return Job("kept_forms", 600, forget)


def _key(ticket: str) -> bytes:
    return sha256(f"key {ticket}".encode()).digest()


def _hash(ticket: str) -> bytes:
    return sha256(f"row {ticket}".encode()).digest()
