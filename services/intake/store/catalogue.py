"""Units, procedures and officials in PostgreSQL: intake owns the originals."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from services.intake.domain.fees import Fee
from shared import reference
from shared.db import Connection
from shared.events.base import Event
from shared.events.intake import CalendarDay, Procedure, Unit
from shared.worktime.calendar import Calendar, SpecialDay

# What a filing needs to know, in one look. A plain code means the row valid on that day.
GROUND = """
SELECT unit.state::text AS unit, procedure.state::text AS procedure,
       (detail.detail -> 'fees')::text AS fees,
       days.version AS calendar_version
FROM (
    SELECT max((state ->> 'calendar_version')::int) AS version
    FROM reference WHERE kind = 'CalendarDay'
) AS days
LEFT JOIN LATERAL (
    SELECT state FROM reference
    WHERE kind = 'Unit' AND (key = $1 OR state ->> 'code' = $1)
      AND coalesce((state ->> 'valid_from')::date, '-infinity') <= $3
      AND coalesce((state ->> 'valid_to')::date, 'infinity') >= $3
    ORDER BY key = $1 DESC LIMIT 1
) AS unit ON true
LEFT JOIN LATERAL (
    SELECT state FROM reference
    WHERE kind = 'Procedure' AND state ->> 'code' = $2
      AND (state ->> 'valid_from')::date <= $3
      AND coalesce((state ->> 'valid_to')::date, 'infinity') >= $3
    ORDER BY (state ->> 'valid_from')::date DESC, (state ->> 'version')::int DESC LIMIT 1
) AS procedure ON true
LEFT JOIN procedure_detail AS detail
    ON detail.code = procedure.state ->> 'code'
   AND detail.version = (procedure.state ->> 'version')::int
"""
# The same for a dossier that is filed: by the ids and the version it was filed with.
GROUND_OF = """
SELECT unit.state::text AS unit, procedure.state::text AS procedure,
       (detail.detail -> 'fees')::text AS fees,
       days.version AS calendar_version
FROM (
    SELECT max((state ->> 'calendar_version')::int) AS version
    FROM reference WHERE kind = 'CalendarDay'
) AS days
LEFT JOIN reference AS unit ON unit.kind = 'Unit' AND unit.key = $1
LEFT JOIN reference AS procedure
    ON procedure.kind = 'Procedure' AND procedure.key = $2::text || '@' || $3::int
LEFT JOIN procedure_detail AS detail ON detail.code = $2 AND detail.version = $3
"""
HAS_ROLE = """
SELECT EXISTS (
    SELECT FROM reference, jsonb_array_elements(state -> 'assignments') AS held
    WHERE kind = 'Staff' AND held -> 'roles' ? $1 AND (held ->> 'valid_from')::date <= $2
      AND coalesce((held ->> 'valid_to')::date, 'infinity') >= $2
)
"""
BELOW = """
WITH RECURSIVE down AS (
    SELECT key FROM reference WHERE kind = 'Unit' AND key = ANY($1)
    UNION
    SELECT r.key FROM reference r JOIN down ON r.state ->> 'parent_unit_id' = down.key
    WHERE r.kind = 'Unit'
)
SELECT key FROM down
"""
UNITS = """
SELECT state FROM reference
WHERE kind = 'Unit' AND ($1::text IS NULL OR state ->> 'level' = $1)
  AND ($2::text IS NULL OR state ->> 'parent_unit_id' = $2)
  AND coalesce((state ->> 'valid_from')::date, '-infinity') <= $3
  AND coalesce((state ->> 'valid_to')::date, 'infinity') >= $3
