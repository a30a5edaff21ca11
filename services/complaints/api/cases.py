"""The JSON API of complaint cases: parse, open the transaction, call a handler."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.complaints.api.paging import Page, Paging, page
from services.complaints.domain.case import Case, Status
from services.complaints.domain.registration import Decision, Dialogue, UnitCodeOrId, Verification
from services.complaints.handlers import case as handlers
from services.complaints.handlers import reading
from services.complaints.store import After
from shared import command
from shared.auth import Principal, may
from shared.clock import now, today
from shared.db import Connection, transaction

router = APIRouter(prefix="/api", tags=["cases"])


@router.post("/cases/{case_id}/verification", status_code=201, response_model=Case)
async def assign(
    request: Request,
    case_id: UUID,
    body: Verification,
    who: Annotated[Principal, Depends(may("case.assign"))],
) -> Response:
    """Giao xác minh cho người xác minh của đơn vị."""

    async def work(conn: Connection) -> Case:
        return await handlers.assign(conn, who, case_id, body, now())

    return await command.run(request, who, body, work)


@router.post("/cases/{case_id}/dialogue", status_code=201, response_model=Case)
async def hear(
    request: Request,
    case_id: UUID,
    body: Dialogue,
    who: Annotated[Principal, Depends(may("case.hear"))],
) -> Response:
    """Ghi buổi đối thoại."""

    async def work(conn: Connection) -> Case:
        return await handlers.hear(conn, who, case_id, body, now())

    return await command.run(request, who, body, work)


@router.post("/cases/{case_id}/resolution", status_code=201, response_model=Case)
async def resolve(
    request: Request,
    case_id: UUID,
    body: Decision,
    who: Annotated[Principal, Depends(may("case.resolve"))],
) -> Response:
    """Ra quyết định giải quyết khiếu nại."""

    async def work(conn: Connection) -> Case:
        return await handlers.resolve(conn, who, case_id, body, now())

    return await command.run(request, who, body, work)


@router.get("/cases/{case_id}")
async def show(
    request: Request,
    case_id: UUID,
    who: Annotated[Principal, Depends(may("case.read"))],
) -> Case:
    """Xem một vụ việc khiếu nại."""
    async with transaction(request.app.state.pool) as conn:
        return await reading.case(conn, who, case_id)


@router.get("/cases")
async def list_cases(
    request: Request,
    who: Annotated[Principal, Depends(may("case.read"))],
    paging: Paging,
    unit: UnitCodeOrId | None = None,
    status: Status | None = None,
) -> Page[Case]:
    """Vụ việc của đơn vị và cấp dưới, hạn sớm nhất đứng trước."""
    async with transaction(request.app.state.pool) as conn:
        rows = await reading.cases(conn, who, unit, status, paging.after, paging.limit + 1, today())
    return page(rows, paging.limit, _place)


@router.get("/verifications")
async def list_assigned(
    request: Request,
    who: Annotated[Principal, Depends(may("case.read_assigned"))],
    paging: Paging,
) -> Page[Case]:
    """Vụ việc được giao cho người hỏi xác minh, hạn sớm nhất đứng trước."""
    async with transaction(request.app.state.pool) as conn:
        rows = await reading.assigned_cases(conn, who, paging.after, paging.limit + 1)
    return page(rows, paging.limit, _place)


def _place(case: Case) -> After:
    return After(case.due_on, case.case_id)
