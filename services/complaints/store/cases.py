"""Every SQL statement about complaint cases."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.complaints.domain.case import Case
from services.complaints.store.pages import FOR_UPDATE, After
from shared.db import Connection

CASE = "SELECT * FROM complaint_case WHERE case_id = $1"
OF_PETITION = "SELECT * FROM complaint_case WHERE petition_id = $1 ORDER BY round DESC LIMIT 1"
ADD_CASE = """
INSERT INTO complaint_case (case_id, case_code, petition_id, party_id, round, unit_id, field,
                            status, accepted_on, due_on, complex, remote, rule_version, dossier_id)
SELECT case_id, case_code, petition_id, party_id, round, unit_id, field,
       status, accepted_on, due_on, complex, remote, rule_version, dossier_id
FROM jsonb_populate_record(NULL::complaint_case, $1)
"""
SAVE_CASE = """
UPDATE complaint_case AS c
SET status = n.status, origin = n.origin, due_on = n.due_on, verifier_id = n.verifier_id,
    assigned_on = n.assigned_on, decided_on = n.decided_on, resolution = n.resolution,
    class = n.class
FROM jsonb_populate_record(NULL::complaint_case, $1) AS n
WHERE c.case_id = n.case_id
"""
CASES = """
SELECT * FROM complaint_case
WHERE unit_id = ANY($1) AND ($2::text IS NULL OR status = $2)
  AND ($3::date IS NULL OR (due_on, case_id) > ($3, $4))
ORDER BY due_on, case_id LIMIT $5
"""
ASSIGNED = """
SELECT * FROM complaint_case
WHERE verifier_id = $1 AND ($2::date IS NULL OR (due_on, case_id) > ($2, $3))
ORDER BY due_on, case_id LIMIT $4
"""


async def add_case(conn: Connection, case: Case) -> None:
    await conn.execute(ADD_CASE, case.model_dump(mode="json", by_alias=True))


async def save_case(conn: Connection, case: Case) -> None:
    await conn.execute(SAVE_CASE, case.model_dump(mode="json", by_alias=True))


async def find_case(conn: Connection, case_id: UUID, *, lock: bool = False) -> Case | None:
    """`lock` holds it until the transaction ends."""
    row = await conn.fetchrow(CASE + FOR_UPDATE * lock, case_id)
    return case_from(row) if row else None


async def cases(
    conn: Connection, unit_ids: Sequence[str], status: str | None, after: After | None, limit: int
) -> list[Case]:
    """A page of cases, oldest due first."""
    place = after or (None, None)
    return list(map(case_from, await conn.fetch(CASES, unit_ids, status, *place, limit)))


async def assigned_cases(
    conn: Connection, verifier_id: UUID, after: After | None, limit: int
) -> list[Case]:
    """A page of the cases named to a verifier, oldest due first."""
    place = after or (None, None)
    return list(map(case_from, await conn.fetch(ASSIGNED, verifier_id, *place, limit)))


async def case_of_petition(conn: Connection, petition_id: UUID) -> Case | None:
    """The newest round that a petition opened."""
    row = await conn.fetchrow(OF_PETITION, petition_id)
    return case_from(row) if row else None


async def cases_of_dossier(conn: Connection, dossier_id: UUID) -> list[Case]:
    rows = await conn.fetch(
        "SELECT * FROM complaint_case WHERE dossier_id = $1 ORDER BY accepted_on, case_id",
        dossier_id,
    )
    return list(map(case_from, rows))


def case_from(row: Any) -> Case:
    return Case(**row)
