"""Every SQL statement about which offices take letters and who works there."""

from collections.abc import Sequence
from datetime import date

from shared import reference
from shared.db import Connection
from shared.events.intake import Staff, Unit

# Where a petition officer works there or above: a letter to any other unit would lie unread.
SERVED = """
WITH RECURSIVE served AS (
    SELECT post ->> 'unit_id' AS key
    FROM reference r, jsonb_array_elements(r.state -> 'assignments') AS post
    WHERE r.kind = 'Staff' AND post -> 'roles' ? 'petition_officer'
      AND (post ->> 'valid_from')::date <= $1
      AND coalesce((post ->> 'valid_to')::date, 'infinity') >= $1
    UNION
    SELECT r.key FROM reference r JOIN served s ON r.state ->> 'parent_unit_id' = s.key
    WHERE r.kind = 'Unit'
)
SELECT r.state::text FROM reference r JOIN served s ON r.key = s.key
WHERE r.kind = 'Unit'
  AND coalesce((r.state ->> 'valid_from')::date, '-infinity') <= $1
  AND coalesce((r.state ->> 'valid_to')::date, 'infinity') >= $1
"""
KNOWN = """
SELECT state::text FROM reference r
WHERE kind = 'Unit' AND coalesce((state ->> 'valid_from')::date, '-infinity') <= $1
  AND coalesce((state ->> 'valid_to')::date, 'infinity') >= $1
"""
UNITS = "SELECT state::text FROM reference WHERE kind = 'Unit' AND key = ANY($1) ORDER BY key"
STAFF_OF = """
SELECT state::text FROM reference r
WHERE kind = 'Staff' AND EXISTS (
    SELECT FROM jsonb_array_elements(r.state -> 'assignments') AS post
    WHERE post ->> 'unit_id' = $1 AND post -> 'roles' ? $2
      AND (post ->> 'valid_from')::date <= $3
      AND coalesce((post ->> 'valid_to')::date, 'infinity') >= $3)
ORDER BY state ->> 'name'
"""


async def served_units(conn: Connection, on: date) -> list[Unit]:
    """The units whose letters somebody reads."""
    return [reference.read(Unit, row["state"]) for row in await conn.fetch(SERVED, on)]


async def known_units(conn: Connection, on: date) -> list[Unit]:
    """All units of that day: a letter may be sent on to any of them."""
    return [reference.read(Unit, row["state"]) for row in await conn.fetch(KNOWN, on)]


async def units(conn: Connection, unit_ids: Sequence[str]) -> list[Unit]:
    return [reference.read(Unit, row["state"]) for row in await conn.fetch(UNITS, unit_ids)]


async def staff_of(conn: Connection, unit_id: str, role: str, on: date) -> list[Staff]:
    """Who holds a role in that very unit on that day."""
    rows = await conn.fetch(STAFF_OF, unit_id, role, on)
    return [reference.read(Staff, row["state"]) for row in rows]
