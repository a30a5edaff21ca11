"""Units, officials, calendar, procedures: originals in intake, copies in the others."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar, cast

from faststream.kafka import KafkaRouter

from shared import inbox
from shared.bus import Subscriber, is_tombstone, listen, of_type
from shared.db import Connection, transaction
from shared.events.base import Event
from shared.events.intake import CalendarDay, Procedure, Staff, Unit, UnitMailbox
from shared.given import Message, ServicePool
from shared.record import raw, text
from shared.worktime.calendar import Calendar, SpecialDay

S = TypeVar("S", bound=Event)
KINDS: Mapping[str, tuple[type[Event], ...]] = {
    Unit.topic: (Unit,),
    CalendarDay.topic: (CalendarDay,),
    Procedure.topic: (Procedure,),
    Staff.topic: (Staff, UnitMailbox),
}
SAVE = """
INSERT INTO reference (kind, key, state) VALUES ($1, $2, $3)
ON CONFLICT (kind, key) DO UPDATE SET state = excluded.state
WHERE reference.state IS DISTINCT FROM excluded.state
RETURNING kind
"""
FORGET = "DELETE FROM reference WHERE kind = ANY($1) AND key = $2"
# A plain code means the row valid on that day; a unit_id with @ names its row.
UNIT = """
SELECT state::text FROM reference
WHERE kind = 'Unit' AND (key = $1 OR state ->> 'code' = $1)
  AND coalesce((state ->> 'valid_from')::date, '-infinity') <= $2
  AND coalesce((state ->> 'valid_to')::date, 'infinity') >= $2
ORDER BY key = $1 DESC LIMIT 1
"""
PROCEDURE = """
SELECT state::text FROM reference
WHERE kind = 'Procedure' AND state ->> 'code' = $1
  AND (state ->> 'valid_from')::date <= $2
  AND coalesce((state ->> 'valid_to')::date, 'infinity') >= $2
ORDER BY (state ->> 'valid_from')::date DESC, (state ->> 'version')::int DESC LIMIT 1
"""
STAFF = "SELECT state::text FROM reference WHERE kind = 'Staff' AND state ->> 'subject' = $1"
STAFF_BY_ID = "SELECT state::text FROM reference WHERE kind = 'Staff' AND key = $1"
ANCESTORS = """
WITH RECURSIVE up AS (
    SELECT key, state ->> 'parent_unit_id' AS parent FROM reference WHERE kind = 'Unit' AND key = $1
    UNION
    SELECT r.key, r.state ->> 'parent_unit_id' FROM reference r JOIN up ON r.key = up.parent
    WHERE r.kind = 'Unit'
)
SELECT key FROM up
"""
CALENDAR = "SELECT state FROM reference WHERE kind = 'CalendarDay' ORDER BY key"
# The days of a version come one by one: how many have come tells a part of it from the whole.
CALENDAR_VERSION = """
SELECT (state ->> 'calendar_version')::int AS version, count(*) AS days
FROM reference WHERE kind = 'CalendarDay'
GROUP BY version ORDER BY version DESC LIMIT 1
"""


async def save(conn: Connection, state: Event, kept: Mapping[str, Any] | None = None) -> bool:
    """Keep a state; False when it was the same already. `kept`: the JSON as it came."""
    body = kept or state.model_dump(mode="json", by_alias=True, exclude_none=True)
    return bool(await conn.fetchval(SAVE, type(state).__name__, state.key(), body))


def read(kind: type[S], state: str) -> S:
    """A state as PostgreSQL prints it: parsed once, for it is asked for more often than told."""
    return cast(S, _read(kind, state))


@lru_cache(maxsize=4_096)
def _read(kind: type[Event], state: str) -> Event:
    return kind.model_validate_json(state)


async def unit(conn: Connection, code_or_id: str, on: date) -> Unit | None:
    """The unit of that id or plain code on that day."""
    state = await conn.fetchval(UNIT, code_or_id, on)
    return read(Unit, state) if state else None


async def procedure(conn: Connection, code: str, on: date) -> Procedure | None:
    """The version of the procedure in force on that day."""
    state = await conn.fetchval(PROCEDURE, code, on)
    return read(Procedure, state) if state else None


async def staff_by_subject(conn: Connection, subject: str) -> Staff | None:
    """The official that a token's `sub` names."""
    state = await conn.fetchval(STAFF, subject)
    return read(Staff, state) if state else None


async def staff(conn: Connection, staff_id: object) -> Staff | None:
    """The official of that id."""
    state = await conn.fetchval(STAFF_BY_ID, str(staff_id))
    return read(Staff, state) if state else None


async def ancestors(conn: Connection, unit_id: str) -> Sequence[str]:
    """The unit and all above it: who holds a right in one of them holds it here."""
    return [row["key"] for row in await conn.fetch(ANCESTORS, unit_id)]


_calendars: dict[tuple[int, int], Calendar] = {}


async def calendar(conn: Connection) -> Calendar:
    """The legal working days as known here now; built again when a day of a new version comes."""
    row = await conn.fetchrow(CALENDAR_VERSION)
    known = (row["version"], row["days"]) if row else (0, 0)
    if known not in _calendars:
        days = [CalendarDay.model_validate(row["state"]) for row in await conn.fetch(CALENDAR)]
        _calendars.clear()
        _calendars[known] = Calendar(
            [SpecialDay(d.date, d.kind, d.note, d.source) for d in days], version=known[0]
        )
    return _calendars[known]


def follow(router: KafkaRouter, service: str) -> list[str]:
    """Keep this service's copy of all reference topics; returns what `ready` waits for."""
    group = f"{service}.reference"
    topics = list(KINDS)
    subscriber = listen(router, topics[0], group, *topics[1:])
    _forget_on_tombstone(subscriber, group)
    for kinds in KINDS.values():
        for kind in kinds:
            _keep_kind(subscriber, group, kind)
    _pass_over_others(subscriber, group)
    return topics


def _forget_on_tombstone(subscriber: Subscriber, group: str) -> None:
    @subscriber(filter=is_tombstone)
    async def forget(message: Message, pool: ServicePool) -> None:
        """Take back the state of a key."""
        record = raw(message)
        kinds = [kind.__name__ for kind in KINDS[record.topic]]
        async with transaction(pool) as conn:
            if await inbox.is_newer(conn, group, message):
                await conn.execute(FORGET, kinds, text(record.key))


def _keep_kind(subscriber: Subscriber, group: str, kind: type[Event]) -> None:
    @subscriber(filter=of_type(kind))
    async def keep(state: dict[str, Any], message: Message, pool: ServicePool) -> None:
        """Keep the newest state of a key, fields we do not know included."""
        checked = kind.model_validate(state)
        async with transaction(pool) as conn:
            if await inbox.is_newer(conn, group, message):
                await save(conn, checked, state)


def _pass_over_others(subscriber: Subscriber, group: str) -> None:
    @subscriber
    async def pass_over(message: Message, pool: ServicePool) -> None:
        """States of kinds we do not know yet: they count all the same."""
        async with transaction(pool) as conn:
            await inbox.is_newer(conn, group, message)
