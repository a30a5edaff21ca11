"""Every SQL statement of the complaints service."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from services.complaints.domain.case import Case
from services.complaints.domain.dossier import Dossier, Remedy
from services.complaints.domain.petition import Found, Petition
from shared.db import Connection
from shared.events.intake import DossierReceived, RemedyDone, RemedyOpened

NEXT_NUMBER = """
INSERT INTO register AS r (unit_code, year, kind, last) VALUES ($1, $2, $3, 1)
ON CONFLICT (unit_code, year, kind) DO UPDATE SET last = r.last + 1
RETURNING last
"""
PETITION = "SELECT * FROM petition WHERE petition_id = $1"
CASE = "SELECT * FROM complaint_case WHERE case_id = $1"
FOR_UPDATE = " FOR UPDATE"
# Rows come as JSON objects, so that names meet columns and not places.
ADD_PETITION = """
INSERT INTO petition (petition_id, petition_code, unit_id, source, received_on, signatures, people,
                      status, due_on, rule_version)
SELECT petition_id, petition_code, unit_id, source, received_on, signatures, people,
       status, due_on, rule_version
FROM jsonb_populate_record(NULL::petition, $1)
"""
SAVE_PETITION = """
UPDATE petition AS p
SET status = n.status, due_on = n.due_on, kind = n.kind, field = n.field,
    earlier_handling = n.earlier_handling, eligible = n.eligible,
    ineligible_reason = n.ineligible_reason, competence = n.competence, complex = n.complex,
    remote = n.remote, dossier_id = n.dossier_id, party_id = n.party_id,
    classified_on = n.classified_on
FROM jsonb_populate_record(NULL::petition, $1) AS n
WHERE p.petition_id = n.petition_id
"""
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
ADD_SEALED = """
INSERT INTO sealed_sender (petition_id, sender, content, dossier) VALUES ($1, $2, $3, $4)
"""
SEALED = "SELECT sender, dossier FROM sealed_sender WHERE petition_id = $1"
UNITS_BELOW = """
WITH RECURSIVE down AS (
    SELECT unnest($1::text[]) AS key
    UNION
    SELECT r.key FROM reference r JOIN down ON r.state ->> 'parent_unit_id' = down.key
    WHERE r.kind = 'Unit'
)
SELECT array_agg(key) FROM down
"""
# The page begins after (due_on, id): rows that come or go meanwhile are neither lost nor doubled.
PETITIONS = """
SELECT * FROM petition
WHERE unit_id = ANY($1) AND (kind IS NOT NULL OR unit_id = ANY($2))
  AND ($3::text IS NULL OR status = $3)
  AND ($4::date IS NULL OR (due_on, petition_id) > ($4, $5))
