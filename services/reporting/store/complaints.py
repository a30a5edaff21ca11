"""The rows of petitions and complaint cases: the fold written down, and counted."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from services.reporting.domain.complaint import Case, Petition, RefusedCase
from services.reporting.domain.summary import CaseCounts, PetitionCounts
from shared.db import Connection

PETITIONS = """
SELECT petition_id, unit_id, source, kind, received_on, field, eligible, competence, due_on,
    outcome, ended_on
FROM petition WHERE petition_id = ANY($1::uuid[])
"""
SAVE_PETITIONS = """
INSERT INTO petition (petition_id, unit_id, source, kind, received_on,
    field, eligible, competence, due_on, outcome, ended_on)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::date[],
    $6::text[], $7::boolean[], $8::text[], $9::date[], $10::text[], $11::date[])
ON CONFLICT (petition_id) DO UPDATE SET kind = excluded.kind, field = excluded.field,
    eligible = excluded.eligible, competence = excluded.competence, due_on = excluded.due_on,
    outcome = excluded.outcome, ended_on = excluded.ended_on
"""
CASES = """
SELECT case_id, petition_id, unit_id, field, round, accepted_on, due_on,
    resolved_on, class, conclusion, effect
FROM complaint WHERE case_id = ANY($1::uuid[])
"""
SAVE_CASES = """
INSERT INTO complaint (case_id, petition_id, unit_id, field, round, accepted_on, due_on,
    resolved_on, class, conclusion, effect)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::date[],
    $7::date[], $8::date[], $9::text[], $10::text[], $11::text[])
ON CONFLICT (case_id) DO UPDATE SET due_on = excluded.due_on,
    resolved_on = excluded.resolved_on, class = excluded.class,
    conclusion = excluded.conclusion, effect = excluded.effect
"""
SAVE_REFUSED = """
INSERT INTO complaint_refused (case_id, petition_id, unit_id, field, refused_on)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::date[])
ON CONFLICT (case_id) DO NOTHING
"""
# Accepted or refused is told on the topic of cases, which no order binds to that of petitions.
PETITION_COUNTS = """
SELECT kind,
       count(*) AS received,
       count(eligible) AS classified,
       count(*) FILTER (WHERE eligible) AS eligible,
       count(*) FILTER (WHERE NOT eligible) AS ineligible,
       count(*) FILTER (WHERE became = 'accepted') AS accepted,
       count(*) FILTER (WHERE became = 'not_accepted') AS not_accepted,
       count(*) FILTER (WHERE became = 'guided') AS guided,
       count(*) FILTER (WHERE became = 'transferred') AS transferred,
       count(*) FILTER (WHERE became = 'returned') AS returned,
       count(*) FILTER (WHERE became = 'filed') AS filed,
       count(*) FILTER (WHERE became = 'withdrawn') AS withdrawn,
       count(*) FILTER (WHERE became = 'answered') AS answered,
       count(*) FILTER (WHERE became = 'rejected') AS rejected,
       count(*) FILTER (WHERE became IS NULL) AS open
FROM (SELECT p.*, CASE
          WHEN EXISTS (SELECT FROM complaint c WHERE c.petition_id = p.petition_id) THEN 'accepted'
          WHEN EXISTS (SELECT FROM complaint_refused r WHERE r.petition_id = p.petition_id)
              THEN 'not_accepted'
          ELSE outcome END AS became
      FROM petition AS p
      WHERE unit_id = ANY($1) AND received_on BETWEEN $2 AND $3) AS came
GROUP BY kind ORDER BY kind
"""
# $2 and $3: first and last day of the period; $4: the day on which open cases are judged.
CASE_COUNTS = """
SELECT field,
       count(*) FILTER (WHERE accepted_on < $2) AS carried,
       count(*) FILTER (WHERE accepted_on >= $2) AS accepted,
       count(*) FILTER (WHERE refused_on IS NOT NULL) AS not_accepted,
       count(*) FILTER (WHERE NOT is_open) AS resolved,
       count(*) FILTER (WHERE NOT is_open AND class = 'EARLY') AS early,
       count(*) FILTER (WHERE NOT is_open AND class = 'ON_TIME') AS on_time,
       count(*) FILTER (WHERE NOT is_open AND class = 'LATE') AS late,
       count(*) FILTER (WHERE NOT is_open AND conclusion = 'RIGHT') AS right,
       count(*) FILTER (WHERE NOT is_open AND conclusion = 'PARTLY') AS partly,
       count(*) FILTER (WHERE NOT is_open AND conclusion = 'WRONG') AS wrong,
       count(*) FILTER (WHERE is_open) AS open,
       count(*) FILTER (WHERE is_open AND due_on < $4) AS open_late
FROM (SELECT field, accepted_on, due_on, class, conclusion, NULL::date AS refused_on,
             resolved_on IS NULL OR resolved_on > $3 AS is_open
      FROM complaint
      WHERE unit_id = ANY($1) AND accepted_on <= $3
        AND (resolved_on IS NULL OR resolved_on >= $2)
      UNION ALL
      SELECT field, NULL, NULL, NULL, NULL, refused_on, NULL
      FROM complaint_refused
      WHERE unit_id = ANY($1) AND refused_on BETWEEN $2 AND $3) AS of_the_period
GROUP BY field ORDER BY field
"""


async def petitions(conn: Connection, ids: Sequence[str]) -> Mapping[UUID, Petition]:
    return {row["petition_id"]: Petition(*row) for row in await conn.fetch(PETITIONS, ids)}


async def save_petitions(conn: Connection, rows: Sequence[Petition]) -> None:
    if rows:
        await conn.execute(SAVE_PETITIONS, *zip(*rows, strict=True))


async def cases(conn: Connection, ids: Sequence[str]) -> Mapping[UUID, Case]:
    return {row["case_id"]: Case(*row) for row in await conn.fetch(CASES, ids)}


async def save_cases(
    conn: Connection, rows: Sequence[Case], refused: Sequence[RefusedCase]
) -> None:
    if rows:
        await conn.execute(SAVE_CASES, *zip(*rows, strict=True))
    if refused:
        await conn.execute(SAVE_REFUSED, *zip(*refused, strict=True))


async def petition_counts(
    conn: Connection, unit_ids: Sequence[str], first: date, last: date
) -> Mapping[str, PetitionCounts]:
    """By kind, of the petitions that came between the two days."""
    rows = await conn.fetch(PETITION_COUNTS, unit_ids, first, last)
    return {row["kind"]: PetitionCounts(*list(row.values())[1:]) for row in rows}


async def case_counts(
    conn: Connection, unit_ids: Sequence[str], first: date, last: date, judged: date
) -> Mapping[str, CaseCounts]:
    """By field, of the cases that were accepted, refused, decided or open between the two days."""
    rows = await conn.fetch(CASE_COUNTS, unit_ids, first, last, judged)
    return {row["field"]: CaseCounts(*list(row.values())[1:]) for row in rows}
