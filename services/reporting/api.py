"""The JSON doors of reporting: table 06, and the summary of petitions and complaints."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from services.reporting.domain import summary, table06
from services.reporting.domain.summary import CaseCounts, PetitionCounts
from services.reporting.handlers import reports
from services.reporting.store.fields import labels
from shared import clock
from shared.auth import Principal, may
from shared.db import snapshot
from shared.events import codes
from shared.events.types import Instant
from shared.worktime import periods
from shared.worktime.periods import Period

router = APIRouter(prefix="/api", tags=["reports"])
Unit = Annotated[str, Query(min_length=1, max_length=60)]


class Row(BaseModel):
    """A level, a field (lĩnh vực) of it, and its columns (3)–(13)."""

    level: str
    field: str
    label: str
    columns: dict[str, int]


class Figures(BaseModel):
    """Of which unit and days; `as_of` is when the newest fact that is counted was told."""

    unit_id: str
    first: date
    last: date
    as_of: Instant | None


class Report(Figures):
    """Biểu số 06."""

    headings: dict[str, str]
    rows: list[Row]
    total: dict[str, int]
    beside: dict[str, int]


class Line(BaseModel):
    """A code of the list that the table is cut by, and its counts."""

    code: str
    label: str
    counts: dict[str, int]


class Block(BaseModel):
    """One table of the summary."""

    headings: dict[str, str]
    rows: list[Line]
    total: dict[str, int]


class Summary(Figures):
    """Petitions by their kind, complaint cases by their field."""

    petitions: Block
    cases: Block


def period(
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> Period:
    """The days asked for; each end that is left out is that of the present report month."""
    month = periods.month(*periods.report_month(clock.today()))
    return Period(first or month.first, last or month.last)


Days = Annotated[Period, Depends(period)]


@router.get("/reports/06")
async def report06(
    request: Request,
    who: Annotated[Principal, Depends(may("report.read"))],
    days: Days,
    unit: Unit,
) -> Report:
    """Tình hình, kết quả giải quyết thủ tục hành chính; mặc định là tháng báo cáo hiện tại."""
    async with snapshot(request.app.state.pool) as conn:
        report = await reports.report06(conn, who, unit, days, clock.now())
    return Report(
        unit_id=report.unit.unit_id,
        first=days.first,
        last=days.last,
        as_of=report.as_of,
        headings=dict(table06.COLUMNS),
        rows=[
            Row(
                level=group.level,
                field=field,
                label=labels().get(field, field),
                columns=row.columns(),
            )
            for group in report.groups
            for field, row in group.rows.items()
        ],
        total=report.total.columns(),
        beside=asdict(report.beside),
    )


@router.get("/complaints/summary")
async def complaints_summary(
    request: Request,
    who: Annotated[Principal, Depends(may("complaints.read"))],
    days: Days,
    unit: Unit,
) -> Summary:
    """Đơn và vụ việc khiếu nại của đơn vị và các đơn vị trực thuộc; không có đơn tố cáo."""
    async with snapshot(request.app.state.pool) as conn:
        found = await reports.complaints(conn, who, unit, days, clock.now())
    return Summary(
        unit_id=found.unit.unit_id,
        first=days.first,
        last=days.last,
        as_of=found.as_of,
        petitions=_block(summary.PETITIONS, "kind", found.petitions),
        cases=_block(summary.CASES, "complaint_field", found.cases),
    )


def _block(
    headings: Mapping[str, str],
    codes_of: str,
    rows: Mapping[str, PetitionCounts] | Mapping[str, CaseCounts],
) -> Block:
    return Block(
        headings=dict(headings),
        rows=[
            Line(code=code, label=codes.label(codes_of, code), counts=asdict(row))
            for code, row in rows.items()
        ],
        total=dict.fromkeys(headings, 0) | summary.total_of(rows),
    )
