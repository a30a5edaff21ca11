"""Writing a letter, one question a page; what is written is kept sealed and sent once."""

from collections.abc import Mapping
from typing import Any, Literal
from uuid import uuid4

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.complaints import store
from services.complaints.domain.lodging import Draft
from services.complaints.domain.office import Office, name, offices
from services.complaints.domain.refusals import FieldRefused, LodgingIncomplete
from services.complaints.handlers import lodging
from services.complaints.web import letter
from services.complaints.web.letter_forms import (
    DENUNCIATION,
    KINDS,
    ORDER,
    STATED,
    STEPS,
    after,
    before,
)
from services.complaints.web.say import say
from shared import lookup
from shared.auth import anyone, visitor
from shared.clock import now, today
from shared.db import transaction
from shared.web import formats, forms
from shared.web.forms import Form, filled
from shared.web.i18n import N_, language
from shared.web.pages import render
from shared.web.params import Choice
from shared.web.parts import Fact

router = APIRouter(include_in_schema=False, dependencies=[Depends(anyone("petition.lodge"))])
StepName = Literal["kind", "dossier", "office", "content", "request", "sender"]
PAGES = {"dossier_code": "dossier", "dossier_id": "dossier", "unit": "office"}
CODE_UNKNOWN = N_("Không có hồ sơ mang mã này. Kiểm tra trên Giấy tiếp nhận, hoặc để trống.")


@router.get("/lodge")
async def begin(request: Request, dossier: str = "") -> Response:
    """The first question; `dossier` comes from the page of a dossier."""
    kept = await letter.read(request)
    form = filled(kind=kept[0].kind if kept else None, dossier=dossier[:60] or None)
    return await _page(request, "kind", form, kept)


@router.get("/lodge/other")
async def other(request: Request) -> Response:
    """What to do with a denunciation: no form, nothing is kept, not even that it was read."""
    return render(request, "lodge/other.html")


@router.get("/lodge/check")
async def check(request: Request) -> Response:
    kept = await letter.read(request)
    if (missing := _missing(kept[0] if kept else Draft())) or kept is None:
        return RedirectResponse(f"/lodge/{missing or 'kind'}", 303)
    facts = await _facts(request, kept[0])
    return render(request, "lodge/check.html", facts=facts, kept_at=kept[1], draft=kept[0])


@router.post("/lodge/check")
async def send(request: Request) -> Response:
    """Send it. A second press finds it sent; what is missing leads back to its page."""
    token, state = letter.token_of(request), request.app.state
    kept = await letter.read(request)
    if kept and (missing := _missing(kept[0])):
        return RedirectResponse(f"/lodge/{missing}", 303)
    if kept:
        state.sending.step(request)
    if token:
        keys = state.settings.link_keys()
        try:
            async with transaction(state.pool) as conn:
                await lodging.lodge(conn, state.seal, keys, token, now(), uuid4())
        except FieldRefused as refused:  # a dossier or an office that is no longer there
            return RedirectResponse(f"/lodge/{PAGES[refused.fields[0].field]}", 303)
    return RedirectResponse("/lodge/done", 303)


@router.get("/lodge/done")
async def done(request: Request) -> Response:
    """The number and the secret, while this browser may still need to write them down."""
    token, state = letter.token_of(request), request.app.state
    async with transaction(state.pool) as conn:
        sent = await lodging.sent(conn, state.seal, token, now()) if token else None
        petition = await store.find_petition(conn, sent.petition_id) if sent else None
        units = await store.units(conn, [petition.unit_id]) if petition else []
        kept = await store.link_hash(conn, petition.petition_id) if petition else None
    if sent is None or petition is None:
        return RedirectResponse("/follow", 303)
    keys = state.settings.link_keys()
    link = lookup.token_again(keys, lodging.LINK, petition.petition_id, lodging.FIRST, kept)
    return render(
        request,
        "lodge/done.html",
        petition=petition,
        secret=sent.secret,
        link=f"/follow/link/{link}",
        office=name(units[0]) if units else petition.unit_id,
    )


@router.get("/lodge/{step}")
async def ask(request: Request, step: StepName) -> Response:
    kept = await letter.read(request)
    if kept is None and step != "kind":
        return RedirectResponse("/lodge", 303)
    values = kept[0].model_dump() if kept else {}
    if step == "sender" and not values.get("name"):
        who = visitor(request)
        values["name"] = who.name if who else None
    if step == "office" and not values.get("unit_id"):
        values["unit_id"] = await _unit_of(request, values.get("dossier_code"))
    return await _page(request, step, filled(**values), kept)


