"""Whom messages are about and whom they reach: matters, contacts, officials, units."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from services.notify.domain.contact import Contact
from services.notify.domain.matter import Matter
from services.notify.domain.message import Skip
from shared.db import Connection
from shared.events.complaints import Party as ComplaintParty
from shared.events.intake import Party as IntakeParty
from shared.events.intake import Staff

NOTE_MATTER: Final = """
INSERT INTO matter AS m (matter_id, unit_id, party_id, number, known) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (matter_id) DO UPDATE SET
    unit_id = coalesce(excluded.unit_id, m.unit_id),
    party_id = coalesce(excluded.party_id, m.party_id),
    number = coalesce(excluded.number, m.number),
    known = m.known || excluded.known
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
MAILBOXES: Final = """
SELECT key, state ->> 'email' AS email FROM reference WHERE kind = 'UnitMailbox' AND key = ANY($1)
"""
STAFF: Final = "SELECT state FROM reference WHERE kind = 'Staff' AND key = ANY($1)"
STAFF_OF_UNIT: Final = """
SELECT state FROM reference WHERE kind = 'Staff' AND state ? 'email'
    AND state -> 'assignments' @> jsonb_build_array(jsonb_build_object('unit_id', $1::text))
ORDER BY key
"""


async def note_matter(conn: Connection, matter: Matter) -> None:
    await conn.execute(NOTE_MATTER, *astuple(matter))


async def matter(conn: Connection, matter_id: UUID) -> Matter:
    """What is known of it; nothing but its id for one never heard of."""
    row = await conn.fetchrow("SELECT * FROM matter WHERE matter_id = $1", matter_id)
    return Matter(**row) if row else Matter(matter_id)


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


def _contact(row: Mapping[str, Any]) -> Contact:
    values = {name: row[name] for name in ("name", "email", "phone", "language")}
    return Contact(**values, consents=frozenset(row["consents"]))
