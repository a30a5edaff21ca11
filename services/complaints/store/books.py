"""Numbers of the registers, and the units that stand below others."""

from collections.abc import Sequence

from shared.db import Connection

NEXT_NUMBER = """
INSERT INTO register AS r (unit_code, year, kind, last) VALUES ($1, $2, $3, 1)
ON CONFLICT (unit_code, year, kind) DO UPDATE SET last = r.last + 1
RETURNING last
"""
UNITS_BELOW = """
WITH RECURSIVE down AS (
    SELECT unnest($1::text[]) AS key
    UNION
    SELECT r.key FROM reference r JOIN down ON r.state ->> 'parent_unit_id' = down.key
    WHERE r.kind = 'Unit'
)
SELECT array_agg(key) FROM down
"""


async def next_number(conn: Connection, unit_code: str, year: int, kind: str) -> int:
    """The next number of a register; its row is held to the commit, so none is given twice."""
    number: int = await conn.fetchval(NEXT_NUMBER, unit_code, year, kind)
    return number


async def units_below(conn: Connection, unit_ids: Sequence[str]) -> list[str]:
    """Those units and all below them."""
    below: list[str] | None = await conn.fetchval(UNITS_BELOW, unit_ids)
    return below or []
