"""Every SQL statement behind the officials' work lists: pages, totals, counts for the mast."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from services.complaints.domain.case import Case
from services.complaints.domain.petition import Petition
from services.complaints.store.cases import case_from
from services.complaints.store.pages import After
from services.complaints.store.petitions import petition_from
from shared.db import Connection

# An unclassified petition is listed only where its register is kept.
PETITIONS = """
FROM petition
WHERE unit_id = ANY($1) AND (kind IS NOT NULL OR unit_id = ANY($2)) AND status = ANY($3)
  AND ($4::text IS NULL OR coalesce(kind, stated_kind) = $4)
  AND ($5 = '' OR petition_code LIKE '%' || $5 || '%')
"""
CASES = """
FROM complaint_case
WHERE (unit_id = ANY($1) OR verifier_id = $2) AND ($2::uuid IS NULL OR verifier_id = $2)
  AND status = ANY($3)
  AND ($4::text IS NULL OR field = $4) AND ($5 = '' OR case_code LIKE '%' || $5 || '%')
"""
PAGE_OF_PETITIONS = f"""
SELECT * {PETITIONS} AND ($6::date IS NULL OR (due_on, petition_id) > ($6, $7))
ORDER BY due_on, petition_id LIMIT $8
"""
PAGE_OF_CASES = f"""
SELECT * {CASES} AND ($6::date IS NULL OR (due_on, case_id) > ($6, $7))
ORDER BY due_on, case_id LIMIT $8
"""
COUNT_OF_PETITIONS = f"SELECT count(*) {PETITIONS}"
COUNT_OF_CASES = f"SELECT count(*) {CASES}"
PETITION_COUNTS = """
SELECT status, count(*) AS n FROM petition
WHERE unit_id = ANY($1) AND (kind IS NOT NULL OR unit_id = ANY($2)) GROUP BY status
"""
CASE_COUNTS = """
SELECT status, count(*) AS n FROM complaint_case
WHERE (unit_id = ANY($1) OR verifier_id = $2) AND ($2::uuid IS NULL OR verifier_id = $2)
GROUP BY status
"""
FIND = """
SELECT 'petition' AS kind, petition_id AS id FROM petition WHERE petition_code = $1
UNION ALL SELECT 'case', case_id FROM complaint_case WHERE case_code = $1
"""


class Sought(NamedTuple):
    """What a list holds. `kept`: whose register the asker keeps; `of`: a kind or a field."""

    units: Sequence[str]
    kept: Sequence[str]
    statuses: Sequence[str]
    of: str | None = None
    code: str = ""
    verifier_id: UUID | None = None


async def seek_petitions(
    conn: Connection, sought: Sought, after: After | None, limit: int
) -> list[Petition]:
    place = after or (None, None)
    rows = await conn.fetch(PAGE_OF_PETITIONS, *_of_petitions(sought), *place, limit)
    return list(map(petition_from, rows))


async def count_petitions(conn: Connection, sought: Sought) -> int:
    total: int = await conn.fetchval(COUNT_OF_PETITIONS, *_of_petitions(sought))
    return total


async def seek_cases(
    conn: Connection, sought: Sought, after: After | None, limit: int
) -> list[Case]:
    place = after or (None, None)
    rows = await conn.fetch(PAGE_OF_CASES, *_of_cases(sought), *place, limit)
    return list(map(case_from, rows))


async def count_cases(conn: Connection, sought: Sought) -> int:
    total: int = await conn.fetchval(COUNT_OF_CASES, *_of_cases(sought))
    return total


async def petition_counts(
    conn: Connection, units: Sequence[str], kept: Sequence[str]
) -> Mapping[str, int]:
    """How many petitions stand in each status."""
    rows = await conn.fetch(PETITION_COUNTS, units, kept)
    return {row["status"]: row["n"] for row in rows}


async def case_counts(
    conn: Connection, units: Sequence[str], verifier_id: UUID | None = None
) -> Mapping[str, int]:
    """The same of cases, all or those named to a verifier."""
    rows = await conn.fetch(CASE_COUNTS, units, verifier_id)
    return {row["status"]: row["n"] for row in rows}


async def find_code(conn: Connection, code: str) -> tuple[str, UUID] | None:
    """Whether a number is a petition's or a case's, and which."""
    row = await conn.fetchrow(FIND, code)
    return (row["kind"], row["id"]) if row else None


def _of_petitions(sought: Sought) -> tuple[object, ...]:
    return (sought.units, sought.kept, sought.statuses, sought.of, sought.code)


def _of_cases(sought: Sought) -> tuple[object, ...]:
    return (sought.units, sought.verifier_id, sought.statuses, sought.of, sought.code)
