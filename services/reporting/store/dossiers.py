"""The rows of dossiers: the fold written down, and table 06 counted from it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.reporting.domain.dossier import Dossier
from services.reporting.domain.table06 import Counts
from shared.db import Connection
from shared.worktime.hours import local

# A fact says all it knows: what it leaves empty, an earlier one may have said.
SAVE = """
INSERT INTO dossier AS d (dossier_id, unit_id, level, field, procedure_code, channel, submitted_at,
    received_at, received_on, limit_unit, original_due_at, due_at, due_on, rule_version)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
    $7::timestamptz[], $8::timestamptz[], $9::date[], $10::text[], $11::timestamptz[],
    $12::timestamptz[], $13::date[], $14::text[])
ON CONFLICT (dossier_id) DO UPDATE SET
    unit_id = excluded.unit_id,
    level = excluded.level,
    field = excluded.field,
    procedure_code = excluded.procedure_code,
    channel = excluded.channel,
    submitted_at = excluded.submitted_at,
    received_at = coalesce(excluded.received_at, d.received_at),
    received_on = coalesce(excluded.received_on, d.received_on),
    limit_unit = coalesce(excluded.limit_unit, d.limit_unit),
    original_due_at = coalesce(excluded.original_due_at, d.original_due_at),
    due_at = coalesce(excluded.due_at, d.due_at),
    due_on = coalesce(excluded.due_on, d.due_on),
    rule_version = coalesce(excluded.rule_version, d.rule_version)
"""
# $2 and $3: first and last day of the period; $4: the moment at which open dossiers are judged,
# $5 its day: limits in hours are late by the instant, all others by the day (TT 01/2018 Điều 13).
TABLE06 = """
SELECT field,
       count(*) FILTER (WHERE received_on >= $2 AND channel = '2') AS c4,
       count(*) FILTER (WHERE received_on >= $2 AND channel <> '2') AS c5,
       count(*) FILTER (WHERE received_on < $2) AS c6,
       count(*) FILTER (WHERE finished_on <= $3 AND class = 'EARLY') AS c8,
       count(*) FILTER (WHERE finished_on <= $3 AND class = 'ON_TIME') AS c9,
       count(*) FILTER (WHERE finished_on <= $3 AND class = 'LATE') AS c10,
       count(*) FILTER (WHERE is_open AND in_time) AS c12,
       count(*) FILTER (WHERE is_open AND NOT in_time) AS c13
FROM (SELECT *, finished_on IS NULL OR finished_on > $3 AS is_open,
             CASE limit_unit WHEN 'hour' THEN due_at >= $4 ELSE due_on >= $5 END AS in_time
      FROM dossier
      WHERE unit_id = ANY($1) AND received_on <= $3
        AND (finished_on IS NULL OR finished_on >= $2)) AS open_in_period
GROUP BY field ORDER BY field
"""


async def save(conn: Connection, dossiers: Sequence[Dossier]) -> None:
    """Write the states down, all at once."""
    if dossiers:
        await conn.execute(SAVE, *zip(*dossiers, strict=True))


async def table06(
    conn: Connection, unit_ids: Sequence[str], first: date, last: date, judged: datetime
) -> Mapping[str, Counts]:
    """Counts by field of what was received, finished or open between the two days."""
    rows: list[Any] = await conn.fetch(TABLE06, unit_ids, first, last, judged, local(judged).date())
    return {row["field"]: Counts(*list(row.values())[1:]) for row in rows}
