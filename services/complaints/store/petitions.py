"""Every SQL statement about petitions and the sealed store."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from services.complaints.domain.petition import Ended, Found, Petition
from services.complaints.store.pages import FOR_UPDATE, After
from shared.db import Connection

PETITION = "SELECT * FROM petition WHERE petition_id = $1"
# Rows come as JSON objects, so that names meet columns and not places.
ADD_PETITION = """
INSERT INTO petition (petition_id, petition_code, unit_id, source, received_on, signatures, people,
                      status, due_on, rule_version, stated_kind)
SELECT petition_id, petition_code, unit_id, source, received_on, signatures, people,
       status, due_on, rule_version, stated_kind
FROM jsonb_populate_record(NULL::petition, $1)
"""
SAVE_PETITION = """
UPDATE petition AS p
SET status = n.status, due_on = n.due_on, kind = n.kind, field = n.field,
    earlier_handling = n.earlier_handling, eligible = n.eligible,
    ineligible_reason = n.ineligible_reason, competence = n.competence, complex = n.complex,
    remote = n.remote, dossier_id = n.dossier_id, party_id = n.party_id,
    classified_on = n.classified_on, outcome = n.outcome, reason_code = n.reason_code,
    to_unit_id = n.to_unit_id, upheld = n.upheld, ended_on = n.ended_on, class = n.class,
    refused_case_id = n.refused_case_id
FROM jsonb_populate_record(NULL::petition, $1) AS n
WHERE p.petition_id = n.petition_id
"""
ADD_SEALED = """
INSERT INTO sealed_sender (petition_id, sender, content, dossier) VALUES ($1, $2, $3, $4)
"""
SEALED_CONTENT = "SELECT content FROM sealed_sender WHERE petition_id = $1"
SEALED = "SELECT sender, dossier FROM sealed_sender WHERE petition_id = $1"
# The page begins after (due_on, id): rows that come or go meanwhile are neither lost nor doubled.
PETITIONS = """
SELECT * FROM petition
WHERE unit_id = ANY($1) AND (kind IS NOT NULL OR unit_id = ANY($2))
  AND ($3::text IS NULL OR status = $3)
  AND ($4::date IS NULL OR (due_on, petition_id) > ($4, $5))
ORDER BY due_on, petition_id LIMIT $6
"""


class Sealed(NamedTuple):
    """What the sealed store holds of a petition; nothing of it can be read here."""

    sender: bytes | None
    dossier: bytes | None


async def add_petition(conn: Connection, petition: Petition) -> None:
    await conn.execute(ADD_PETITION, _petition_row(petition))


async def save_petition(conn: Connection, petition: Petition) -> None:
    await conn.execute(SAVE_PETITION, _petition_row(petition))


async def find_petition(
    conn: Connection, petition_id: UUID, *, lock: bool = False
) -> Petition | None:
    """`lock` holds it until the transaction ends."""
    row = await conn.fetchrow(PETITION + FOR_UPDATE * lock, petition_id)
    return petition_from(row) if row else None


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
    return list(map(petition_from, rows))


async def add_sealed(
    conn: Connection, petition_id: UUID, sender: bytes | None, content: bytes, dossier: bytes | None
) -> None:
    await conn.execute(ADD_SEALED, petition_id, sender, content, dossier)


async def sealed(conn: Connection, petition_id: UUID) -> Sealed:
    row = await conn.fetchrow(SEALED, petition_id)
    return Sealed(**row) if row else Sealed(None, None)


async def sealed_content(conn: Connection, petition_id: UUID) -> bytes | None:
    content: bytes | None = await conn.fetchval(SEALED_CONTENT, petition_id)
    return content


def _petition_row(petition: Petition) -> dict[str, Any]:
    row = petition.model_dump(mode="json", exclude={"classification", "ended"})
    for part in (petition.classification, petition.ended):
        row |= part.model_dump(mode="json", by_alias=True) if part else {}
    return row


def petition_from(row: Any) -> Petition:
    return Petition(
        **row,
        classification=Found(**row) if row["kind"] else None,
        ended=Ended(**row) if row["outcome"] else None,
    )
