"""The JSON door for the steps of officials: parse, hand to command.run, tell where it stands."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from services.intake.api.standing import Seen, Standing
from services.intake.domain.commands import (
    Acceptance,
    Assignment,
    Completion,
    GiveBack,
    Refusal,
    SupplementAsk,
    Supply,
)
from services.intake.domain.dossier import Dossier
from services.intake.handlers import acceptance, forwarding, outcome, supplements
from services.intake.handlers.steps import Act
from shared import clock, command
from shared.auth import Principal, may
from shared.db import Connection

router = APIRouter(prefix="/api/dossiers/{dossier_id}", tags=["steps"])


@router.post("/acceptance", response_model=Standing)
async def accept(
    request: Request,
    dossier_id: UUID,
    body: Acceptance,
    who: Annotated[Principal, Depends(may("dossier.accept"))],
    seen: Seen,
) -> Response:
    """Tiếp nhận hồ sơ nộp trực tuyến: cấp mã và ngày hẹn trả."""

    async def work(conn: Connection, act: Act) -> Dossier:
        return await acceptance.accept(conn, request.app.state.numbers, act, body)

    return await _run(request, Act(who, dossier_id, seen, clock.now()), who, body, work)


@router.post("/refusal", response_model=Standing)
async def refuse(
    request: Request,
    dossier_id: UUID,
    body: Refusal,
    who: Annotated[Principal, Depends(may("dossier.refuse"))],
    seen: Seen,
) -> Response:
    """Từ chối tiếp nhận, có lý do (Mẫu 03)."""

    async def work(conn: Connection, act: Act) -> Dossier:
        return await acceptance.refuse(conn, act, body)

    return await _run(request, Act(who, dossier_id, seen, clock.now()), who, body, work)


@router.post("/assignment", response_model=Standing)
async def forward(
    request: Request,
    dossier_id: UUID,
    body: Assignment,
    who: Annotated[Principal, Depends(may("dossier.forward"))],
    seen: Seen,
) -> Response:
    """Chuyển hồ sơ để giải quyết, hoặc chuyển sang bước sau."""

    async def work(conn: Connection, act: Act) -> Dossier:
        return await forwarding.forward(conn, act, body)

    return await _run(request, Act(who, dossier_id, seen, clock.now()), who, body, work)


@router.post("/supplement-request", response_model=Standing)
async def request_supplement(
    request: Request,
    dossier_id: UUID,
    body: SupplementAsk,
    who: Annotated[Principal, Depends(may("dossier.request_supplement"))],
    seen: Seen,
) -> Response:
    """Yêu cầu bổ sung, hoàn thiện hồ sơ (Mẫu 02)."""

    async def work(conn: Connection, act: Act) -> Dossier:
        return await supplements.request_supplement(conn, act, body)

    return await _run(request, Act(who, dossier_id, seen, clock.now()), who, body, work)


@router.post("/supplement", response_model=Standing)
async def supply(
    request: Request,
    dossier_id: UUID,
    body: Supply,
    who: Annotated[Principal, Depends(may("dossier.supply"))],
    seen: Seen,
) -> Response:
    """Nhận giấy tờ bổ sung tại quầy hoặc qua bưu chính."""

    async def work(conn: Connection, act: Act) -> Dossier:
        return await supplements.supply(conn, act, body)

    return await _run(request, Act(who, dossier_id, seen, clock.now()), who, body, work)


@router.post("/completion", response_model=Standing)
async def complete(
    request: Request,
    dossier_id: UUID,
    body: Completion,
    who: Annotated[Principal, Depends(may("dossier.complete"))],
    seen: Seen,
) -> Response:
    """Phê duyệt kết quả giải quyết hoặc văn bản từ chối."""

    async def work(conn: Connection, act: Act) -> Dossier:
        return await outcome.complete(conn, act, body)

    return await _run(request, Act(who, dossier_id, seen, clock.now()), who, body, work)


@router.post("/return", response_model=Standing)
async def give_back(
    request: Request,
    dossier_id: UUID,
    body: GiveBack,
    who: Annotated[Principal, Depends(may("dossier.return"))],
    seen: Seen,
) -> Response:
    """Trả kết quả cho người nộp hồ sơ."""

    async def work(conn: Connection, act: Act) -> Dossier:
        return await outcome.give_back(conn, act, body)

    return await _run(request, Act(who, dossier_id, seen, clock.now()), who, body, work)


async def _run(
    request: Request,
    act: Act,
    who: Principal,
    body: BaseModel,
    work: Callable[[Connection, Act], Awaitable[Dossier]],
) -> Response:
    async def told(conn: Connection) -> Standing:
        return Standing.model_validate(await work(conn, act))

    return await command.run(request, who, body, told, status=200)
