"""The JSON door of reporting: table 06 of a unit and a period."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from services.reporting import handlers, store
from services.reporting.domain import table06
from services.reporting.domain.table06 import Counts
from shared import clock, tables
from shared.auth import Principal, may
from shared.db import transaction
from shared.events.types import Instant
from shared.worktime import periods
from shared.worktime.periods import Period

router = APIRouter(prefix="/api/reports", tags=["reports"])
Reader = Annotated[Principal, Depends(may("report.read"))]


class Row(BaseModel):
    """A field (lĩnh vực) and its columns (3)–(13)."""

    field: str
    label: str
    columns: dict[str, int]


class Report(BaseModel):
    """Biểu số 06; `as_of` is the time of the newest fact that is counted."""

    unit_id: str
    first: date
    last: date
    as_of: Instant | None
    headings: dict[str, str]
    rows: list[Row]
    total: dict[str, int]


@router.get("/06")
async def report06(
    request: Request,
    who: Reader,
    unit: Annotated[str, Query(min_length=1, max_length=60)],
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> Report:
    """Tình hình, kết quả giải quyết thủ tục hành chính; mặc định là tháng báo cáo hiện tại."""
    now = clock.now()
    month = periods.month(*periods.report_month(now.date()))
    period = Period(first or month.first, last or month.last)
    async with transaction(request.app.state.pool) as conn:
        unit_id, counts = await handlers.report06(conn, who, unit, period, now)
        as_of = await store.as_of(conn)
    return Report(
        unit_id=unit_id,
        first=period.first,
        last=period.last,
        as_of=as_of,
        headings=dict(table06.COLUMNS),
        rows=[_row(field, row) for field, row in counts.items()],
        total=table06.total(counts.values()).columns(),
    )


def _row(field: str, counts: Counts) -> Row:
    return Row(field=field, label=_labels().get(field, field), columns=counts.columns())


def _labels() -> dict[str, str]:
    return {row.must("slug"): row.must("label_vi") for row in tables.rows("fields.csv")}
