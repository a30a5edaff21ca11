"""Taking a dossier in at the counter, in one flow of keys: what for, who, which papers, receive."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import uuid4

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.intake.access import counter_access
from services.intake.catalogue.words import spoken
from services.intake.domain import card, search, terms
from services.intake.domain.filing import Applicant, Code, Filing, Paper, ReturnChannel
from services.intake.domain.procedure import Detail
from services.intake.domain.refusals import (
    ChannelNotOffered,
    ProcedureNotOffered,
    ProcedureUnknown,
)
from services.intake.handlers.filing import New, receive
from services.intake.papers.words import KINDS
from services.intake.store import offices
from services.intake.store import search as finding
from services.intake.store.search import Within
from services.intake.web.desk import needs, once, orders
from services.intake.web.desk.room import Room, enter, link_keys
from services.intake.web.desk.steps import refused
from shared import clock, reference
from shared.auth import Principal, may
from shared.contact import Email, Line, PersonName, Phone
from shared.db import Connection, transaction
from shared.events.intake import Procedure, Unit
from shared.problem import Problem
from shared.web import forms
from shared.web.fields import CitizenId
from shared.web.forms import Form, filled
from shared.web.pages import render
from shared.web.params import Choice

router = APIRouter(include_in_schema=False)
Receiver = Annotated[Principal, Depends(may("dossier.receive"))]
MOST = 20
SCAN = "id_number"


class Intake(orders.Accept):
    """What the clerk types or scans; papers are ticked by their keys."""

    unit: Code
    channel: Literal["1", "3"] = "1"
    applicant_type: Literal["0", "1", "2"] = "0"
    id_number: CitizenId | None = None
    name: PersonName
    phone: Phone | None = None
    email: Email | None = None
    address: Line | None = None
    papers: Annotated[list[Code], Field(default_factory=list)]
    return_channel: ReturnChannel = "COUNTER"
    request: Line | None = None

    def filing(self, procedure_code: str, papers: Sequence[Paper]) -> Filing:
        applicant = Applicant(
            type=self.applicant_type,
            name=self.name,
            email=self.email,
            phone=self.phone,
            address=self.address,
            id_number=self.id_number,
        )
        return Filing(
            procedure_code=procedure_code,
            unit=self.unit,
            channel=self.channel,
            applicant=applicant,
            papers=list(papers),
            limit=self.limit(),
            return_channel=self.return_channel,
            request=self.request,
        )


SAYS: forms.Says = {
    **orders.SAYS,
    "name": {"MISSING": "Nhập họ, chữ đệm và tên người nộp."},
    "id_number": "Quét mã QR trên thẻ hoặc nhập số căn cước gồm 12 chữ số.",
    "phone": "Nhập số điện thoại, ví dụ 0912 345 678.",
    "email": "Nhập địa chỉ thư điện tử, ví dụ ten@example.vn.",
    "unit": "Chọn cơ quan nhận hồ sơ.",
}


class Chosen(BaseModel):
    """Kind and number of copies of one paper, as the clerk corrected them."""

    kind: Annotated[str, Field(pattern=r"^[012]$")]
    copies: Annotated[int, Field(ge=1, le=99)]


@router.get("/desk/intake")
async def choose(request: Request, who: Receiver, q: str = "") -> Response:
    """Which procedure: by code or words. One that fits alone is opened at once."""
    async with transaction(request.app.state.pool) as conn:
        room = await enter(request, conn, who)
        asked = search.asked(q[:200], spoken())
        found = await finding.procedures(conn, asked, Within(clock.today()), MOST) if q else None
        units = await offices.units(conn, room.units, clock.today()) if found else []
        offered = [p for p in found.procedures if _fit(p, units)] if found else []
    exact = [p for p in offered if p.code == q.strip()]
    partly = "hx-request" in request.headers
    if not partly and (len(offered) == 1 or exact):
        return RedirectResponse(f"/desk/intake/{(exact or offered)[0].code}", 303)
    return render(
        request,
        "desk/intake/choose.html",
        htmx=True,
        q=q,
        found=offered,
        asked=bool(q),
        partly=partly,
    )


@router.get("/desk/intake/{code}")
async def fill_in(request: Request, code: str, who: Receiver) -> Response:
    """The one form of an intake: papers ticked as the procedure wants them."""
    async with transaction(request.app.state.pool) as conn:
        known = await _known(request, conn, who, code)
    procedure, detail, units = known
    first = units[0].unit_id
    form = filled(
        unit=first,
        channel="1",
        applicant_type="0",
        return_channel="COUNTER",
        limit_unit="working_day",
        papers=[paper.key for paper in detail.handed_in if paper.required],
        idempotency_key=once.new_key(),
        **{f"kind-{p.key}": p.kind for p in detail.handed_in},
        **{f"copies-{p.key}": p.copies for p in detail.handed_in},
    )
    return _page(request, procedure, detail, units, form)


@router.post("/desk/intake/{code}")
async def take(request: Request, code: str, who: Receiver) -> Response:
    """Receive it once; a card that was scanned fills the form, and the form comes back."""
    form = await forms.read(request, Intake, SAYS)
    async with transaction(request.app.state.pool) as conn:
        procedure, detail, units = await _known(request, conn, who, code)
    if scanned := card.scanned(form.first(SCAN)):
        return _page(request, procedure, detail, units, _with_card(form, scanned), focus="phone")
    form = _with_limit(form, procedure)
    papers, form = _papers(form, detail)
    if form.value is not None:
        filing = form.value.filing(procedure.code, papers)
        try:
            return RedirectResponse(await _receive(request, who, form, filing), 303)
        except Problem as problem:
            form = refused(form, problem)
    return _page(request, procedure, detail, units, form)


async def _receive(request: Request, who: Principal, form: Form[Any], filing: Filing) -> str:
    """Received, with the secret and link of its slip; where it is shown."""
    dossier_id = uuid4()
    number = request.app.state.keys.id_index(filing.applicant.id_number)
    _, access = counter_access(link_keys(request), dossier_id)
    new = New(dossier_id, uuid4(), clock.now(), access, number)

    async def work(conn: Connection) -> str:
        received = await receive(conn, request.app.state.numbers, who, filing, new)
        return f"/desk/dossiers/{received.dossier_id}/received"

    return await once.run(request, who, form, work)


async def _known(
    request: Request, conn: Connection, who: Principal, code: str
) -> tuple[Procedure, Detail, Sequence[Unit]]:
    """The procedure in force, and the receiver's offices that take it. Raises what is not so."""
    room = await enter(request, conn, who)
    procedure = await reference.procedure(conn, code[:60], clock.today())
    if procedure is None:
        raise ProcedureUnknown
    units = await _units(conn, room, procedure)
    if not units:
        raise ProcedureNotOffered
    return procedure, await offices.detail(conn, procedure), units


