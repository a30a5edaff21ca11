"""Every SQL statement about acts: what was done with a petition or its case, once and for ever."""

from uuid import UUID

from services.complaints.domain.act import Act
from shared.db import Connection

ADD = """
INSERT INTO act (petition_id, n, step, done_on, at, staff_id, words)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
LAST = """
SELECT petition_id, n, step, done_on, at, staff_id FROM act
WHERE petition_id = $1 ORDER BY n DESC LIMIT 1
"""
ALL = """
SELECT petition_id, n, step, done_on, at, staff_id FROM act WHERE petition_id = $1 ORDER BY n
"""
WORDS = "SELECT n, words FROM act WHERE petition_id = $1 AND words IS NOT NULL ORDER BY n"


async def add_act(conn: Connection, act: Act, words: bytes | None = None) -> None:
    """`words`: sealed. Whoever calls holds the petition or its case: no number comes twice."""
    await conn.execute(
        ADD, act.petition_id, act.n, act.step, act.done_on, act.at, act.staff_id, words
    )


async def last_act(conn: Connection, petition_id: UUID) -> Act | None:
    """The newest; its number is the version that a page decides on."""
    row = await conn.fetchrow(LAST, petition_id)
    return Act(**row) if row else None


async def acts(conn: Connection, petition_id: UUID) -> list[Act]:
    """All, the oldest first."""
    return [Act(**row) for row in await conn.fetch(ALL, petition_id)]


async def words(conn: Connection, petition_id: UUID) -> dict[int, bytes]:
    """What was written to the sender, sealed, by the number of the act."""
    return {row["n"]: row["words"] for row in await conn.fetch(WORDS, petition_id)}
