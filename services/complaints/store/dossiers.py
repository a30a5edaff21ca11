"""Every SQL statement about the copy of dossiers and what decisions ordered on them."""

from uuid import UUID

from services.complaints.domain.dossier import Dossier, Remedy
from shared.db import Connection
from shared.events.intake import RemedyDone, RemedyOpened

SAVE_DOSSIER = """
INSERT INTO dossier (dossier_id, dossier_code, unit_id, procedure_code, received_at, due_at, status,
                     receiver_staff_id, approver_staff_id)
SELECT dossier_id, dossier_code, unit_id, procedure_code, received_at, due_at, status,
       receiver_staff_id, approver_staff_id
FROM jsonb_populate_record(NULL::dossier, $1)
ON CONFLICT (dossier_id) DO UPDATE SET
    dossier_code = excluded.dossier_code, unit_id = excluded.unit_id,
    procedure_code = excluded.procedure_code, received_at = excluded.received_at,
    due_at = excluded.due_at, status = excluded.status,
    receiver_staff_id = excluded.receiver_staff_id, approver_staff_id = excluded.approver_staff_id
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


async def save_dossier(conn: Connection, dossier: Dossier) -> None:
    await conn.execute(SAVE_DOSSIER, dossier.model_dump(mode="json"))


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
