"""How far the figures reach in time, and over which units."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from shared.db import Connection, Pool

REACH = """
INSERT INTO folded AS f (topic, as_of, moves) VALUES ($1, $2, 1)
ON CONFLICT (topic) DO UPDATE SET as_of = greatest(f.as_of, excluded.as_of), moves = f.moves + 1
"""
POSITION = "SELECT as_of, moves FROM folded WHERE topic = $1"
BELOW = """
WITH RECURSIVE down AS (
    SELECT unnest($1::text[]) AS unit_id
    UNION
    SELECT r.key FROM reference AS r JOIN down ON r.state ->> 'parent_unit_id' = down.unit_id
    WHERE r.kind = 'Unit'
)
SELECT unit_id FROM down
"""


class Position(NamedTuple):
    """Where the fold of a topic stands; another one: something was folded since."""

    as_of: datetime
    moves: int


async def reach(conn: Connection, topic: str, told_at: datetime) -> None:
    """The figures of a topic now hold up to here."""
    await conn.execute(REACH, topic, told_at)


async def position(conn: Connection | Pool, topic: str) -> Position | None:
    """None: nothing was folded yet."""
    row = await conn.fetchrow(POSITION, topic)
    return Position(*row) if row else None


async def as_of(conn: Connection, *topics: str) -> datetime | None:
    """When the newest fact of the topics that is counted was told."""
    found: datetime | None = await conn.fetchval(
        "SELECT max(as_of) FROM folded WHERE topic = ANY($1)", topics
    )
    return found


async def below(conn: Connection, unit_ids: Sequence[str]) -> list[str]:
    """The units and all under them."""
    return [row["unit_id"] for row in await conn.fetch(BELOW, list(unit_ids))]
