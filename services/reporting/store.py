"""Every SQL statement of reporting."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from services.reporting.domain.table06 import Counts
from shared.db import Connection
from shared.events.intake import DossierReceived, DossierSubmitted
from shared.worktime.hours import local

SUBMITTED = """
INSERT INTO dossier (dossier_id, unit_id, level, field, procedure_code, channel, submitted_at)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                     $7::timestamptz[])
"""
RECEIVED = """
UPDATE dossier AS d
SET received_at = n.received_at, received_on = n.received_on, limit_unit = n.limit_unit,
    original_due_at = n.original_due_at, due_at = n.due_at, due_on = n.due_on,
    rule_version = n.rule_version
FROM unnest($1::uuid[], $2::timestamptz[], $3::date[], $4::text[], $5::timestamptz[],
            $6::timestamptz[], $7::date[], $8::text[])
     AS n (dossier_id, received_at, received_on, limit_unit, original_due_at, due_at, due_on,
           rule_version)
WHERE d.dossier_id = n.dossier_id
"""
AS_OF = """
INSERT INTO folded AS f (as_of) VALUES ($1)
ON CONFLICT (one) DO UPDATE SET as_of = greatest(f.as_of, excluded.as_of)
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


async def submit(conn: Connection, facts: Sequence[DossierSubmitted]) -> None:
    columns = [
        [f.dossier_id for f in facts],
        [f.unit_id for f in facts],
        [f.level for f in facts],
        [f.field for f in facts],
        [f.procedure_code for f in facts],
        [f.channel for f in facts],
        [f.submitted_at for f in facts],
    ]
    await conn.execute(SUBMITTED, *columns)


async def receive(conn: Connection, facts: Sequence[DossierReceived]) -> None:
    columns = [
        [f.dossier_id for f in facts],
        [f.received_at for f in facts],
        [local(f.received_at).date() for f in facts],
        [f.limit.unit for f in facts],
        [f.original_due_at for f in facts],
        [f.due_at for f in facts],
        [local(f.due_at).date() for f in facts],
        [f.rule_version for f in facts],
    ]
    await conn.execute(RECEIVED, *columns)


async def reach(conn: Connection, as_of: datetime) -> None:
    """The figures hold up to here."""
    await conn.execute(AS_OF, as_of)


async def as_of(conn: Connection) -> datetime | None:
    found: datetime | None = await conn.fetchval("SELECT as_of FROM folded")
    return found


async def below(conn: Connection, unit_ids: Sequence[str]) -> list[str]:
    """The units and all under them."""
    return [row["unit_id"] for row in await conn.fetch(BELOW, list(unit_ids))]


async def table06(
    conn: Connection, unit_ids: Sequence[str], first: date, last: date, judged: datetime
) -> dict[str, Counts]:
    """Counts by field of what was received, finished or open between the two days."""
    rows: list[Any] = await conn.fetch(TABLE06, unit_ids, first, last, judged, local(judged).date())
    return {row["field"]: Counts(*list(row.values())[1:]) for row in rows}
