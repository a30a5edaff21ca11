"""A page of a work list in PostgreSQL, either way from a place, with what its due column needs."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.intake.store.worklist import Row, Wanted
from shared.db import Connection
from shared.worktime.limit import LimitUnit

PAGE = """
WITH page AS (
    SELECT dossier_id, "limit" ->> 'unit' AS limit_unit FROM dossier
    WHERE unit_id = ANY($1) AND status = ANY($2)
      AND ($3::text IS NULL OR holder_step = $3)
      AND ($4::uuid IS NULL OR holder_staff_id = $4)
      AND ($5::text IS NULL OR procedure_code = $5)
      AND ($6::text IS NULL OR channel = $6)
      AND ($7::timestamptz IS NULL
           OR (coalesce(due_at, accept_due_at), dossier_id) {beyond} ($7, $8))
    ORDER BY coalesce(due_at, accept_due_at) {way}, dossier_id {way} LIMIT $9
)
SELECT r.*, page.limit_unit FROM page JOIN dossier_row AS r USING (dossier_id)
ORDER BY r.due_at {order}, r.dossier_id {order}
"""
BY_IDS = """
SELECT r.*, d."limit" ->> 'unit' AS limit_unit
FROM dossier AS d JOIN dossier_row AS r USING (dossier_id)
WHERE d.dossier_id = ANY($1) ORDER BY r.due_at, r.dossier_id
"""


class DeskRow(Row):
    """A row of an official's list; `limit_unit` is not known before the receipt."""

    limit_unit: LimitUnit | None


class Beside(NamedTuple):
    """Next to which row a page lies; `back`: on the side where the list begins."""

    due_at: datetime
    dossier_id: UUID
    back: bool = False


async def page(
    conn: Connection, wanted: Wanted, beside: Beside | None, most: int, *, latest_first: bool
) -> list[DeskRow]:
    """Up to `most` rows on that side of the place, always in the order of the list."""
    down = latest_first != (beside is not None and beside.back)
    query = PAGE.format(
        way="DESC" if down else "ASC",
        beyond="<" if down else ">",
        order="DESC" if latest_first else "ASC",
    )
    place = (beside.due_at, beside.dossier_id) if beside else (None, None)
    return _rows(await conn.fetch(query, *wanted, *place, most))


async def of_ids(conn: Connection, dossier_ids: list[UUID]) -> list[DeskRow]:
    """The rows of dossiers that were found otherwise, oldest due first."""
    return _rows(await conn.fetch(BY_IDS, dossier_ids))


def _rows(found: list[object]) -> list[DeskRow]:
    return [DeskRow.model_validate(dict(row)) for row in found]  # type: ignore[call-overload]
