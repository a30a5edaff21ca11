"""Where the readers of messages are: contacts of citizens, officials and units."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from services.notify.domain import contact
from services.notify.domain.contact import Contact
from services.notify.domain.message import Fate, Message, State, look_again_at
from services.notify.domain.routing import UNIT_ROLES
from services.notify.handlers import ending
from services.notify.store import messages, people
from shared.db import Connection
from shared.events.intake import Staff

AT_ONCE = 200


async def settle(conn: Connection, now: datetime) -> int:
    """Decide on messages that wait for a contact; returns how many were looked at."""
    waiting = await messages.waiting(conn, now, AT_ONCE)
    reached = await contacts(conn, waiting, now.date())
    fates: list[tuple[Message, Fate, str | None]] = []
    for message in waiting:
        found = reached.get(message.message_id)
        if found is None:
            later = look_again_at(message.fact_at, now)
            fates.append((message, Fate(State.WAITING_CONTACT, None, later), None))
        else:
            fates.append((message, contact.fate(message.channel, found), found.language))
    await ending.decide(conn, fates, now)
    return len(waiting)


async def contacts(
    conn: Connection, messages: Sequence[Message], today: date
) -> Mapping[UUID, Contact]:
    """By message id; a message whose reader is not known yet is absent."""
    parties = await people.contacts(conn, {m.party_id for m in messages if m.party_id})
    officials = await people.staff(conn, {m.staff_id for m in messages if m.staff_id})
    wanted = {m.unit_id for m in messages if m.audience == "UNIT" and m.unit_id}
    units = {unit_id: await _of_unit(conn, unit_id, today) for unit_id in wanted}
    found: dict[UUID, Contact | None] = {}
    for m in messages:
        if m.party_id:
            found[m.message_id] = parties.get(m.party_id)
        elif m.staff_id:
            official = officials.get(m.staff_id)
            found[m.message_id] = _of_staff(official) if official else None
        elif m.unit_id:
            found[m.message_id] = units.get(m.unit_id)
    return {message_id: one for message_id, one in found.items() if one}


def _of_staff(staff: Staff) -> Contact:
    return Contact(staff.name, staff.email)


async def _of_unit(conn: Connection, unit_id: str, today: date) -> Contact | None:
    """The unit's mailbox; where it has none, its head or whoever stands in."""
    if mailbox := (await people.mailboxes(conn, [unit_id])).get(unit_id):
        return Contact("", mailbox)
    there = await people.staff_of_unit(conn, unit_id)
    for role in UNIT_ROLES:
        for staff in there:
            if _holds(staff, role, unit_id, today):
                return _of_staff(staff)
    return None


def _holds(staff: Staff, role: str, unit_id: str, today: date) -> bool:
    return any(
        a.unit_id == unit_id
        and role in a.roles
        and a.valid_from <= today
        and (a.valid_to is None or today <= a.valid_to)
        for a in staff.assignments
    )
