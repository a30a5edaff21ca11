"""Lists of the desk in PostgreSQL: what is open, how much of it, what somebody looks for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.intake.domain.sought import Sought
from services.intake.domain.status import FINAL, Status
from shared.db import Connection
from shared.events.types import Instant

OPEN: Final = tuple(status for status in Status if status not in FINAL)
PAGE, FOUND, PREVIOUS = 50, 30, 10  # the longest answer of each list
COUNTED: Final = 10_000  # more are not counted: `10.000+`

# `dossier_row` looks up names: a page of ids comes first, so that few are looked up.
LIST = """
WITH page AS (
    SELECT dossier_id FROM dossier
    WHERE unit_id = ANY($1) AND status = ANY($2)
      AND ($3::text IS NULL OR holder_step = $3)
      AND ($4::uuid IS NULL OR holder_staff_id = $4)
      AND ($5::text IS NULL OR procedure_code = $5)
      AND ($6::text IS NULL OR channel = $6)
      AND ($7::timestamptz IS NULL OR (coalesce(due_at, accept_due_at), dossier_id) > ($7, $8))
    ORDER BY coalesce(due_at, accept_due_at), dossier_id LIMIT $9
)
SELECT r.* FROM page JOIN dossier_row AS r USING (dossier_id) ORDER BY r.due_at, r.dossier_id
"""
TOTAL = """
SELECT count(*) FROM (
    SELECT 1 FROM dossier
    WHERE unit_id = ANY($1) AND status = ANY($2)
      AND ($3::text IS NULL OR holder_step = $3)
      AND ($4::uuid IS NULL OR holder_staff_id = $4)
      AND ($5::text IS NULL OR procedure_code = $5)
      AND ($6::text IS NULL OR channel = $6)
    LIMIT $7
) AS counted
"""
COUNTS = """
SELECT status, count(*) AS n FROM dossier
WHERE unit_id = ANY($1) AND status = ANY($2) GROUP BY status
"""
BY_CODE = """
SELECT * FROM dossier_row WHERE unit_id = ANY($1) AND dossier_code = $2 LIMIT $3
"""
# T-4F2A-91CB-07DE, which online applicants are given before there is a code.
BY_REFERENCE = """
SELECT r.* FROM dossier AS d JOIN dossier_row AS r USING (dossier_id)
WHERE d.unit_id = ANY($1) AND left(replace(d.dossier_id::text, '-', ''), 12) = $2 LIMIT $3
"""
BY_LINK = """
SELECT r.* FROM dossier AS d JOIN dossier_row AS r USING (dossier_id)
WHERE d.unit_id = ANY($1) AND d.link_hash = $2 LIMIT $3
"""
BY_ID_NUMBER = """
WITH page AS (
    SELECT d.dossier_id FROM party JOIN dossier AS d USING (party_id)
    WHERE d.unit_id = ANY($1) AND party.id_index = ANY($2)
    ORDER BY d.submitted_at DESC, d.dossier_id LIMIT $3
)
SELECT r.* FROM page JOIN dossier_row AS r USING (dossier_id)
ORDER BY r.submitted_at DESC, r.dossier_id
"""
BY_PHONE = """
WITH page AS (
    SELECT d.dossier_id FROM party JOIN dossier AS d USING (party_id)
    WHERE d.unit_id = ANY($1) AND party.phone = $2
    ORDER BY d.submitted_at DESC, d.dossier_id LIMIT $3
)
SELECT r.* FROM page JOIN dossier_row AS r USING (dossier_id)
ORDER BY r.submitted_at DESC, r.dossier_id
"""
# The words in any place of the name, without their marks.
BY_NAME = """
WITH page AS (
    SELECT d.dossier_id FROM party JOIN dossier AS d USING (party_id)
    WHERE d.unit_id = ANY($1) AND plain(party.name)
          LIKE '%' || plain($2) || '%'
    ORDER BY d.submitted_at DESC, d.dossier_id LIMIT $3
)
SELECT r.* FROM page JOIN dossier_row AS r USING (dossier_id)
ORDER BY r.submitted_at DESC, r.dossier_id
"""
FIND: Final = {
    "code": BY_CODE,
    "reference": BY_REFERENCE,
    "token": BY_LINK,
    "id_number": BY_ID_NUMBER,
    "phone": BY_PHONE,
    "name": BY_NAME,
}
MINE = """
WITH page AS (
    SELECT dossier_id FROM dossier WHERE owner_subject = $1
      AND ($2::timestamptz IS NULL OR (submitted_at, dossier_id) < ($2, $3))
    ORDER BY submitted_at DESC, dossier_id DESC LIMIT $4
)
SELECT r.* FROM page JOIN dossier_row AS r USING (dossier_id)
ORDER BY r.submitted_at DESC, r.dossier_id DESC
"""
PREVIOUS_OF = """
WITH page AS (
    SELECT d.dossier_id FROM dossier AS d WHERE d.unit_id = ANY($1) AND d.party_id IN (
        SELECT party_id FROM party WHERE id_index = ANY($2)
        UNION SELECT party_id FROM party WHERE phone = $3
    )
    ORDER BY d.submitted_at DESC, d.dossier_id LIMIT $4
)
SELECT r.* FROM page JOIN dossier_row AS r USING (dossier_id)
ORDER BY r.submitted_at DESC, r.dossier_id
"""


class Row(BaseModel):
    """A dossier in a list, with the names that people read."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    dossier_id: UUID
    dossier_code: str | None
    version: int
    status: Status
    procedure_code: str
    procedure_name: str | None
    unit_id: str
    channel: str
    applicant: str
    submitted_at: Instant
    received_at: Instant | None
    due_at: Instant
    clock_stopped_at: Instant | None
    finished_at: Instant | None
    outcome: str | None
    holder_step: str | None
    holder_staff_id: UUID | None
    holder_name: str | None
    holder_since: Instant | None


