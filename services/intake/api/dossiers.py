"""The JSON door for dossiers: file one, read one, list what is due."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Query, Request, Response

from services.intake.api.once import once
from services.intake.api.paging import PAGE, Page, covered, page, place
from services.intake.api.views import (
    DossierRow,
    DossierView,
    Filter,
    Receipt,
    place_of,
    view_of,
)
from services.intake.domain.dossier import Dossier
from services.intake.domain.filing import Filing
from services.intake.domain.refusals import DossierNotFound
from services.intake.handlers.filing import New, receive
from services.intake.store import dossiers as store
from services.intake.store import worklist
from services.intake.store.worklist import Place
from shared import audit, clock, command
from shared.auth import Principal, may
from shared.db import Connection, transaction

router = APIRouter(prefix="/api/dossiers", tags=["dossiers"])
Receiver = Annotated[Principal, Depends(may("dossier.receive"))]
Reader = Annotated[Principal, Depends(may("dossier.read"))]
PERSONAL = {"Cache-Control": "no-store"}


@router.post("", status_code=201, response_model=Receipt)
async def file(filing: Filing, request: Request, who: Receiver) -> Response:
    """Nhận hồ sơ tại quầy: cấp mã và ngày hẹn trả."""
    dossier_id, numbers, keys = uuid4(), request.app.state.numbers, request.app.state.keys
    opened = keys.open(dossier_id)
    id_index = keys.id_index(filing.applicant.id_number)
    new = New(dossier_id, uuid4(), clock.now(), opened.access, id_index)
    received: list[Receipt] = []

    async def work(conn: Connection) -> Receipt:
        received.append(Receipt.model_validate(await receive(conn, numbers, who, filing, new)))
        return received[-1]

    answer = await command.run(request, who, filing, work)
    return once(answer, received, secret=opened.secret)


@router.get("/{dossier_id}")
async def show(dossier_id: UUID, request: Request, response: Response, who: Reader) -> DossierView:
    """Xem một hồ sơ; ETag là phiên bản của hồ sơ."""
    async with transaction(request.app.state.pool) as conn:
        found = await _seen(conn, who, dossier_id)
        party = await store.party_of(conn, found)
        await _audit(conn, who, "dossier.read", str(dossier_id), ["applicant"])
    response.headers.update({**PERSONAL, "ETag": f'"{found.version}"'})
    return view_of(found, party)


@router.get("/{dossier_id}/previous")
async def previous(
    dossier_id: UUID, request: Request, response: Response, who: Reader
) -> list[DossierRow]:
    """Hồ sơ khác của cùng người nộp tại đơn vị và cấp dưới, mới nộp đứng trước."""
    async with transaction(request.app.state.pool) as conn:
        found = await _seen(conn, who, dossier_id)
        party = await store.party_of(conn, found)
        units = await covered(conn, who, None)
        indexes = request.app.state.keys.id_indexes(party.id_number)
        rows = await worklist.previous(conn, units, indexes, party.phone)
        await _audit(conn, who, "dossier.previous", str(dossier_id), ["id_number", "phone"])
    response.headers.update(PERSONAL)
    return [DossierRow.model_validate(row) for row in rows if row.dossier_id != dossier_id]


@router.get("")
async def due_first(
    request: Request,
    response: Response,
    who: Reader,
    narrowed: Annotated[Filter, Query()],
    unit: Annotated[str | None, Query(max_length=60)] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Page[DossierRow]:
    """Hồ sơ của đơn vị và cấp dưới, hẹn trả sớm nhất đứng trước."""
    after = place(cursor, place_of) or Place()
    async with transaction(request.app.state.pool) as conn:
        wanted = narrowed.wanted(await covered(conn, who, unit))
        rows = await worklist.rows(conn, wanted, after, PAGE + 1)
        await _audit(conn, who, "dossier.list", unit or "*", [])
    response.headers.update(PERSONAL)
    found = [DossierRow.model_validate(row) for row in rows]
    return page(found, lambda row: f"{row.due_at.isoformat()}|{row.dossier_id}")


async def _seen(conn: Connection, who: Principal, dossier_id: UUID) -> Dossier:
    """Raises DossierNotFound, also for what other units have."""
    found = await store.find(conn, dossier_id)
    if found is None or not await who.sees(conn, found.unit_id):
        raise DossierNotFound
    return found


async def _audit(
    conn: Connection, who: Principal, action: str, object_id: str, fields: list[str]
) -> None:
    await audit.record(conn, str(who.staff_id), action, "dossier", object_id, fields)
