"""The figures that everyone may see: the province, each unit, and the same as open data."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from services.reporting.domain import periods
from services.reporting.domain.figures import Figures
from services.reporting.domain.periods import Named
from services.reporting.domain.refusals import NoSuchUnit
from services.reporting.domain.tree import Place, Tree
from services.reporting.handlers.counting import Counted
from services.reporting.handlers.figures import figures
from services.reporting.web import charts, open_data, sheets
from services.reporting.web.freshness import minutes_late
from shared import clock
from shared.auth import anyone, visitor
from shared.web.pages import render

router = APIRouter(include_in_schema=False)
ANYONE = Depends(anyone("figures.read"))
UnitId = Annotated[str, Query(max_length=60)]


def period(code: Annotated[str, Query(alias="period", max_length=20)] = "") -> Named:
    """The period asked for; none: the present report month. Raises PeriodUnknown."""
    return periods.read(code) if code else periods.present(clock.today())


Asked = Annotated[Named, Depends(period)]


@router.get("/", dependencies=[ANYONE])
async def province(request: Request, asked: Asked, unit: UnitId = "") -> Response:
    """Số liệu của tỉnh, hoặc của đơn vị được chọn."""
    return await _page(request, unit, asked)


@router.get("/units/{unit}", dependencies=[ANYONE])
async def one_unit(
    request: Request, asked: Asked, unit: Annotated[str, Path(max_length=60)]
) -> Response:
    """Số liệu của một đơn vị."""
    return await _page(request, unit, asked)


@router.get("/open-data/figures.csv", dependencies=[ANYONE])
async def as_csv(request: Request, asked: Asked, unit: UnitId = "") -> Response:
    """Đúng những gì trang hiển thị, dạng CSV."""
    return sheets.as_csv(open_data.sheet(await _figures(request, unit, asked)), public=True)


@router.get("/open-data/figures.json", dependencies=[ANYONE])
async def as_json(request: Request, asked: Asked, unit: UnitId = "") -> Response:
    """Đúng những gì trang hiển thị, dạng JSON."""
    made = open_data.document(await _figures(request, unit, asked))
    return JSONResponse(made, headers={"Cache-Control": "no-cache"})


async def _counted(request: Request, asked: Named) -> Counted:
    state = request.app.state
    counted: Counted = await state.counting.of(state.pool, asked, clock.now())
    return counted


async def _figures(request: Request, unit: str, asked: Named) -> Figures:
    return figures(await _counted(request, asked), unit or None, asked)


async def _page(request: Request, unit: str, asked: Named) -> Response:
    counted = await _counted(request, asked)
    try:
        found = figures(counted, unit or None, asked)
    except NoSuchUnit:
        if unit:
            raise
        found = None  # no unit has come yet: the page says that nothing is counted
    return render(
        request,
        "figures.html",
        public=visitor(request) is None,  # else it names who looks
        figures=found,
        asked=asked,
        choices=periods.choices(clock.today()),
        units=_choosable(counted.tree, found),
        minutes_late=await minutes_late(request, found.as_of if found else None),
        **_drawn(found),
    )


def _drawn(found: Figures | None) -> dict[str, Any]:
    return {
        "line": charts.line(found.points, found.by) if found else None,
        "bars": charts.shown(found.bars) if found else [],
        "stack": charts.stack,
    }


def _choosable(units: Tree, found: Figures | None) -> Sequence[Place]:
    """The province, what stands right under it, and the unit that is shown."""
    root = units.root()
    if root is None:
        return []
    today = clock.today()
    near = [place for depth, place in units.walk(root.unit_id, today) if depth <= 1]
    shown = [found.place] if found and found.place not in near else []
    return [*near, *shown]
