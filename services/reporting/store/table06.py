"""Table 06 counted from the rows of dossiers, and what is counted beside it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.reporting.domain.table06 import Beside, Cell, Counts
from shared.db import Connection
from shared.worktime.hours import local

# $2 and $3: first and last day of the period; $4: the moment at which open dossiers are judged,
# $5 its day: limits in hours are late by the instant, all others by the day (TT 01/2018 Điều 13).
# A dossier whose clock stands is judged as the clock stopped (domain.md §5.1).
TABLE06 = """
SELECT unit_id, level, field,
       count(*) FILTER (WHERE received_on >= $2 AND channel = '2') AS c4,
       count(*) FILTER (WHERE received_on >= $2 AND channel <> '2') AS c5,
       count(*) FILTER (WHERE received_on < $2) AS c6,
       count(*) FILTER (WHERE finished_on <= $3 AND class = 'EARLY') AS c8,
       count(*) FILTER (WHERE finished_on <= $3 AND class = 'ON_TIME') AS c9,
       count(*) FILTER (WHERE finished_on <= $3 AND class = 'LATE') AS c10,
       count(*) FILTER (WHERE is_open AND in_time) AS c12,
       count(*) FILTER (WHERE is_open AND NOT in_time) AS c13
FROM (SELECT *, finished_on IS NULL OR finished_on > $3 AS is_open,
             CASE limit_unit WHEN 'hour' THEN due_at >= least($4, clock_stopped_at)
                             ELSE due_on >= least($5, clock_stopped_on) END AS in_time
      FROM dossier
      WHERE unit_id = ANY($1) AND received_on <= $3
        AND (finished_on IS NULL OR finished_on >= $2)) AS open_in_period
GROUP BY unit_id, level, field ORDER BY unit_id, level, field
"""
# (11) of a period that ends on $2: what (6) of the next one must be.
LEFT_OPEN = """
SELECT unit_id, level, field, count(*) AS c11
FROM dossier
WHERE unit_id = ANY($1) AND received_on <= $2 AND (finished_on IS NULL OR finished_on > $2)
GROUP BY unit_id, level, field
"""
BESIDE = """
SELECT count(*) FILTER (WHERE received_on BETWEEN $2 AND $3 AND reopened) AS reopened,
       count(*) FILTER (WHERE finished_on BETWEEN $2 AND $3 AND outcome = 'REFUSED') AS refused,
       count(*) FILTER (WHERE received_on <= $3 AND clock_stopped_on <= $3
                        AND finished_on IS NULL) AS waiting,
       count(*) FILTER (WHERE not_received_on BETWEEN $2 AND $3) AS not_received
FROM dossier WHERE unit_id = ANY($1)
"""


async def table06(
    conn: Connection, unit_ids: Sequence[str], first: date, last: date, judged: datetime
) -> Mapping[Cell, Counts]:
    """What was received, finished or open between the two days, by unit, level and field."""
    rows: list[Any] = await conn.fetch(TABLE06, unit_ids, first, last, judged, local(judged).date())
    return {Cell(*list(row.values())[:3]): Counts(*list(row.values())[3:]) for row in rows}


async def left_open(conn: Connection, unit_ids: Sequence[str], last: date) -> Mapping[Cell, int]:
    """What was still open at the end of that day."""
    rows = await conn.fetch(LEFT_OPEN, unit_ids, last)
    return {Cell(*list(row.values())[:3]): row["c11"] for row in rows}


async def beside(conn: Connection, unit_ids: Sequence[str], first: date, last: date) -> Beside:
    """What is printed beside the table."""
    row = await conn.fetchrow(BESIDE, unit_ids, first, last)
    return Beside(**dict(row)) if row else Beside()
