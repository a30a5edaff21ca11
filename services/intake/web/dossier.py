"""A dossier's page, for its owner and for whoever has its link: whose turn, when, why, the way."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from services.intake.domain.code import reference_of
from services.intake.domain.refusals import FileNotFound
from services.intake.web import doors, mask, standing, words
from services.intake.web.doors import Door, Linked, Own, Shown
from shared import clock, files, reference
from shared.db import Connection
from shared.files import Kept
from shared.web import explainer
from shared.web.forms import Form, filled
from shared.web.i18n import N_, language
from shared.web.pages import render
from shared.web.params import Choice
from shared.web.tags import dossier as tag
from shared.worktime.limit import LimitUnit

router = APIRouter(include_in_schema=False)
# What NĐ 61/2018 Điều 31 asks.
QUESTIONS = {
    "time": N_("Thời gian giải quyết"),
    "agencies": N_("Số cơ quan phải liên hệ"),
    "contacts": N_("Số lần phải đến cơ quan"),
    "accuracy": N_("Thông tin công khai đúng, đủ"),
    "attitude": N_("Thái độ của công chức"),
    "cost": N_("Đúng quy định và chi phí"),
    "answers": N_("Trả lời, hướng dẫn"),
    "online": N_("Dịch vụ trực tuyến"),
}
SCORES = tuple(Choice(str(n), str(n)) for n in range(1, 6))
Done = Annotated[str, Query(max_length=20)]


@router.get("/my/dossiers/{dossier_id}")
async def own(request: Request, door: Own, done: Done = "") -> Response:
    return await page(request, door, done=done)


@router.get("/dossiers/{token}")
async def linked(request: Request, door: Linked, done: Done = "") -> Response:
    """What the QR of the slip leads to: no names, no contacts."""
    return await page(request, door, done=done)


@router.get("/my/dossiers/{dossier_id}/result")
async def own_result(request: Request, door: Own) -> Response:
    return await _result(request, door)


@router.get("/dossiers/{token}/result")
async def linked_result(request: Request, door: Linked) -> Response:
    """Whoever has the code and the secret of the slip has the slip."""
    return await _result(request, door)


async def _result(request: Request, door: Door) -> Response:
    """The signed result, to be saved. Raises FileNotFound before it may be handed over."""
    async with request.app.state.pool.acquire(timeout=10) as conn:
        shown = await doors.load(conn, door)
    found = shown.result_file
    folder = request.app.state.settings.files_dir
    if found is None or not files.place(folder, found.file_id).exists():
        raise FileNotFound
    kept = Kept(found.file_id, found.name, found.kind, found.size, found.sha256)
    return files.served(folder, kept)


async def page(
    request: Request, door: Door, form: Form[Any] | None = None, done: str = "", status: int = 200
) -> Response:
    """The page behind a door; `form`: the rating that was refused, `done`: what was just done."""
    now, lang = clock.now(), language(request)
    async with request.app.state.pool.acquire(timeout=10) as conn:
        shown = await doors.load(conn, door)
        calendar = await reference.calendar(conn)
        above = await _above(conn, shown)
    view, dossier = shown.view, shown.view.dossier
    unit = LimitUnit(dossier.limit.unit) if dossier.limit else LimitUnit.WORKING_DAY
    return render(
        request,
        "dossier.html",
        status=status,
        door=door,
        shown=shown,
        dossier=dossier,
        view=view,
        reference=reference_of(dossier),
        tag=tag(dossier.status, lang),
        due=standing.due_of(dossier, now, calendar),
        rows=list(explainer.rows(dossier.ledger, unit)),
        working_days=unit == LimitUnit.WORKING_DAY,
        asked=standing.open_request(view),
        steps=list(standing.timeline(request, view)),
        contact=_contact(shown, door),
        office=words.office(view.unit) if view.unit else dossier.unit_id,
        hours=words.hours(view.unit.opening_hours, lang) if view.unit else "",
        above=above,
        rateable=dossier.status in standing.DONE and view.rating is None,
        questions=QUESTIONS,
        scores=SCORES,
        form=form or filled(),
        done=done,
    )


async def _above(conn: Connection, shown: Shown) -> str:
    """What the office lies in: communes of two districts may share a name."""
    unit = shown.view.unit
    if unit is None or unit.level != "COMMUNE" or not unit.parent_unit_id:
        return ""
    found = await reference.unit(conn, unit.parent_unit_id, clock.today())
    return found.name if found else ""


def _contact(shown: Shown, door: Door) -> dict[str, str]:
    """Who is told what, for the owner alone."""
    party = shown.view.party
    if not door.own:
        return {}
    return {"name": party.name, "email": mask.email(party.email), "phone": mask.phone(party.phone)}
