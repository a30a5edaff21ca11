"""One dossier at the desk: who, what, until when and why, what happened, what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from services.intake.domain import offers
from services.intake.domain.code import reference_of
from services.intake.domain.kept_file import KeptFile
from services.intake.domain.offers import Offer, Seen
from services.intake.domain.procedure import Detail
from services.intake.domain.refusals import DossierNotFound
from services.intake.domain.remedy import Remedy
from services.intake.handlers import steps
from services.intake.papers.words import KINDS
from services.intake.store import files, offices, pages, reading, remedies, units
from services.intake.store.pages import DeskRow
from services.intake.store.reading import View
from services.intake.web.desk import facts, lists, rows, timeline
from services.intake.web.desk.room import Room, enter
from shared import audit, clock, reference
from shared.auth import Principal, may
from shared.db import Connection, transaction
from shared.web import explainer, tags
from shared.web.due import Due
from shared.web.pages import render
from shared.worktime.calendar import Calendar
from shared.worktime.limit import LimitUnit

router = APIRouter(include_in_schema=False)
Reader = Annotated[Principal, Depends(may("dossier.read"))]
WINDOW = "SUPPLEMENT_WINDOW"  # NĐ 61/2018 Điều 19(4)
# What a step that was just taken leaves to say.
DONE = {
    "accept": "Đã tiếp nhận hồ sơ.",
    "forward": "Đã chuyển hồ sơ.",
    "supply": "Đã nhận giấy tờ bổ sung.",
    "complete": "Đã phê duyệt. Hồ sơ chờ trả kết quả.",
    "return": "Đã trả kết quả.",
    "supplement": "Đã yêu cầu bổ sung.",
    "refuse": "Đã từ chối tiếp nhận.",
    "remedy": "Đã báo làm xong việc theo quyết định.",
}


class PaperRow(NamedTuple):
    """A paper of the dossier by its name, with the files that show it."""

    key: str
    name: str
    kind: str
    copies: int
    files: Sequence[KeptFile]


@dataclass(frozen=True, slots=True)
class Open:
    """A dossier that somebody has open; `row` is how it stands in lists."""

    room: Room
    view: View
    detail: Detail
    papers: Sequence[PaperRow]
    due: Due | None
    offers: Sequence[Offer]
    remedies: Sequence[Remedy]
    calendar: Calendar

    @property
    def name(self) -> str:
        """The procedure's, as it was when the dossier was filed."""
        procedure = self.view.procedure
        return procedure.name if procedure else self.view.dossier.procedure_code

    @property
    def reference(self) -> str:
        """The code, or what it is called before it has one."""
        dossier = self.view.dossier
        return reference_of(dossier)


async def load(request: Request, conn: Connection, who: Principal, dossier_id: UUID) -> Open:
    """All of it, for an official whose right reaches it. Raises DossierNotFound."""
    view = await reading.view(conn, dossier_id)
    if view is None or not await who.sees(conn, view.dossier.unit_id):
        raise DossierNotFound
    room = await enter(request, conn, who)
    calendar = await reference.calendar(conn)
    also = [paper.key for paper in view.dossier.papers]
    detail = Detail()
    if view.procedure:
        detail = await offices.detail(conn, view.procedure, also=also)
    [row] = await pages.of_ids(conn, [dossier_id])
    return Open(
        room=room,
        view=view,
        detail=detail,
        papers=_papers(view, detail, await files.of_dossier(conn, dossier_id)),
        due=_due(row, calendar),
        offers=offers.offers(await _seen(conn, view, room), calendar),
        remedies=await remedies.of_dossier(conn, dossier_id),
        calendar=calendar,
    )


@router.get("/desk/dossiers/{dossier_id}")
async def show(request: Request, dossier_id: UUID, who: Reader, done: str = "") -> Response:
    """The dossier; where it was opened from a list, the list beside it."""
    async with transaction(request.app.state.pool) as conn:
        opened = await load(request, conn, who, dossier_id)
        beside = None
        if not set(request.query_params) <= {"done"}:
            beside = await lists.show(request, conn, opened.room)
        await audit.record(
            conn, str(who.staff_id), "dossier.read", "dossier", str(dossier_id), ["applicant"]
        )
    return render(
        request,
        "desk/dossier.html",
        beside=beside,
        narrow=rows.NARROW,
        back=f"/desk{rows.state(beside.listing)}" if beside else "/desk",
        done=DONE.get(done, ""),
        done_step=done,
        **context(opened),
    )


@router.get("/desk/dossiers/{dossier_id}/received")
async def received(request: Request, dossier_id: UUID, who: Reader) -> Response:
    """What was just received: its code, its day and why, the slip to print, the next one."""
    async with transaction(request.app.state.pool) as conn:
        opened = await load(request, conn, who, dossier_id)
    return render(
        request,
        "desk/received.html",
        receives=opened.room.may("dossier.receive"),
        **context(opened),
    )


def context(opened: Open) -> dict[str, Any]:
    """What every page about one dossier shows of it."""
    dossier = opened.view.dossier
    unit = LimitUnit(dossier.limit.unit) if dossier.limit else LimitUnit.HOUR
    return {
        "opened": opened,
        "view": opened.view,
        "dossier": dossier,
        "tag": tags.dossier(dossier.status, "vi"),
        "due": opened.due,
        "explained": list(explainer.rows(dossier.ledger, unit)),
        "working_days": unit != LimitUnit.DAY,
        "steps": timeline.steps(opened.view, clock.now()),
        "applicant": facts.applicant(opened.view),
        "about": facts.about(opened.view, opened.name),
        "result": facts.result(opened.view),
        "kinds": KINDS,
        "this": f"/desk/dossiers/{dossier.dossier_id}",
    }


async def _seen(conn: Connection, view: View, room: Room) -> Seen:
    dossier = view.dossier
    now = clock.now()
    rules = steps.law_of(dossier)
    return Seen(
        dossier=dossier,
        requests=view.requests,
        roles=room.roles,
        staff_id=room.who.staff_id,
        now=now,
        window=steps.limit_of(WINDOW, rules),
        same_person_allowed=await units.same_person_allowed(conn, dossier.unit_id),
    )


def _due(row: DeskRow, calendar: Calendar) -> Due | None:
    return rows.standing_of(row, clock.now(), calendar)


def _papers(view: View, detail: Detail, kept: Sequence[KeptFile]) -> Sequence[PaperRow]:
    names = {paper.key: paper.name for paper in detail.papers}
    sent = [file for file in kept if file.sent_at is not None]
    return [
        PaperRow(
            paper.key,
            names.get(paper.key, paper.key),
            paper.kind,
            paper.copies,
            [file for file in sent if file.paper_key == paper.key],
        )
        for paper in view.dossier.papers
    ]
