"""Sessions as rows: found by the hash of a cookie, ended by hand, by time, or by the issuer."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from shared import clock
from shared.db import Connection, Pool
from shared.jobs import Job

TOUCH_EVERY = timedelta(seconds=30)
# What ended is remembered for a day: whose form it was that came too late.
REMEMBERED = timedelta(days=1)

START = """
INSERT INTO session (id_hash, subject, name, sid, id_token, created_at, seen_at, ends_at)
VALUES ($1, $2, $3, $4, $5, $6, $6, $7)
"""
FIND = """
SELECT subject, name, seen_at FROM session WHERE id_hash = $1 AND seen_at > $2 AND ends_at > $3
"""
TOUCH = "UPDATE session SET seen_at = $2 WHERE id_hash = $1"
OWNER = "SELECT subject FROM session WHERE id_hash = $1"
END = "DELETE FROM session WHERE id_hash = $1 RETURNING id_token"
END_ALL = "DELETE FROM session WHERE sid = $1 OR ($1 = '' AND subject = $2)"
FORGET = "DELETE FROM session WHERE seen_at < $1 OR ends_at < $1"


class Login(NamedTuple):
    """What the issuer said of who has logged in."""

    subject: str
    name: str
    sid: str
    id_token: str


class Holder(NamedTuple):
    """Whose session it is."""

    subject: str
    name: str


@dataclass(frozen=True)
class Limits:
    """How long a session lasts: between two requests, and at all."""

    idle: timedelta
    longest: timedelta


async def start(conn: Connection, login: Login, limits: Limits, at: datetime) -> str:
    """A new session; the value of its cookie, which is kept nowhere."""
    cookie = secrets.token_urlsafe(32)
    await conn.execute(START, _hash(cookie), *login, at, at + limits.longest)
    return cookie


async def find(conn: Connection, cookie: str, limits: Limits, at: datetime) -> Holder | None:
    """Whose session it is, where it has not ended; being asked for keeps it awake."""
    row = await conn.fetchrow(FIND, _hash(cookie), at - limits.idle, at)
    if row is None:
        return None
    if row["seen_at"] <= at - TOUCH_EVERY:
        await conn.execute(TOUCH, _hash(cookie), at)
    return Holder(row["subject"], row["name"])


async def owner(conn: Connection, cookie: str) -> str | None:
    """Whose session it was, where that is still remembered."""
    subject: str | None = await conn.fetchval(OWNER, _hash(cookie))
    return subject


async def end(conn: Connection, cookie: str) -> str | None:
    """End it; what the issuer is shown to end its own."""
    id_token: str | None = await conn.fetchval(END, _hash(cookie))
    return id_token


async def end_all(conn: Connection, sid: str, subject: str) -> None:
    """End what was begun by one session of the issuer, or all of a person where it names none."""
    await conn.execute(END_ALL, sid, subject)


async def forget(pool: Pool) -> None:
    """Take away what ended a day ago."""
    await pool.execute(FORGET, clock.real() - REMEMBERED)


def job() -> Job:
    """The job of a service that forgets old sessions."""
    return Job("sessions", 3_600, forget)


def _hash(cookie: str) -> bytes:
    return sha256(cookie.encode()).digest()
