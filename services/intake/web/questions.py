"""The questions of an online filing: one a page, saved as soon as it is answered."""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple, Self
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.intake.domain import terms
from services.intake.domain.draft import PARTS, Answers, Who
from services.intake.domain.filing import Code, ReturnChannel
from services.intake.domain.refusals import DraftFiled, ProcedureNotOffered
from services.intake.store import drafts, offices
from services.intake.web import words
from services.intake.web.drafts import Citizen, Open, load, page
from shared import clock, reference
from shared.contact import Email, PersonName, Phone
from shared.db import Connection, transaction
from shared.web import forms
from shared.web.fields import CitizenId
from shared.web.forms import Form, filled
from shared.web.i18n import N_, language
from shared.web.params import Choice

router = APIRouter(include_in_schema=False)
NO_CONTACT = N_("Nhập thư điện tử hoặc số điện thoại để nhận thông báo về hồ sơ.")
EMAIL = N_("Nhập địa chỉ thư điện tử đúng dạng, ví dụ binh@example.vn.")
PHONE = N_("Nhập số điện thoại, ví dụ 0912 345 678.")
UNIT = N_("Chọn cơ quan nhận hồ sơ.")


class WhoForm(BaseModel):
    who: Who


class NameForm(BaseModel):
    name: PersonName


class IdForm(BaseModel):
    id_number: CitizenId


class ContactForm(BaseModel):
    """Either is enough; an answer that is left empty is taken back."""

    email: Email | None = None
    phone: Phone | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if not (self.email or self.phone):
            raise PydanticCustomError("no_contact", NO_CONTACT)
        return self


class UnitForm(BaseModel):
    unit: Code


class ReturnedForm(BaseModel):
    returned: ReturnChannel


class Question(NamedTuple):
    """What a page asks and what it says to a wrong answer."""

    form: type[BaseModel]
    says: forms.Says


QUESTIONS: Mapping[str, Question] = {
    "who": Question(WhoForm, {"who": N_("Chọn người đứng tên hồ sơ.")}),
    "name": Question(NameForm, {"name": {"MISSING": N_("Nhập tên chủ hồ sơ.")}}),
    "id-number": Question(
        IdForm,
        {"id_number": {"MISSING": N_("Nhập số CCCD gồm 12 chữ số, ví dụ 044 085 001 234.")}},
    ),
    "contact": Question(ContactForm, {"email": EMAIL, "phone": PHONE, "": NO_CONTACT}),
    "unit": Question(UnitForm, {"unit": UNIT}),
    "returned": Question(ReturnedForm, {"returned": N_("Chọn cách nhận kết quả.")}),
}
RETURNED = (
    Choice("COUNTER", N_("Tại Bộ phận Một cửa")),
    Choice("POST", N_("Qua bưu chính công ích"), N_("Phí bưu chính trả khi nhận.")),
    Choice("ONLINE", N_("Bản điện tử")),
)
WHO = (
    Choice("SELF", N_("Cho bản thân tôi")),
    Choice("OTHER", N_("Cho người khác"), N_("Con, cha mẹ, người ủy quyền cho bạn …")),
    Choice("COMPANY", N_("Cho doanh nghiệp, tổ chức")),
    Choice("HOUSEHOLD", N_("Cho hộ kinh doanh")),
)
CHECK = "check"
Commune = Annotated[str, Query(max_length=100)]


class After(BaseModel):
    """Where an answer leads: back to the check, where it was changed from there."""

    back: Annotated[str, Field(max_length=10)] = ""


@router.get("/my/drafts/{draft_id}/{question}")
async def ask(
    request: Request,
    draft_id: UUID,
    question: str,
    who: Citizen,
    back: Annotated[str, Query(max_length=10)] = "",
    commune: Commune = "",
) -> Response:
    asked = _question(question)
    shown = await load(request, who, draft_id)
    answered = shown.draft.answers.model_dump()
    if question == "name" and answered["who"] == "SELF":
        answered["name"] = answered["name"] or who.name
    values = {name: answered[name] for name in asked.form.model_fields}
    return await _page(request, shown, question, filled(**values), back, commune)


@router.post("/my/drafts/{draft_id}/{question}")
async def take(request: Request, draft_id: UUID, question: str, who: Citizen) -> Response:
    asked = _question(question)
    form = await forms.read(request, asked.form, asked.says)
    back = form.first("back")
    shown = await load(request, who, draft_id)
    if form.value is not None and question == "unit":
        form = await _offered(request, shown, form)
    if form.value is None:
        return await _page(request, shown, question, form, back, form.first("commune"), 422)
    async with transaction(request.app.state.pool) as conn:
        saved = await drafts.answer(conn, shown.draft, form.value.model_dump(), clock.now())
    if saved is None:
        raise DraftFiled(draft_id)
    return RedirectResponse(f"/my/drafts/{draft_id}{_next(question, saved.answers, back)}", 303)


def _question(name: str) -> Question:
    if name not in QUESTIONS:
        raise HTTPException(404)
    return QUESTIONS[name]


def _next(question: str, answers: Answers, back: str) -> str:
    """The next open question of the part; else the check it came from, or the list of tasks."""
    part = next(names for names in PARTS.values() if question in names)
    open_ = [one for one in part if one in answers.asked() and not answers.answered(one)]
    if open_:
        return f"/{open_[0]}" + (f"?back={CHECK}" if back == CHECK else "")
    return f"/{CHECK}" if back == CHECK else ""


async def _page(
    request: Request,
    shown: Open,
    question: str,
    form: Form[Any],
    back: str,
    commune: str,
    status: int = 200,
) -> Response:
    choices: list[Choice] = []
    few = False
    if question == "unit":
        async with request.app.state.pool.acquire(timeout=10) as conn:
            choices, few = await _offices(conn, shown, commune, language(request))
    return page(
        request,
        "draft/question.html",
        shown,
        status=status,
        question=question,
        form=form,
        back=CHECK if back == CHECK else "",
        commune=commune,
        few=few,
        choices={"who": WHO, "returned": RETURNED, "unit": choices},
    )


async def _offices(
    conn: Connection, shown: Open, commune: str, lang: str
) -> tuple[list[Choice], bool]:
    """All where there are few; else those of the commune, or the one that was chosen before."""
    today = clock.today()
    few = await offices.few(conn, shown.procedure, today)
    found = {unit.unit_id: Choice(unit.unit_id, words.office(unit)) for unit in few}
    if not few:
        for one in await offices.communes(conn, commune, today):
            unit = await offices.office_of(conn, shown.procedure, one.unit.unit_id, today)
            if unit:
                beside = one.parent if unit == one.unit else ""
                name = words.office(unit) + (f" ({beside})" if beside else "")
                hint = words.hours(unit.opening_hours, lang)
                found.setdefault(unit.unit_id, Choice(unit.unit_id, name, hint))
    chosen = shown.draft.answers.unit
    if chosen and not commune and chosen not in found:
        unit = await reference.unit(conn, chosen, today)
        if unit:
            found[chosen] = Choice(
                chosen, words.office(unit), words.hours(unit.opening_hours, lang)
            )
    return list(found.values()), bool(few)


async def _offered(request: Request, shown: Open, form: Form[Any]) -> Form[Any]:
    """A unit that the page did not offer is no answer."""
    async with request.app.state.pool.acquire(timeout=10) as conn:
        unit = await reference.unit(conn, form.value.unit, clock.today()) if form.value else None
    if unit is None:
        return form.refused("unit", UNIT)
    try:
        terms.check_offered(shown.procedure, unit)
    except ProcedureNotOffered:
        return form.refused("unit", UNIT)
    return form
