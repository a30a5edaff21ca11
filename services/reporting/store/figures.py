"""What the public figures are counted from: units, what was finished when, ratings."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.reporting.domain.figures import Share
from services.reporting.domain.tree import Place, Tree
from shared.db import Connection

UNITS = """
SELECT key, state ->> 'name', state ->> 'level', state ->> 'kind', state ->> 'parent_unit_id',
       (state ->> 'valid_to')::date
FROM reference WHERE kind = 'Unit'
"""
# A report month runs from the 15th to the 14th (NĐ 09/2019 Điều 12): the day its 14th falls on.
FINISHED = """
SELECT CASE WHEN $3 THEN (date_trunc('month', finished_on - 14) + interval '1 month 13 days')::date
            ELSE finished_on END AS bucket,
       unit_id,
       count(*) FILTER (WHERE class = 'EARLY') AS early,
       count(*) FILTER (WHERE class = 'ON_TIME') AS on_time,
       count(*) FILTER (WHERE class = 'LATE') AS late
FROM dossier WHERE finished_on BETWEEN $1 AND $2
GROUP BY bucket, unit_id
"""
RATED = """
SELECT unit_id, count(*), sum(rating_answers), sum(rating_sum)
FROM dossier WHERE rated_on BETWEEN $1 AND $2 GROUP BY unit_id
"""


async def tree(conn: Connection) -> Tree:
    """All units that are known."""
    return Tree(Place(*row) for row in await conn.fetch(UNITS))


async def finished(
    conn: Connection, first: date, last: date, *, by_month: bool
) -> Mapping[date, Mapping[str, Share]]:
    """What each unit finished, by the last day of the report month or by day."""
    found: dict[date, dict[str, Share]] = {}
    rows: list[Any] = await conn.fetch(FINISHED, first, last, by_month)
    for bucket, unit_id, *counted in rows:
        found.setdefault(bucket, {})[unit_id] = Share(*counted)
    return found


async def rated(conn: Connection, first: date, last: date) -> Mapping[str, tuple[int, int, int]]:
    """By unit: people who answered, their answers, the sum of these."""
    rows: list[Any] = await conn.fetch(RATED, first, last)
    return {unit_id: (people, answers, total) for unit_id, people, answers, total in rows}
