"""The JSON door for what is public anyway: units and procedures."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from services.intake.api.paging import PAGE, Page, page, place
from services.intake.catalogue.words import spoken
from services.intake.domain.refusals import UnitUnknown
from services.intake.domain.search import asked
from services.intake.store import catalogue as store
from services.intake.store import search
from services.intake.store.search import Within
from shared import clock, reference
from shared.auth import anyone
from shared.events.intake import Procedure, ProcedureChannel, Unit

router = APIRouter(prefix="/api", tags=["catalogue"])
FURTHEST = 20_000


class ProcedureRow(BaseModel):
    """A procedure in a list."""

    code: str
    version: int
    name: str
    field: str
    level: str
    service_level: str
    channels: list[ProcedureChannel]


@router.get("/units", dependencies=[Depends(anyone("unit.read"))])
async def units(
    request: Request,
    level: Annotated[str | None, Query(max_length=20)] = None,
    parent: Annotated[str | None, Query(max_length=60)] = None,
) -> list[Unit]:
    """Đơn vị hành chính và cơ quan đang hoạt động."""
    today = clock.today()
    async with request.app.state.pool.acquire(timeout=10) as conn:
        above = await reference.unit(conn, parent, today) if parent else None
        if parent and above is None:
            raise UnitUnknown("parent")
        return await store.units(conn, level, above.unit_id if above else None, today)


@router.get("/procedures", dependencies=[Depends(anyone("procedure.read"))])
async def procedures(
    request: Request,
    q: Annotated[str, Query(max_length=200)] = "",
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Page[ProcedureRow]:
    """Thủ tục mà các chữ đã gõ nói đến, gần nhất trước; không cần dấu, gõ nhầm cũng tìm được."""
    after = place(cursor, _offset) or 0
    async with request.app.state.pool.acquire(timeout=10) as conn:
        within = Within(clock.today())
        found = await search.procedures(conn, asked(q, spoken()), within, PAGE + 1, after)
    rows = [_row(procedure) for procedure in found.procedures]
    return page(rows, lambda _: str(after + PAGE))


def _offset(text: str) -> int:
    """How many came before; raises ValueError."""
    if not 0 < int(text) <= FURTHEST:
        raise ValueError(text)
    return int(text)


def _row(procedure: Procedure) -> ProcedureRow:
    return ProcedureRow(
        code=procedure.code,
        version=procedure.version_,
        name=procedure.name,
        field=procedure.field,
        level=procedure.level,
        service_level=procedure.service_level,
        channels=procedure.channels,
    )
