"""The messages, from the fact that caused each to its end, and the attempts to send them."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from services.notify.domain.message import STALE_AFTER, Answer, Fate, Letter, Message
from shared.db import Connection

FIELDS: Final = tuple(field.name for field in fields(Message))
ADD_MESSAGE: Final = """
INSERT INTO message (message_id, event_id, fact_type, fact_at, audience, channel,
    party_id, staff_id, unit_id, template, template_version, params,
    language, state, reason, attempt, next_attempt_at, created_at, finished_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
ON CONFLICT ON CONSTRAINT message_once DO NOTHING
"""
WAITING: Final = """
SELECT * FROM message WHERE state = 'WAITING_CONTACT' AND next_attempt_at <= $1
ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED
"""
# A claimed or postponed message is left alone until its time comes: somebody may be sending it.
TOO_LATE: Final = """
SELECT * FROM message WHERE state IN ('WAITING_CONTACT', 'DUE') AND fact_at < $1
    AND (state = 'WAITING_CONTACT' OR next_attempt_at <= $2)
LIMIT 200 FOR UPDATE SKIP LOCKED
"""
# The lease is next_attempt_at itself: a sender that dies gives the message back by and by.
CLAIM: Final = """
UPDATE message SET attempt = attempt + 1, next_attempt_at = $4
WHERE message_id = ANY (ARRAY(
    SELECT message_id FROM message
    WHERE state = 'DUE' AND channel = $1 AND next_attempt_at <= $2 AND fact_at >= $3
    ORDER BY next_attempt_at, n LIMIT $5 FOR UPDATE SKIP LOCKED))
RETURNING *
"""
SET_FATES: Final = """
UPDATE message AS m SET state = f.state, reason = f.reason,
    next_attempt_at = coalesce(f.again_at, m.next_attempt_at),
    language = coalesce(f.language, m.language),
    finished_at = CASE WHEN f.state IN ('SENT', 'FAILED', 'SKIPPED') THEN $6::timestamptz END
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])
    AS f (message_id, state, reason, again_at, language)
WHERE m.message_id = f.message_id
"""
ADD_ATTEMPT: Final = """
INSERT INTO attempt (message_id, channel, n, at, result, detail) VALUES ($1, $2, $3, $4, $5, $6)
"""
LAST_RESULT: Final = """
SELECT result FROM attempt WHERE channel = $1 ORDER BY attempt_id DESC LIMIT 1
"""


async def add_messages(conn: Connection, messages: Sequence[Message]) -> None:
    """Keep those that are not there yet."""
    await conn.executemany(ADD_MESSAGE, [astuple(message) for message in messages])


async def waiting(conn: Connection, now: datetime, limit: int) -> Sequence[Message]:
    """Messages whose contact is to be looked for now; held until the transaction ends."""
    return [message_of(row) for row in await conn.fetch(WAITING, now, limit)]


async def too_late(conn: Connection, now: datetime) -> Sequence[Message]:
    """Unsent messages of facts that are stale by now; held until the transaction ends."""
    return [message_of(row) for row in await conn.fetch(TOO_LATE, now - STALE_AFTER, now)]


async def claim(
    conn: Connection, channel: str, limit: int, now: datetime, until: datetime
) -> Sequence[Message]:
    """Take due messages to send; until then no other sender gets them."""
    rows = await conn.fetch(CLAIM, channel, now, now - STALE_AFTER, until, limit)
    return [message_of(row) for row in rows]


async def lock(conn: Connection, message_id: UUID) -> Message | None:
    """Read it and hold it until the transaction ends."""
    row = await conn.fetchrow("SELECT * FROM message WHERE message_id = $1 FOR UPDATE", message_id)
    return message_of(row) if row else None


async def set_fates(
    conn: Connection, fates: Sequence[tuple[Message, Fate, str | None]], now: datetime
) -> None:
    """Keep what becomes of messages; the third is the language, where it is known by now."""
    await conn.execute(
        SET_FATES,
        [message.message_id for message, _, _ in fates],
        [fate.state for _, fate, _ in fates],
        [fate.reason for _, fate, _ in fates],
        [fate.again_at for _, fate, _ in fates],
        [language for _, _, language in fates],
        now,
    )


async def add_attempt(conn: Connection, letter: Letter, answer: Answer, now: datetime) -> None:
    await conn.execute(
        ADD_ATTEMPT,
        letter.message_id,
        letter.channel,
        letter.attempt,
        now,
        answer.result,
        answer.detail,
    )


async def last_result(conn: Connection, channel: str) -> str | None:
    """What the channel's provider answered last."""
    result: str | None = await conn.fetchval(LAST_RESULT, channel)
    return result


def message_of(row: Mapping[str, Any]) -> Message:
    return Message(*(row[name] for name in FIELDS))