async def _units(conn: Connection, room: Room, procedure: Procedure) -> Sequence[Unit]:
    """The receiver's own offices that take the procedure in, those below them after."""
    own = [held.unit_id for held in room.who.assignments]
    fit = _fit(procedure, await offices.units(conn, room.units, clock.today()))
    return sorted(fit, key=lambda unit: (unit.unit_id not in own, unit.name))


def _fit(procedure: Procedure, units: Sequence[Unit]) -> Sequence[Unit]:
    return [unit for unit in units if _offers(procedure, unit)]


def _offers(procedure: Procedure, unit: Unit) -> bool:
    try:
        terms.check_offered(procedure, unit)
    except ProcedureNotOffered:
        return False
    return True


def _with_card(form: Form[Any], scanned: card.Card) -> Form[Any]:
    """What the card says stands in the form; nothing that was typed is lost."""
    told = {SCAN: [scanned.number], "name": [scanned.name]}
    if scanned.address and not form.first("address"):
        told["address"] = [scanned.address]
    return Form(values={**form.values, **{name: v for name, v in told.items() if v[0]}})


def _with_limit(form: Form[Any], procedure: Procedure) -> Form[Any]:
    """Where the catalogue has no limit, all three fields of it are needed."""
    if not _asks_limit(procedure, form.first("channel") or "1"):
        return form
    for name, said in (
        ("limit_amount", "Ghi thời hạn bằng số, từ 1 đến 400."),
        ("limit_reason", "Ghi lý do, căn cứ của thời hạn; in trên Giấy tiếp nhận."),
    ):
        if not form.first(name):
            form = form.refused(name, said)
    return form


def _asks_limit(procedure: Procedure, channel: str) -> bool:
    try:
        return terms.published_limit(procedure, channel) is None
    except ChannelNotOffered:
        return False


def _papers(form: Form[Any], detail: Detail) -> tuple[Sequence[Paper], Form[Any]]:
    """The ticked papers with kind and copies; a number that is none is a fault at its field."""
    listed = {paper.key for paper in detail.handed_in}
    papers: list[Paper] = []
    for key in dict.fromkeys(form.all("papers")):
        if key not in listed:
            continue
        typed = {"kind": [form.first(f"kind-{key}")], "copies": [form.first(f"copies-{key}")]}
        chosen = forms.check(typed, Chosen).value
        if chosen is None:
            form = form.refused(f"copies-{key}", "Ghi số bản từ 1 đến 99.")
        else:
            papers.append(Paper(key=key, kind=chosen.kind, copies=chosen.copies))
    return papers, form


def _page(
    request: Request,
    procedure: Procedure,
    detail: Detail,
    units: Sequence[Unit],
    form: Form[Any],
    focus: str = SCAN,
) -> Response:
    channel = form.first("channel") or "1"
    return render(
        request,
        "desk/intake/form.html",
        status=422 if form.errors else 200,
        procedure=procedure,
        papers=detail.handed_in,
        shown=[paper for paper in detail.papers if paper.shown],
        units=[Choice(unit.unit_id, unit.name) for unit in units],
        form=form,
        key=form.first(once.FIELD),
        focus="" if form.errors else focus,
        asks_limit=_asks_limit(procedure, channel),
        limit_units=needs.LIMIT_UNITS,
        kinds=[Choice(kind, name) for kind, name in KINDS.items()],
        channels=[Choice("1", "Tại quầy"), Choice("3", "Bưu chính")],
        types=[Choice("0", "Công dân"), Choice("1", "Doanh nghiệp"), Choice("2", "Hộ kinh doanh")],
        returns=needs.RETURNS,
    )
