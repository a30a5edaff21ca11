"""Work that complaints' decisions order on dossiers: what is open, and telling that it is done."""

from datetime import datetime, time
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.intake.domain.code import temporary
from services.intake.domain.remedy import Remedy
from services.intake.handlers.remedies import finish_remedy
from services.intake.store import pages, remedies
from services.intake.store.pages import DeskRow
from services.intake.web.desk import once
from services.intake.web.desk.room import enter
from services.intake.web.desk.steps import refused
from shared import audit, clock, reference
from shared.auth import Principal, may
from shared.db import Connection, transaction
from shared.problem import Problem
from shared.web import forms
from shared.web.due import Due, due
from shared.web.forms import Form, filled
from shared.web.listing import Column, Listing, Row
from shared.web.pages import render
from shared.worktime.calendar import Calendar
from shared.worktime.hours import VN

router = APIRouter(include_in_schema=False)
Reader = Annotated[Principal, Depends(may("remedy.read"))]
Processor = Annotated[Principal, Depends(may("remedy.finish"))]
MOST = 200
CLOSING = time(17)
COLUMNS = (
    Column("due", "Hạn", "due"),
    Column("decision", "Số quyết định", "code"),
    Column("code", "Mã hồ sơ", "code", link=True),
    Column("procedure", "Thủ tục", "long"),
    Column("applicant", "Người nộp", "name"),
)


class Done(BaseModel):
    """Nothing to say but that it is done."""

    idempotency_key: Annotated[str, Field(max_length=200)] = ""


@router.get("/desk/remedies")
async def open_ones(request: Request, who: Reader, done: str = "") -> Response:
    """Việc phải làm lại theo quyết định giải quyết khiếu nại, hạn sớm nhất đứng trước."""
    return await _page(request, who, filled(), done=bool(done))


@router.post("/desk/remedies/{remedy_id}/done")
async def finish(request: Request, remedy_id: UUID, who: Processor) -> Response:
    """It is done; pressed twice it is done once."""
    form = await forms.read(request, Done)
    try:
        return RedirectResponse(await _finish(request, who, remedy_id, form), 303)
    except Problem as problem:
        return await _page(request, who, refused(form, problem))


async def _finish(request: Request, who: Principal, remedy_id: UUID, form: Form[Done]) -> str:
    async def work(conn: Connection) -> str:
        await finish_remedy(conn, who, remedy_id, None, clock.today())
        return "/desk/remedies?done=1"

    return await once.run(request, who, form, work)


async def _page(
    request: Request, who: Principal, form: Form[BaseModel], *, done: bool = False
) -> Response:
    async with transaction(request.app.state.pool) as conn:
        room = await enter(request, conn, who)
        found = await remedies.open_ones(conn, room.units, None, MOST)
        dossiers = await pages.of_ids(conn, [remedy.dossier_id for remedy in found])
        calendar = await reference.calendar(conn)
        await audit.record(conn, str(who.staff_id), "remedy.list", "remedy", "*")
    by_id = {dossier.dossier_id: dossier for dossier in dossiers}
    return render(
        request,
        "desk/remedies.html",
        status=409 if form.errors else 200,
        form=form,
        done=done,
        listing=Listing("/desk/remedies"),
        columns=COLUMNS,
        found=[(one, _row(one, by_id[one.dossier_id], calendar)) for one in found],
        finishes=room.may("remedy.finish"),
        key=once.new_key,
    )


def _row(remedy: Remedy, dossier: DeskRow, calendar: Calendar) -> Row:
    standing = _due(remedy, calendar)
    return Row(
        cells={
            "due": standing,
            "decision": remedy.decision_no,
            "code": dossier.dossier_code or temporary(dossier.dossier_id),
            "procedure": dossier.procedure_name or dossier.procedure_code,
            "applicant": dossier.applicant,
        },
        href=f"/desk/dossiers/{dossier.dossier_id}",
        due=standing,
    )


def _due(remedy: Remedy, calendar: Calendar) -> Due:
    at = datetime.combine(remedy.due_on, CLOSING, VN)
    return due(at, clock.now(), calendar)