ORDER BY due_on, petition_id LIMIT $6
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
KEEP_DOSSIER = """
INSERT INTO dossier (dossier_id, dossier_code, unit_id, procedure_code, received_at, due_at, status)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
OPEN_REMEDY = """
INSERT INTO remedy (dossier_id, case_id, decision_no, due_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (dossier_id, case_id) DO UPDATE SET decision_no = excluded.decision_no,
    due_on = excluded.due_on, done_on = NULL, new_dossier_id = NULL
"""
# Done without having been opened here: intake says so, and its word is what we keep.
CLOSE_REMEDY = """
INSERT INTO remedy (dossier_id, case_id, decision_no, done_on, new_dossier_id)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (dossier_id, case_id) DO UPDATE SET decision_no = excluded.decision_no,
    done_on = excluded.done_on, new_dossier_id = excluded.new_dossier_id
"""


class After(NamedTuple):
    """The last row of the page before."""

    due_on: date
    id: UUID


class Sealed(NamedTuple):
    """What the sealed store holds of a petition; nothing of it can be read here."""

    sender: bytes | None
    dossier: bytes | None


async def next_number(conn: Connection, unit_code: str, year: int, kind: str) -> int:
    """The next number of a register; its row is held to the commit, so none is given twice."""
    number: int = await conn.fetchval(NEXT_NUMBER, unit_code, year, kind)
    return number


async def add_petition(conn: Connection, petition: Petition) -> None:
    await conn.execute(ADD_PETITION, _petition_row(petition))


async def save_petition(conn: Connection, petition: Petition) -> None:
    await conn.execute(SAVE_PETITION, _petition_row(petition))


async def find_petition(
    conn: Connection, petition_id: UUID, *, lock: bool = False
) -> Petition | None:
    """`lock` holds it until the transaction ends."""
    row = await conn.fetchrow(PETITION + FOR_UPDATE * lock, petition_id)
    return _petition(row) if row else None


async def petitions(
    conn: Connection,
    unit_ids: Sequence[str],
    kept: Sequence[str],
    status: str | None,
    after: After | None,
    limit: int,
) -> list[Petition]:
    """A page of the registers, oldest due first; unclassified ones of the `kept` units alone."""
    place = after or (None, None)
    rows = await conn.fetch(PETITIONS, unit_ids, kept, status, *place, limit)
    return list(map(_petition, rows))


async def add_sealed(
    conn: Connection, petition_id: UUID, sender: bytes | None, content: bytes, dossier: bytes | None
) -> None:
    await conn.execute(ADD_SEALED, petition_id, sender, content, dossier)


async def sealed(conn: Connection, petition_id: UUID) -> Sealed:
    row = await conn.fetchrow(SEALED, petition_id)
    return Sealed(**row) if row else Sealed(None, None)


async def add_case(conn: Connection, case: Case) -> None:
    await conn.execute(ADD_CASE, case.model_dump(mode="json", by_alias=True))


async def save_case(conn: Connection, case: Case) -> None:
    await conn.execute(SAVE_CASE, case.model_dump(mode="json", by_alias=True))


async def find_case(conn: Connection, case_id: UUID, *, lock: bool = False) -> Case | None:
    """`lock` holds it until the transaction ends."""
    row = await conn.fetchrow(CASE + FOR_UPDATE * lock, case_id)
    return _case(row) if row else None


async def cases(
    conn: Connection, unit_ids: Sequence[str], status: str | None, after: After | None, limit: int
) -> list[Case]:
    """A page of cases, oldest due first."""
    place = after or (None, None)
    return list(map(_case, await conn.fetch(CASES, unit_ids, status, *place, limit)))


async def assigned_cases(
    conn: Connection, verifier_id: UUID, after: After | None, limit: int
) -> list[Case]:
    """A page of the cases named to a verifier, oldest due first."""
    place = after or (None, None)
    return list(map(_case, await conn.fetch(ASSIGNED, verifier_id, *place, limit)))


async def cases_of_dossier(conn: Connection, dossier_id: UUID) -> list[Case]:
    rows = await conn.fetch(
        "SELECT * FROM complaint_case WHERE dossier_id = $1 ORDER BY accepted_on, case_id",
        dossier_id,
    )
    return list(map(_case, rows))


async def units_below(conn: Connection, unit_ids: Sequence[str]) -> list[str]:
    """Those units and all below them."""
    below: list[str] | None = await conn.fetchval(UNITS_BELOW, unit_ids)
    return below or []


async def keep_dossier(conn: Connection, fact: DossierReceived, status: str) -> None:
    await conn.execute(
        KEEP_DOSSIER,
        fact.dossier_id,
        fact.dossier_code,
        fact.unit_id,
        fact.procedure_code,
        fact.received_at,
        fact.due_at,
        status,
    )


async def find_dossier(conn: Connection, dossier_id: UUID) -> Dossier | None:
    row = await conn.fetchrow("SELECT * FROM dossier WHERE dossier_id = $1", dossier_id)
    return Dossier(**row) if row else None


async def dossier_id_of(conn: Connection, dossier_code: str) -> UUID | None:
    found: UUID | None = await conn.fetchval(
        "SELECT dossier_id FROM dossier WHERE dossier_code = $1", dossier_code
    )
    return found


async def open_remedy(conn: Connection, fact: RemedyOpened) -> None:
    await conn.execute(OPEN_REMEDY, fact.dossier_id, fact.case_id, fact.decision_no, fact.due_on)


async def close_remedy(conn: Connection, fact: RemedyDone) -> None:
    await conn.execute(
        CLOSE_REMEDY,
        fact.dossier_id,
        fact.case_id,
        fact.decision_no,
        fact.done_on,
        fact.new_dossier_id,
    )


async def remedies(conn: Connection, dossier_id: UUID) -> list[Remedy]:
    rows = await conn.fetch(
        "SELECT * FROM remedy WHERE dossier_id = $1 ORDER BY due_on, case_id", dossier_id
    )
    return [Remedy(**row) for row in rows]


def _petition_row(petition: Petition) -> dict[str, Any]:
    found = petition.classification
    row = petition.model_dump(mode="json", exclude={"classification"})
    return row | (found.model_dump(mode="json") if found else {})


def _petition(row: Any) -> Petition:
    return Petition(**row, classification=Found(**row) if row["kind"] else None)


def _case(row: Any) -> Case:
    return Case(**row)
