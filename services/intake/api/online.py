"""The JSON door for people with an account: file, supply, rate, see what is their own."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Query, Request, Response

from services.intake.api.once import once
from services.intake.api.paging import PAGE, Page, page, place
from services.intake.api.standing import MaybeSeen, Standing
from services.intake.api.views import place_of
from services.intake.domain.commands import Rating, Supply
from services.intake.domain.filing import ONLINE, OnlineFiling
from services.intake.handlers import outcome, supplements
from services.intake.handlers.actor import Applicant
from services.intake.handlers.filing import New, submit
from services.intake.handlers.steps import Act
from services.intake.keys import Keys
from services.intake.store import worklist
from services.intake.store.worklist import Place, Row
from shared import clock, command
from shared.auth import Principal, may
from shared.db import Connection

router = APIRouter(prefix="/api/dossiers", tags=["online"])


class Filed(Standing):
    """What was filed. Told this once: the secret, and the token that ends its page's address."""

    token: str | None = None
    secret: str | None = None


@router.post("/online", status_code=201, response_model=Filed)
async def file(
    request: Request,
    filing: OnlineFiling,
    who: Annotated[Principal, Depends(may("dossier.submit"))],
) -> Response:
    """Nộp hồ sơ trực tuyến."""
    keys: Keys = request.app.state.keys
    dossier_id = uuid4()
    opened = keys.open(dossier_id)
    id_index = keys.id_index(filing.applicant.id_number)
    new = New(dossier_id, uuid4(), clock.now(), opened.access, id_index)
    filed: list[Filed] = []

    async def work(conn: Connection) -> Filed:
        dossier = await submit(conn, who, filing, new)
        filed.append(Filed.model_validate(dict(dossier)))
        return filed[-1]

    answer = await command.run(request, who, filing, work)
    token = keys.first_token(dossier_id)
    return once(answer, filed, secret=opened.secret, token=token)


@router.get("/mine")
async def mine(
    request: Request,
    response: Response,
    who: Annotated[Principal, Depends(may("dossier.mine"))],
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Page[Row]:
    """Hồ sơ của tôi, mới nộp đứng trước."""
    after = place(cursor, place_of) or Place()
    async with request.app.state.pool.acquire(timeout=10) as conn:
        rows = await worklist.mine(conn, who.subject, after, PAGE + 1)
    response.headers["Cache-Control"] = "no-store"
    return page(rows, lambda row: f"{row.submitted_at.isoformat()}|{row.dossier_id}")


@router.post("/mine/{dossier_id}/supplement", response_model=Standing)
async def supply(
    request: Request,
    dossier_id: UUID,
    body: Supply,
    seen: MaybeSeen,
    who: Annotated[Principal, Depends(may("dossier.supply_own"))],
) -> Response:
    """Nộp giấy tờ bổ sung trực tuyến."""
    act = Act(Applicant(who.subject), dossier_id, seen, clock.now())
    online = body.model_copy(update={"channel": ONLINE})

    async def work(conn: Connection) -> Standing:
        return Standing.model_validate(await supplements.supply(conn, act, online))

    return await command.run(request, who, body, work, status=200)


@router.post("/{dossier_id}/rating", response_model=Standing)
async def rate(
    request: Request,
    dossier_id: UUID,
    body: Rating,
    seen: MaybeSeen,
    who: Annotated[Principal, Depends(may("dossier.rate"))],
) -> Response:
    """Đánh giá việc giải quyết hồ sơ của mình."""
    act = Act(Applicant(who.subject), dossier_id, seen, clock.now())
    online = body.model_copy(update={"channel": ONLINE})

    async def work(conn: Connection) -> Standing:
        return Standing.model_validate(await outcome.rate(conn, act, online))

    return await command.run(request, who, body, work, status=200)
