"""How far the figures reach in time, and over which units."""

from collections.abc import Sequence
from datetime import datetime

from shared.db import Connection

REACH = """
INSERT INTO folded AS f (topic, as_of) VALUES ($1, $2)
ON CONFLICT (topic) DO UPDATE SET as_of = excluded.as_of WHERE f.as_of < excluded.as_of
"""
BELOW = """
WITH RECURSIVE down AS (
    SELECT unnest($1::text[]) AS unit_id
    UNION
    SELECT r.key FROM reference AS r JOIN down ON r.state ->> 'parent_unit_id' = down.unit_id
    WHERE r.kind = 'Unit'
)
SELECT unit_id FROM down
"""


async def reach(conn: Connection, topic: str, told_at: datetime) -> None:
    """The figures of a topic now hold up to here."""
    await conn.execute(REACH, topic, told_at)


async def as_of(conn: Connection, *topics: str) -> datetime | None:
    """When the newest fact of the topics that is counted was told."""
    found: datetime | None = await conn.fetchval(
        "SELECT max(as_of) FROM folded WHERE topic = ANY($1)", topics
    )
    return found


async def below(conn: Connection, unit_ids: Sequence[str]) -> list[str]:
    """The units and all under them."""
    return [row["unit_id"] for row in await conn.fetch(BELOW, list(unit_ids))]