@router.post("/lodge/{step}")
async def answer(request: Request, step: StepName) -> Response:
    """Keep an answer and go on, or back to the check when it came from there."""
    kept = await letter.read(request)
    if kept is None and step != "kind":
        raise LodgingIncomplete
    form = await forms.read(request, STEPS[step].model, STEPS[step].says)
    form = await _known(request, step, form)
    if form.value is None:
        return await _page(request, step, form, kept, status=422)
    if form.first("kind") == DENUNCIATION:
        return RedirectResponse("/lodge/other", 303)
    draft = _with(kept[0] if kept else Draft(), form, language(request))
    response = RedirectResponse(after(step) if _missing(draft) else "/lodge/check", 303)
    await letter.keep(request, response, draft, new=kept is None)
    return response


async def _page(
    request: Request, step: str, form: Form[Any], kept: Any, *, status: int = 200
) -> Response:
    choices: list[Choice] = []
    if step == "office":
        choices = [Choice(o.unit_id, _label(o)) for o in await _offices(request)]
    return render(
        request,
        f"lodge/{step}.html",
        status=status,
        form=form,
        action=f"/lodge/{step}",
        kept_at=kept[1] if kept else None,
        place=ORDER.index(step) + 1,
        places=len(ORDER),
        back=before(step),
        kinds=KINDS,
        offices=choices,
        stated=kept[0].kind if kept else None,
    )


async def _known(request: Request, step: str, form: Form[Any]) -> Form[Any]:
    """The form with what only the service knows: whether there is such a dossier or office."""
    if form.value is None:
        return form
    if step == "dossier" and (code := form.first("dossier_code")):
        request.app.state.naming.step(request)
        async with transaction(request.app.state.pool) as conn:
            if await store.dossier_id_of(conn, code.upper()) is None:
                return form.refused("dossier_code", CODE_UNKNOWN)
    if step == "office":
        known = {office.unit_id for office in await _offices(request)}
        if form.first("unit_id") not in known:
            return form.refused("unit_id", N_("Chọn cơ quan."))
    return form


def _with(draft: Draft, form: Form[Any], lang: str) -> Draft:
    answers: dict[str, Any] = form.value.model_dump() if form.value else {}
    if code := answers.get("dossier_code") or form.first("dossier"):
        answers["dossier_code"] = code.upper()
    return draft.model_copy(update={**answers, "language": lang})


def _missing(draft: Draft) -> str:
    """The first page that has no answer yet; of the dossier none is needed."""
    needed: Mapping[str, str | None] = {
        "kind": draft.kind,
        "office": draft.unit_id,
        "content": draft.content,
        "request": draft.asked,
        "sender": draft.name and draft.address,
    }
    return next((step for step, value in needed.items() if not value), "")


async def _facts(request: Request, draft: Draft) -> list[list[Fact]]:
    async with transaction(request.app.state.pool) as conn:
        units = await store.units(conn, [draft.unit_id or ""])
    office = name(units[0]) if units else draft.unit_id
    words = say(request)
    about = [
        Fact(N_("Loại đơn"), words(STATED[draft.kind or ""]), "/lodge/kind"),
        Fact(N_("Mã hồ sơ liên quan"), draft.dossier_code, "/lodge/dossier", number=True),
        Fact(N_("Gửi đến"), office, "/lodge/office"),
        Fact(N_("Nội dung"), draft.content, "/lodge/content"),
        Fact(N_("Yêu cầu"), draft.asked, "/lodge/request"),
    ]
    sender = [
        Fact(N_("Họ, chữ đệm và tên"), draft.name, "/lodge/sender"),
        Fact(N_("Địa chỉ"), draft.address, "/lodge/sender"),
        Fact(N_("Số điện thoại"), formats.phone(draft.phone) or None, "/lodge/sender", number=True),
        Fact(N_("Thư điện tử"), draft.email, "/lodge/sender"),
    ]
    return [about, sender]


async def _offices(request: Request) -> list[Office]:
    async with transaction(request.app.state.pool) as conn:
        return offices(await store.served_units(conn, today()))


async def _unit_of(request: Request, dossier_code: str | None) -> str | None:
    """The office that has the dossier: most letters are about it."""
    if not dossier_code:
        return None
    async with transaction(request.app.state.pool) as conn:
        dossier_id = await store.dossier_id_of(conn, dossier_code)
        dossier = await store.find_dossier(conn, dossier_id) if dossier_id else None
    return dossier.unit_id if dossier else None


def _label(office: Office) -> str:
    return f"{office.name} ({office.above})" if office.above else office.name
