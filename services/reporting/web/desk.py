"""Officials' reports: table 06 with its files, and how complaints stand."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.reporting.domain import periods, summary, table06
from services.reporting.domain.periods import Named
from services.reporting.domain.permissions import PERMISSIONS
from services.reporting.domain.summary import CaseCounts, PetitionCounts
from services.reporting.domain.tree import Place
from services.reporting.handlers import reports
from services.reporting.handlers.reports import Report06
from services.reporting.store.fields import labels
from services.reporting.store.figures import tree
from services.reporting.web import sheet06, sheets
from services.reporting.web.freshness import minutes_late
from services.reporting.web.public import Asked
from shared import clock
from shared.auth import Principal, may
from shared.db import Connection, snapshot
from shared.events import codes
from shared.web.identity.start import START
from shared.web.pages import render

router = APIRouter(prefix="/desk", include_in_schema=False)
Reader = Annotated[Principal, Depends(may("report.read"))]
Leader = Annotated[Principal, Depends(may("complaints.read"))]
Unit = Annotated[str, Query(max_length=60)]


class Choice(NamedTuple):
    """A unit of the select, as deep as it stands under theirs."""

    depth: int
    place: Place


class Block(NamedTuple):
    """A table turned on its side: codes are few, headings many."""

    labels: Sequence[str]
    lines: Sequence[tuple[str, Sequence[int]]]


@router.get("")
async def home(who: Annotated[Principal, Depends(may("desk.open"))]) -> Response:
    """Trang đầu của cán bộ: báo cáo họ được xem, nếu không có thì việc của họ ở nơi khác."""
    roles = {role for post in who.assignments for role in post.roles}
    theirs = roles & PERMISSIONS["report.read"].roles
    return RedirectResponse("/desk/reports/06" if theirs else START, 303)


@router.get("/reports/06")
async def report06(request: Request, who: Reader, asked: Asked, unit: Unit = "") -> Response:
    """Biểu số 06 của một đơn vị và các đơn vị trực thuộc."""
    async with snapshot(request.app.state.pool) as conn:
        report = await reports.report06(conn, who, _unit(who, unit), asked.days, clock.now())
        choices = await _choices(conn, who)
    return render(
        request,
        "report06.html",
        report=report,
        labels=labels(),
        levels=table06.LEVELS,
        columns=table06.COLUMNS,
        **await _around(request, asked, choices, report.as_of),
    )


@router.get("/reports/06.csv")
async def csv06(request: Request, who: Reader, asked: Asked, unit: Unit = "") -> Response:
    """Biểu số 06 dạng CSV."""
    return sheets.as_csv(sheet06.sheet(await _report(request, who, asked, unit), asked))


@router.get("/reports/06.xlsx")
async def xlsx06(request: Request, who: Reader, asked: Asked, unit: Unit = "") -> Response:
    """Biểu số 06 dạng XLSX."""
    sheet = sheet06.sheet(await _report(request, who, asked, unit), asked)
    return sheets.as_xlsx(await asyncio.to_thread(sheets.xlsx_bytes, sheet), sheet)


@router.get("/complaints")
async def complaints(request: Request, who: Leader, asked: Asked, unit: Unit = "") -> Response:
    """Đơn và vụ việc khiếu nại: chỉ số lượng."""
    async with snapshot(request.app.state.pool) as conn:
        found = await reports.complaints(conn, who, _unit(who, unit), asked.days, clock.now())
        choices = await _choices(conn, who)
    return render(
        request,
        "complaints.html",
        found=found,
        petitions=_block(summary.PETITIONS, "kind", found.petitions),
        cases=_block(summary.CASES, "complaint_field", found.cases),
        **await _around(request, asked, choices, found.as_of),
    )


async def _report(request: Request, who: Principal, asked: Named, unit: str) -> Report06:
    async with snapshot(request.app.state.pool) as conn:
        return await reports.report06(conn, who, _unit(who, unit), asked.days, clock.now())


async def _around(
    request: Request, asked: Named, choices: Sequence[Choice], as_of: Any
) -> dict[str, Any]:
    """What both pages say around their tables."""
    return {
        "asked": asked,
        "units": choices,
        "choices": periods.choices(clock.today()),
        "minutes_late": await minutes_late(request, as_of),
    }


def _unit(who: Principal, unit: str) -> str:
    """The unit asked for; none: the first of theirs."""
    return unit or who.assignments[0].unit_id


async def _choices(conn: Connection, who: Principal) -> list[Choice]:
    """Their units and all below them, each once."""
    units = await tree(conn)
    found: dict[str, Choice] = {}
    for held in who.assignments:
        if held.unit_id in units.places:
            for depth, place in units.walk(held.unit_id, clock.today()):
                found.setdefault(place.unit_id, Choice(depth, place))
    return list(found.values())


def _block(
    headings: Mapping[str, str],
    codes_of: str,
    rows: Mapping[str, PetitionCounts] | Mapping[str, CaseCounts],
) -> Block:
    made = [asdict(row) for row in rows.values()]
    counted = [(said, [row[name] for row in made]) for name, said in headings.items()]
    return Block([codes.label(codes_of, code) for code in rows], counted)