class Wanted(NamedTuple):
    """Which dossiers a list is to show; None: whichever."""

    units: Sequence[str]
    statuses: Sequence[str] = OPEN
    step: str | None = None
    holder: UUID | None = None
    procedure_code: str | None = None
    channel: str | None = None


class Place(NamedTuple):
    """Where a list goes on: after the row of that moment and id."""

    at: datetime | None = None
    dossier_id: UUID | None = None


class Counts(BaseModel):
    """How much waits for whom in a unit, for the desk's navigation."""

    waiting_for_receipt: int
    in_work: int
    waiting_for_supplement: int
    waiting_for_return: int


async def rows(
    conn: Connection, wanted: Wanted, after: Place = Place(), most: int = PAGE
) -> list[Row]:
    """What is wanted, oldest due first, after that place."""
    return _rows(await conn.fetch(LIST, *wanted, *after, most))


async def total(conn: Connection, wanted: Wanted) -> int:
    """How many there are, up to COUNTED."""
    count: int = await conn.fetchval(TOTAL, *wanted, COUNTED)
    return count


async def counts(conn: Connection, units: Sequence[str]) -> Counts:
    """What waits in those units."""
    found = {row["status"]: row["n"] for row in await conn.fetch(COUNTS, units, OPEN)}
    return Counts(
        waiting_for_receipt=found.get(Status.REGISTERED, 0),
        in_work=found.get(Status.RECEIVED, 0) + found.get(Status.PROCESSING, 0),
        waiting_for_supplement=found.get(Status.SUPPLEMENT_REQUESTED, 0),
        waiting_for_return=found.get(Status.COMPLETED, 0),
    )


async def search(
    conn: Connection, units: Sequence[str], sought: Sought, key: str | bytes | list[bytes]
) -> list[Row]:
    """Dossiers of those units, newest first; `key`: the value, or what it is kept by."""
    if sought.kind == "name":
        key = _literally(sought.value)
    return _rows(await conn.fetch(FIND[sought.kind], units, key, FOUND))


async def mine(
    conn: Connection, subject: str, after: Place = Place(), most: int = PAGE
) -> list[Row]:
    """What an account filed, newest first, after that place."""
    return _rows(await conn.fetch(MINE, subject, *after, most))


async def previous(
    conn: Connection, units: Sequence[str], id_indexes: Sequence[bytes], phone: str | None
) -> list[Row]:
    """What the same person filed before, by the number of their card or their telephone."""
    return _rows(await conn.fetch(PREVIOUS_OF, units, id_indexes, phone, PREVIOUS))


def _literally(text: str) -> str:
    """For LIKE: its signs are letters here."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _rows(found: Sequence[Any]) -> list[Row]:
    return [Row.model_validate(dict(row)) for row in found]
