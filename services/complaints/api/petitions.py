"""The JSON API of petitions: parse, open the transaction, call a handler."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from services.complaints.api.paging import Page, Paging, page
from services.complaints.domain.case import Case
from services.complaints.domain.outcome import Answer, Charge, Outcome, Refusal
from services.complaints.domain.petition import Petition, Status
from services.complaints.domain.registration import (
    Acceptance,
    Classification,
    Registration,
    UnitCodeOrId,
)
from services.complaints.handlers import outcome as outcomes
from services.complaints.handlers import petition as handlers
from services.complaints.handlers import reading
from services.complaints.seal import Seal
from services.complaints.store import After
from shared import command
from shared.auth import Principal, may
from shared.clock import now, today
from shared.db import Connection, transaction

AS_CLASSIFIED = Acceptance()
TODAY = Charge()

router = APIRouter(prefix="/api/petitions", tags=["petitions"])


class Registered(BaseModel):
    """What the officer writes on the paper and on its receipt."""

    petition_id: UUID
    petition_code: str
    status: Status
    due_on: date


@router.post("", status_code=201, response_model=Registered)
async def register(
    request: Request,
    body: Registration,
    who: Annotated[Principal, Depends(may("petition.register"))],
) -> Response:
    """Đăng ký đơn: người gửi và nội dung được niêm phong, chưa thông tin nào được chuyển đi."""
    seal: Seal = request.app.state.seal

    async def work(conn: Connection) -> Registered:
        petition = await handlers.register(conn, seal, who, body, now(), uuid4())
        return Registered(**petition.model_dump())

    # Not the body: its hash would let a reader of the table try out who sent it.
    digest, *others = seal.digests(body)
    return await command.run(request, who, digest, work, others=others)


@router.post("/{petition_id}/classification", status_code=201, response_model=Petition)
async def classify(
    request: Request,
    petition_id: UUID,
    body: Classification,
    who: Annotated[Principal, Depends(may("petition.classify"))],
) -> Response:
    """Phân loại đơn. Đơn tố cáo bị từ chối ở đây và vẫn được niêm phong."""

    async def work(conn: Connection) -> Petition:
        seal: Seal = request.app.state.seal
        return await handlers.classify(conn, seal, who, petition_id, body, now(), uuid4())

    return await command.run(request, who, body, work)


@router.post("/{petition_id}/acceptance", status_code=201, response_model=Case)
async def accept(
    request: Request,
    petition_id: UUID,
    who: Annotated[Principal, Depends(may("petition.accept"))],
    body: Acceptance = AS_CLASSIFIED,
) -> Response:
    """Thụ lý khiếu nại lần đầu: mở một vụ việc."""

    async def work(conn: Connection) -> Case:
        return await handlers.accept(conn, who, petition_id, body, now(), uuid4())

    return await command.run(request, who, body, work)


@router.post("/{petition_id}/refusal", status_code=201, response_model=Petition)
async def refuse(
    request: Request,
    petition_id: UUID,
    body: Refusal,
    who: Annotated[Principal, Depends(may("petition.refuse"))],
) -> Response:
    """Không thụ lý khiếu nại, vì một trong chín lý do của Điều 11 Luật Khiếu nại."""

    async def work(conn: Connection) -> Petition:
        seal: Seal = request.app.state.seal
        return await outcomes.refuse(conn, seal, who, petition_id, body, now(), uuid4())

    return await command.run(request, who, body, work)


@router.post("/{petition_id}/outcome", status_code=201, response_model=Petition)
async def end(
    request: Request,
    petition_id: UUID,
    body: Outcome,
    who: Annotated[Principal, Depends(may("petition.end"))],
) -> Response:
    """Kết thúc đơn không mở vụ việc: hướng dẫn, chuyển, trả, lưu, rút đơn."""

    async def work(conn: Connection) -> Petition:
        return await outcomes.end(conn, request.app.state.seal, who, petition_id, body, now())

    return await command.run(request, who, body, work)


@router.post("/{petition_id}/charge", status_code=201, response_model=Petition)
async def take_charge(
    request: Request,
    petition_id: UUID,
    who: Annotated[Principal, Depends(may("petition.take_charge"))],
    body: Charge = TODAY,
) -> Response:
    """Nhận giải quyết kiến nghị, phản ánh."""

    async def work(conn: Connection) -> Petition:
        return await outcomes.take_charge(conn, who, petition_id, body, now())

    return await command.run(request, who, body, work)


@router.post("/{petition_id}/answer", status_code=201, response_model=Petition)
async def answer(
    request: Request,
    petition_id: UUID,
    body: Answer,
    who: Annotated[Principal, Depends(may("petition.answer"))],
) -> Response:
    """Trả lời hoặc từ chối kiến nghị, phản ánh."""

    async def work(conn: Connection) -> Petition:
        return await outcomes.answer(conn, request.app.state.seal, who, petition_id, body, now())

    return await command.run(request, who, body, work)


@router.get("/{petition_id}")
async def show(
    request: Request,
    petition_id: UUID,
    who: Annotated[Principal, Depends(may("petition.read"))],
) -> Petition:
    """Xem một đơn như trong sổ, không có người gửi."""
    async with transaction(request.app.state.pool) as conn:
        return await reading.petition(conn, who, petition_id)


@router.get("")
async def list_petitions(
    request: Request,
    who: Annotated[Principal, Depends(may("petition.read"))],
    paging: Paging,
    unit: UnitCodeOrId | None = None,
    status: Status | None = None,
) -> Page[Petition]:
    """Đơn của đơn vị và cấp dưới, hạn sớm nhất đứng trước."""
    async with transaction(request.app.state.pool) as conn:
        rows = await reading.petitions(
            conn, who, unit, status, paging.after, paging.limit + 1, today()
        )
    return page(rows, paging.limit, lambda row: After(row.due_on, row.petition_id))