ORDER BY key
"""
KEEP = """
INSERT INTO reference AS r (kind, key, state)
SELECT * FROM unnest($1::text[], $2::text[], $3::jsonb[])
ON CONFLICT (kind, key) DO UPDATE SET state = excluded.state
WHERE r.state IS DISTINCT FROM excluded.state
RETURNING kind, key
"""
CALENDAR_VERSION = """
SELECT max((state ->> 'calendar_version')::int) FROM reference WHERE kind = 'CalendarDay'
"""
DAYS = "SELECT state FROM reference WHERE kind = 'CalendarDay'"
# Two who declare one account at once: the second waits and then changes what the first made.
LOCK_SUBJECT = "SELECT pg_advisory_xact_lock(hashtextextended('motcua:staff:' || $1, 0))"


FEES = TypeAdapter(list[Fee])


class Ground(NamedTuple):
    """What the catalogue says on a day about a unit and a procedure."""

    unit: Unit | None
    procedure: Procedure | None
    fees: Sequence[Fee]
    calendar: Calendar


async def ground(conn: Connection, unit: str, procedure_code: str, on: date) -> Ground:
    """The unit, the procedure in force and its fees; None for what is not known."""
    return await _ground(conn, await conn.fetchrow(GROUND, unit, procedure_code, on))


async def ground_of(conn: Connection, unit_id: str, procedure: tuple[str, int]) -> Ground:
    """The same for what was filed at that unit with that code and version."""
    return await _ground(conn, await conn.fetchrow(GROUND_OF, unit_id, *procedure))


async def _ground(conn: Connection, row: Mapping[str, Any] | None) -> Ground:
    found = dict(row or {})
    return Ground(
        unit=reference.read(Unit, found["unit"]) if found["unit"] else None,
        procedure=reference.read(Procedure, found["procedure"]) if found["procedure"] else None,
        fees=_fees(found["fees"] or "[]"),
        calendar=await _calendar(conn, found["calendar_version"] or 0),
    )


@lru_cache(maxsize=1_024)
def _fees(lines: str) -> list[Fee]:
    return FEES.validate_json(lines)


async def calendar(conn: Connection) -> Calendar:
    """The working days as they are known now."""
    return await _calendar(conn, await conn.fetchval(CALENDAR_VERSION) or 0)


_calendars: dict[int, Calendar] = {}


async def _calendar(conn: Connection, version: int) -> Calendar:
    """Built once a version: here, where the days are made, all of a version come in one commit."""
    if version not in _calendars:
        days = await calendar_days(conn)
        _calendars.clear()
        special = [SpecialDay(day.date, day.kind, day.note, day.source) for day in days]
        _calendars[version] = Calendar(special, version)
    return _calendars[version]


async def below(conn: Connection, units: Sequence[str]) -> list[str]:
    """Those units and all under them."""
    return [row["key"] for row in await conn.fetch(BELOW, units)]


async def units(conn: Connection, level: str | None, parent: str | None, on: date) -> list[Unit]:
    """The units in force on a day."""
    rows = await conn.fetch(UNITS, level, parent, on)
    return [Unit.model_validate(row["state"]) for row in rows]


async def keep(conn: Connection, states: Sequence[Event]) -> list[Event]:
    """Keep states; returns those that are new or differ from what was kept."""
    by_key = {(type(state).__name__, state.key()): state for state in states}
    rows = await conn.fetch(
        KEEP,
        [kind for kind, _ in by_key],
        [key for _, key in by_key],
        [s.model_dump(mode="json", by_alias=True, exclude_none=True) for s in by_key.values()],
    )
    return [by_key[row["kind"], row["key"]] for row in rows]


async def calendar_days(conn: Connection) -> list[CalendarDay]:
    """All days that the calendar names."""
    return [CalendarDay.model_validate(row["state"]) for row in await conn.fetch(DAYS)]


async def has_role(conn: Connection, role: str, day: date) -> bool:
    """Whether anybody holds that role anywhere on that day."""
    held: bool = await conn.fetchval(HAS_ROLE, role, day)
    return held


async def lock_subject(conn: Connection, subject: str) -> None:
    """Hold an account's place until the transaction ends, whether it exists or not."""
    await conn.execute(LOCK_SUBJECT, subject)
