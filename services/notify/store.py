"""Every SQL statement of the notify service."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from services.notify.domain.contact import Contact
from services.notify.domain.matter import Matter
from services.notify.domain.message import STALE_AFTER, Answer, Fate, Letter, Message, Skip, State
from shared.db import Connection
from shared.events.complaints import Party as ComplaintParty
from shared.events.intake import Party as IntakeParty
from shared.events.intake import Staff

FIELDS: Final = tuple(field.name for field in fields(Message))
NOTE_MATTER: Final = """
INSERT INTO matter AS m (matter_id, unit_id, party_id, number) VALUES ($1, $2, $3, $4)
ON CONFLICT (matter_id) DO UPDATE SET
    unit_id = coalesce(excluded.unit_id, m.unit_id),
    party_id = coalesce(excluded.party_id, m.party_id),
    number = coalesce(excluded.number, m.number)
"""
ADD_MESSAGE: Final = """
INSERT INTO message (message_id, event_id, fact_type, fact_at, audience, channel,
    party_id, staff_id, unit_id, template, template_version, params,
    language, state, reason, attempt, next_attempt_at, created_at, finished_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
ON CONFLICT ON CONSTRAINT message_once DO NOTHING
"""
KEEP_CONTACT: Final = """
INSERT INTO contact (party_id, name, email, phone, language, consents)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (party_id) DO UPDATE SET name = excluded.name, email = excluded.email,
    phone = excluded.phone, language = excluded.language, consents = excluded.consents
"""
CONTACTS: Final = """
SELECT party_id, name, email, phone, language, consents FROM contact WHERE party_id = ANY($1)
"""
LOOK_AGAIN: Final = """
UPDATE message SET next_attempt_at = $2 WHERE party_id = $1 AND state = 'WAITING_CONTACT'
"""
SKIP_UNSENT: Final = """
UPDATE message SET state = 'SKIPPED', reason = $2, finished_at = $3
WHERE party_id = $1 AND state IN ('WAITING_CONTACT', 'DUE')
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
MAILBOXES: Final = """
SELECT key, state ->> 'email' AS email FROM reference WHERE kind = 'UnitMailbox' AND key = ANY($1)
"""
STAFF: Final = "SELECT state FROM reference WHERE kind = 'Staff' AND key = ANY($1)"
STAFF_OF_UNIT: Final = """
SELECT state FROM reference WHERE kind = 'Staff' AND state ? 'email'
    AND state -> 'assignments' @> jsonb_build_array(jsonb_build_object('unit_id', $1::text))
ORDER BY key
"""
LISTED: Final = """
SELECT * FROM message
WHERE ($1::text IS NULL OR state = $1) AND ($2::bigint IS NULL OR n < $2)
ORDER BY n DESC LIMIT $3
"""
ATTEMPTS: Final = "SELECT n, at, result, detail FROM attempt WHERE message_id = $1 ORDER BY n"


async def note_matter(conn: Connection, matter: Matter) -> None:
    await conn.execute(NOTE_MATTER, *astuple(matter))


async def matter(conn: Connection, matter_id: UUID) -> Matter:
    """What is known of it; nothing but its id for one never heard of."""
    row = await conn.fetchrow("SELECT * FROM matter WHERE matter_id = $1", matter_id)
    return Matter(**row) if row else Matter(matter_id)


async def add_messages(conn: Connection, messages: Sequence[Message]) -> None:
    """Keep those that are not there yet."""
    await conn.executemany(ADD_MESSAGE, [astuple(message) for message in messages])


async def keep_contact(
    conn: Connection, party: IntakeParty | ComplaintParty, now: datetime
) -> None:
    """Keep the newest contact; messages that wait for it are looked at again."""
    await conn.execute(
        KEEP_CONTACT,
        party.party_id,
        party.name,
        party.email,
        party.phone,
        party.language,
        party.consents,
    )
    await conn.execute(LOOK_AGAIN, party.party_id, now)


async def erase_contact(conn: Connection, party_id: UUID, now: datetime) -> None:
    """Forget the person; what was not sent to them never will be."""
    await conn.execute("DELETE FROM contact WHERE party_id = $1", party_id)
    await conn.execute(SKIP_UNSENT, party_id, Skip.ERASED, now)


async def contacts(conn: Connection, party_ids: Collection[UUID]) -> Mapping[UUID, Contact]:
    rows = await conn.fetch(CONTACTS, party_ids)
    return {row["party_id"]: _contact(row) for row in rows}


async def staff(conn: Connection, staff_ids: Collection[UUID]) -> Mapping[UUID, Staff]:
    rows = await conn.fetch(STAFF, [str(staff_id) for staff_id in staff_ids])
    found = [Staff.model_validate(row["state"]) for row in rows]
    return {one.staff_id: one for one in found}


async def mailboxes(conn: Connection, unit_ids: Collection[str]) -> Mapping[str, str]:
    rows = await conn.fetch(MAILBOXES, [f"unit:{unit_id}" for unit_id in unit_ids])
    return {row["key"].removeprefix("unit:"): row["email"] for row in rows}


async def staff_of_unit(conn: Connection, unit_id: str) -> Sequence[Staff]:
    """Officials with an address who have an assignment there, past and future ones too."""
    rows = await conn.fetch(STAFF_OF_UNIT, unit_id)
    return [Staff.model_validate(row["state"]) for row in rows]


async def waiting(conn: Connection, now: datetime, limit: int) -> Sequence[Message]:
    """Messages whose contact is to be looked for now; held until the transaction ends."""
    return [_message(row) for row in await conn.fetch(WAITING, now, limit)]


async def too_late(conn: Connection, now: datetime) -> Sequence[Message]:
    """Unsent messages of facts that are stale by now; held until the transaction ends."""
    return [_message(row) for row in await conn.fetch(TOO_LATE, now - STALE_AFTER, now)]


async def claim(
    conn: Connection, channel: str, limit: int, now: datetime, until: datetime
) -> Sequence[Message]:
    """Take due messages to send; until then no other sender gets them."""
    rows = await conn.fetch(CLAIM, channel, now, now - STALE_AFTER, until, limit)
    return [_message(row) for row in rows]


async def lock(conn: Connection, message_id: UUID) -> Message | None:
    """Read it and hold it until the transaction ends."""
    row = await conn.fetchrow("SELECT * FROM message WHERE message_id = $1 FOR UPDATE", message_id)
    return _message(row) if row else None


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


async def listed(
    conn: Connection, state: State | None, before: int | None, limit: int
) -> Sequence[tuple[int, Message]]:
    """Newest first, each with its place in the list."""
    rows = await conn.fetch(LISTED, state, before, limit)
    return [(row["n"], _message(row)) for row in rows]


async def find(conn: Connection, message_id: UUID) -> Message | None:
    row = await conn.fetchrow("SELECT * FROM message WHERE message_id = $1", message_id)
    return _message(row) if row else None


async def attempts(conn: Connection, message_id: UUID) -> Sequence[Mapping[str, Any]]:
    return [dict(row) for row in await conn.fetch(ATTEMPTS, message_id)]


def _message(row: Mapping[str, Any]) -> Message:
    return Message(*(row[name] for name in FIELDS))


def _contact(row: Mapping[str, Any]) -> Contact:
    values = {name: row[name] for name in ("name", "email", "phone", "language")}
    return Contact(**values, consents=frozenset(row["consents"]))
