"""Following without an account: a code with its secret, typed, or a link that nobody guesses.

A secret is short, so wrong tries are counted in PostgreSQL by all workers together, and a code is
locked for a while, whether there is such a code or not. A link is derived from the service's key:
a slip can be printed again, and only its hash is kept. Keys come the newest first: it makes what is
new, and what an older one made is known by the hash that was kept.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from typing import Final, NamedTuple
from uuid import UUID

from shared import clock
from shared.db import Connection, Pool, transaction
from shared.jobs import Job

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
LENGTH: Final = 8
MOST_WRONG: Final = 5
LOCKED_FOR: Final = timedelta(minutes=15)
LONGEST: Final = 100
Keys = tuple[str, ...]
# What people write for what they read, and what stands between the groups.
LOOKS_LIKE: Final = str.maketrans({"O": "0", "I": "1", "L": "1"} | dict.fromkeys("-–—.", None))

# The row is held to the end: of tries that come at once each waits for the one before.
TAKE = """
INSERT INTO lookup_attempt AS a (target, wrong, tried_at) VALUES ($1, 0, $2)
ON CONFLICT (target) DO UPDATE SET wrong = CASE WHEN a.tried_at <= $3 THEN 0 ELSE a.wrong END
RETURNING wrong, locked_until
"""
WRONG = "UPDATE lookup_attempt SET wrong = $2, tried_at = $3, locked_until = $4 WHERE target = $1"
RIGHT = "DELETE FROM lookup_attempt WHERE target = $1"
FORGET = "DELETE FROM lookup_attempt WHERE tried_at < $1"


class Secret(NamedTuple):
    """A new secret: as it is shown once, and as it is kept."""

    shown: str
    hash: bytes


class Tried(Enum):
    """What a try came to; true only where it was right."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"

    def __bool__(self) -> bool:
        return self is Tried.RIGHT


def new_secret(keys: Keys) -> Secret:
    """Eight characters in two groups, 40 bits."""
    plain = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return Secret(f"{plain[:4]}-{plain[4:]}", _keyed(keys[0], "secret", plain))


def secret_of(keys: Keys, kind: str, of: UUID | str) -> Secret:
    """The secret of a thing, the same whenever asked for: a form sent twice is answered alike."""
    return _secret_of(keys[0], kind, of)


def secret_again(keys: Keys, kind: str, of: UUID | str, kept: bytes | None) -> str:
    """What secret_of() gave when `kept` was kept of it; nothing where it has another since."""
    made = (_secret_of(key, kind, of) for key in keys)
    return next((secret.shown for secret in made if secret.hash == kept), "")


def new_token(keys: Keys, kind: str, of: UUID | str, number: int) -> tuple[str, bytes]:
    """The token of the link `number` of a thing, the same whenever asked for, and its hash."""
    token = _token(keys[0], kind, of, number)
    return token, token_hash(token)


def token_again(keys: Keys, kind: str, of: UUID | str, number: int, kept: bytes | None) -> str:
    """The token whose hash was kept: what is printed again opens the same door."""
    made = [_token(key, kind, of, number) for key in keys]
    return next((token for token in made if token_hash(token) == kept), made[0])


def token_hash(token: str) -> bytes:
    """By which a link is found; the token itself is kept nowhere."""
    return sha256(token.encode()).digest()


def tidy(typed: str) -> str:
    """A code or secret as it was meant: case, gaps and look-alike letters do not count."""
    return "".join(typed[:LONGEST].upper().split()).translate(LOOKS_LIKE)


async def verify(
    pool: Pool, keys: Keys, kind: str, code: str, typed: str, kept: bytes | None, at: datetime
) -> Tried:
    """Whether the secret typed for a code is right; `kept` is None where there is no such code.

    Counts in a transaction of its own, which a refusal by the caller can't undo.
    """
    target = _keyed(keys[0], f"target {kind}", tidy(code))
    made = [_keyed(key, "secret", tidy(typed)) for key in keys]
    fits = any([hmac.compare_digest(one, kept or bytes(32)) for one in made])
    async with transaction(pool) as conn:
        row = await conn.fetchrow(TAKE, target, at, at - LOCKED_FOR)
        assert row is not None  # noqa: S101
        if row["locked_until"] and at < row["locked_until"]:
            return Tried.LOCKED
        if fits and kept is not None:
            await conn.execute(RIGHT, target)
            return Tried.RIGHT
        await _count(conn, target, row["wrong"] + 1, at)
    return Tried.WRONG


async def _count(conn: Connection, target: bytes, wrong: int, at: datetime) -> None:
    locked = wrong >= MOST_WRONG
    await conn.execute(
        WRONG, target, 0 if locked else wrong, at, at + LOCKED_FOR if locked else None
    )


async def forget(pool: Pool) -> None:
    """Tries that no longer count are of no use to anyone."""
    await pool.execute(FORGET, clock.real() - 2 * LOCKED_FOR)


def job() -> Job:
    """The job of a service that forgets old tries."""
    return Job("lookup", 900, forget)


def _secret_of(key: str, kind: str, of: UUID | str) -> Secret:
    number = int.from_bytes(_keyed(key, "secret of", f"{kind}\n{of}")[:8])
    plain = "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH))
    return Secret(f"{plain[:4]}-{plain[4:]}", _keyed(key, "secret", plain))


def _token(key: str, kind: str, of: UUID | str, number: int) -> str:
    return urlsafe_b64encode(_keyed(key, "link", f"{kind}\n{of}\n{number}")[:24]).decode()


def _keyed(key: str, what: str, text: str) -> bytes:
    return hmac.digest(key.encode(), f"motcua {what}\n{text}".encode(), "sha256")
