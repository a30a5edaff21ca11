"""A page of a work list in PostgreSQL, either way from a place, with what its due column needs."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.intake.store.worklist import COLUMNS, MATCHING, NAMED, Row, Wanted
from shared.db import Connection
from shared.worktime.limit import LimitUnit

DUE = "coalesce(due_at, accept_due_at)"
PAGE = f"""
WITH page AS (
    SELECT {COLUMNS}, "limit" ->> 'unit' AS limit_unit {MATCHING}
      AND ($7::timestamptz IS NULL OR ({DUE}, dossier_id) {{beyond}} ($7, $8))
    ORDER BY {DUE} {{way}}, dossier_id {{way}} LIMIT $9
)
{NAMED} ORDER BY page.due_at {{order}}, page.dossier_id {{order}}
"""
BY_IDS = f"""
WITH page AS (
    SELECT {COLUMNS}, "limit" ->> 'unit' AS limit_unit FROM dossier WHERE dossier_id = ANY($1)
)
{NAMED} ORDER BY page.due_at, page.dossier_id
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
