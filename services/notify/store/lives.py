"""What operators look at: the list of messages, one message's life, what is set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from services.notify.domain.message import Message
from services.notify.store.messages import message_of
from shared.db import Connection

OLDER: Final = """
SELECT * FROM message
WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR channel = $2)
  AND ($3::text IS NULL OR audience = $3) AND ($4::text IS NULL OR fact_type = $4)
  AND ($5::bigint IS NULL OR n < $5)
ORDER BY n DESC LIMIT $6
"""
NEWER: Final = """
SELECT * FROM message
WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR channel = $2)
  AND ($3::text IS NULL OR audience = $3) AND ($4::text IS NULL OR fact_type = $4)
  AND n > $5
ORDER BY n LIMIT $6
"""
COUNTS: Final = """
SELECT count(*) AS total, count(*) FILTER (WHERE n > $5) AS newer FROM message
WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR channel = $2)
  AND ($3::text IS NULL OR audience = $3) AND ($4::text IS NULL OR fact_type = $4)
"""
ATTEMPTS: Final = "SELECT n, at, result, detail FROM attempt WHERE message_id = $1 ORDER BY n"
# The cause of a fault may quote the message it is about: its kind alone is shown.
PARKED: Final = """
SELECT parked_id, consumer, topic, key, sequence, parked_at, attempts, action,
    split_part(error, ':', 1) AS error
FROM parked ORDER BY parked_id DESC LIMIT $1
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages a list shows; None: all."""

    state: str | None = None
    channel: str | None = None
    audience: str | None = None
    fact_type: str | None = None

    def values(self) -> tuple[str | None, ...]:
        return (self.state, self.channel, self.audience, self.fact_type)


class Listed(NamedTuple):
    """A message and its place in the list."""

    n: int
    message: Message


async def older(conn: Connection, wanted: Wanted, than: int | None, limit: int) -> Sequence[Listed]:
    """The newest first, from a place on."""
    return _listed(await conn.fetch(OLDER, *wanted.values(), than, limit))


async def newer(conn: Connection, wanted: Wanted, than: int, limit: int) -> Sequence[Listed]:
    """The nearest before a place, the newest first all the same."""
    return _listed(await conn.fetch(NEWER, *wanted.values(), than, limit))[::-1]


async def counts(conn: Connection, wanted: Wanted, first: int) -> tuple[int, int]:
    """How many there are, and how many of them are newer than a place."""
    [row] = await conn.fetch(COUNTS, *wanted.values(), first)
    return row["total"], row["newer"]


async def find(conn: Connection, message_id: UUID) -> Message | None:
    row = await conn.fetchrow("SELECT * FROM message WHERE message_id = $1", message_id)
    return message_of(row) if row else None


async def attempts(conn: Connection, message_id: UUID) -> Sequence[Mapping[str, Any]]:
    return [dict(row) for row in await conn.fetch(ATTEMPTS, message_id)]


class Parked(NamedTuple):
    """A fact or state that could not be handled; nothing of what it says."""

    parked_id: int
    consumer: str
    topic: str
    key: str | None
    sequence: int | None
    parked_at: datetime
    attempts: int
    action: str | None
    error: str


async def parked(conn: Connection, limit: int) -> Sequence[Parked]:
    """What is set aside, the newest first."""
    return [Parked(*row) for row in await conn.fetch(PARKED, limit)]


async def parked_count(conn: Connection) -> int:
    count: int = await conn.fetchval("SELECT count(*) FROM parked")
    return count


def _listed(rows: Sequence[Mapping[str, Any]]) -> Sequence[Listed]:
    return [Listed(row["n"], message_of(row)) for row in rows]
