"""The end of an online filing: check the answers, file once, the reference and the secret."""

from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple
from uuid import UUID, uuid4

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.intake.domain.code import reference_of
from services.intake.domain.dossier import Dossier
from services.intake.domain.draft import Answers
from services.intake.domain.fees import lines
from services.intake.domain.procedure import ONLINE, limits
from services.intake.domain.refusals import TermsChanged
from services.intake.handlers import drafts as handlers
from services.intake.handlers.filing import New
from services.intake.keys import Keys
from services.intake.store import dossiers
from services.intake.web import mask, uploads, words
from services.intake.web.drafts import Citizen, Open, load, page
from services.intake.web.questions import RETURNED, WHO
from shared import clock, outbox, reference
from shared.auth import Principal
from shared.db import transaction
from shared.events.intake import Unit
from shared.web import formats, forms
from shared.web.forms import Form, filled
from shared.web.i18n import N_, language
from shared.web.pages import render
from shared.web.params import Choice
from shared.web.parts import Fact
from shared.worktime.calendar import Calendar
from shared.worktime.hours import effective
from shared.worktime.limit import Limit, LimitUnit, due

router = APIRouter(include_in_schema=False)
SECRET_SHOWN_FOR = timedelta(minutes=30)
DECLARE = N_("Đánh dấu để cam đoan trước khi nộp.")
CHANGED = N_("Thủ tục vừa thay đổi. Xem lại nội dung dưới đây rồi nộp.")
DECLARATIONS = (
    Choice(
        "yes",
        N_(
            "Tôi cam đoan thông tin và giấy tờ gửi kèm là đúng và chịu trách nhiệm trước pháp luật."
        ),
    ),
)


class Declaration(BaseModel):
    """`version`: of the procedure as the page showed it."""

    declared: Literal["yes"]
    version: int | None = None


class Facts(NamedTuple):
    """The answers as lines of summaries."""

    applicant: list[Fact]
    contact: list[Fact]
    office: list[Fact]


@router.get("/my/drafts/{draft_id}/check")
async def check(request: Request, draft_id: UUID, who: Citizen) -> Response:
    """All answers, each with the way to change it, before they are sent."""
    shown = await load(request, who, draft_id)
    if not shown.is_complete:
        return RedirectResponse(f"/my/drafts/{draft_id}", 303)
    return await _check_page(request, shown, filled())


@router.post("/my/drafts/{draft_id}/check")
async def send(request: Request, draft_id: UUID, who: Citizen) -> Response:
    """File it; a second press finds it filed and is told the same."""
    form = await forms.read(request, Declaration, {"declared": DECLARE})
    if form.value is None:
        return await _check_page(request, await load(request, who, draft_id), form, 422)
    now, dossier_id = clock.now(), uuid4()
    keys: Keys = request.app.state.keys
    opened = keys.open_again(draft_id, dossier_id)
    try:
        async with transaction(request.app.state.pool) as conn:
            draft = await handlers.find(conn, who, draft_id)
            id_index = keys.id_index(draft.answers.id_number)
            new = New(dossier_id, uuid4(), now, opened.access, id_index)
            await handlers.file(conn, who, draft_id, new, language(request), form.value.version)
    except TermsChanged:
        return await _again(request, who, draft_id, form)
    outbox.wake()
    return RedirectResponse(f"/my/drafts/{draft_id}/filed", 303)


async def _again(
    request: Request, who: Principal, draft_id: UUID, form: Form[Declaration]
) -> Response:
    """What they read is not what is in force any more: they read it again, or fill in more."""
    shown = await load(request, who, draft_id)
    if not shown.is_complete:
        return RedirectResponse(f"/my/drafts/{draft_id}", 303)
    return await _check_page(request, shown, form.refused("declared", CHANGED), 409)


@router.get("/my/drafts/{draft_id}/filed")
async def filed(request: Request, draft_id: UUID, who: Citizen) -> Response:
    """The reference, and for half an hour the secret; what comes next, with dates."""
    now = clock.now()
    async with request.app.state.pool.acquire(timeout=10) as conn:
        draft = await handlers.find(conn, who, draft_id)
        dossier = await dossiers.find(conn, draft.dossier_id) if draft.dossier_id else None
        if dossier is None:
            return RedirectResponse(f"/my/drafts/{draft_id}", 303)
        party = await dossiers.party_of(conn, dossier)
        calendar = await reference.calendar(conn)
        unit = await reference.unit(conn, dossier.unit_id, now.date())
        procedure = await reference.procedure(conn, dossier.procedure_code, now.date())
    keys: Keys = request.app.state.keys
    return render(
        request,
        "draft/filed.html",
        dossier=dossier,
        reference=reference_of(dossier),
        secret=keys.filed(draft_id, dossier)
        if now - dossier.submitted_at < SECRET_SHOWN_FOR
        else "",
        email=mask.email(party.email),
        phone=mask.phone(party.phone),
        office=words.office(unit) if unit else dossier.unit_id,
        procedure=procedure,
        expected=_expected(dossier, procedure, calendar),
        **_counted(dossier.submitted_at, calendar),
    )


def _expected(dossier: Dossier, procedure: Any, calendar: Calendar) -> datetime | None:
    """The day the result would be due, were it accepted at the last moment."""
    published = next((o.limit for o in procedure.channels if o.channel == ONLINE), None)
    if published is None:
        return None
    limit = Limit(published.amount, LimitUnit(published.unit))
    return due(limit, dossier.accept_due_at, calendar)


def _counted(at: datetime, calendar: Calendar) -> dict[str, Any]:
    """When it counts as handed in, where that is not now."""
    counts = effective(calendar, at)
    return {"sent_at": at, "counts_at": counts, "after_hours": counts > at}


async def _check_page(
    request: Request, shown: Open, form: Form[Any], status: int = 200
) -> Response:
    now, answers = clock.now(), shown.draft.answers
    async with request.app.state.pool.acquire(timeout=10) as conn:
        calendar = await reference.calendar(conn)
        unit = await reference.unit(conn, answers.unit or "", now.date())
    return page(
        request,
        "draft/check.html",
        shown,
        status=status,
        form=form,
        declarations=DECLARATIONS,
        facts=_facts(answers, unit, f"/my/drafts/{shown.draft.draft_id}"),
        papers=[(p, uploads.shown_files(shown.of(p.key))) for p in (*shown.papers, *shown.further)],
        fees=lines(shown.detail.fees, ONLINE),
        limits=limits(shown.procedure),
        **_counted(now, calendar),
    )


def _facts(answers: Answers, unit: Unit | None, base: str) -> Facts:
    def change(question: str) -> str:
        return f"{base}/{question}?back=check"

    texts = {choice.value: choice.text for choice in (*WHO, *RETURNED)}
    applicant = [
        Fact(N_("Nộp cho ai"), texts[answers.who or "SELF"], change("who")),
        Fact(N_("Tên chủ hồ sơ"), answers.name, change("name")),
    ]
    if "id-number" in answers.asked():
        number = formats.card(answers.id_number or "")
        applicant.append(Fact(N_("Số căn cước (CCCD)"), number, change("id-number"), number=True))
    return Facts(
        applicant,
        [
            Fact(N_("Thư điện tử"), answers.email, change("contact")),
            Fact(N_("Số điện thoại"), answers.phone, change("contact"), number=True),
        ],
        [
            Fact(N_("Cơ quan nhận hồ sơ"), words.office(unit) if unit else None, change("unit")),
            Fact(N_("Nhận kết quả"), texts[answers.returned or "COUNTER"], change("returned")),
        ],
    )
