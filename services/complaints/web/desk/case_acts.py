"""Giving a case to a verifier, the dialogue, and the decision, at a desk."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from services.complaints import store
from services.complaints.domain.case import class_of
from services.complaints.domain.permissions import VERIFIER
from services.complaints.domain.registration import Decision, Dialogue, Verification
from services.complaints.domain.resolution import Recover
from services.complaints.handlers import case as handlers
from services.complaints.handlers import desk, reach
from services.complaints.web.desk import words
from services.complaints.web.desk.deciding import built, decide, given_in
from services.complaints.web.desk.sheets import SAYS, Assigning, Hearing, Resolving
from services.complaints.web.desk.showing import show_sheet, unchanged, yes
from shared.auth import Principal, may
from shared.clock import now, today
from shared.db import Connection, transaction
from shared.web import forms
from shared.web.forms import Form, filled
from shared.web.params import Choice

router = APIRouter(include_in_schema=False)
Assigner = Annotated[Principal, Depends(may("case.assign"))]
Hearer = Annotated[Principal, Depends(may("case.hear"))]
Decider = Annotated[Principal, Depends(may("case.resolve"))]
BASE = "/desk/cases/{case_id}"
GIVEN_BACK = tuple(Recover.model_fields)


@router.get(BASE + "/assign")
async def ask_assign(request: Request, case_id: UUID, who: Assigner) -> Response:
    return await _assigning(request, case_id, who, filled(on=today()))


@router.post(BASE + "/assign")
async def assign(request: Request, case_id: UUID, who: Assigner) -> Response:
    form: Form[Any] = await forms.read(request, Assigning, SAYS)
    if form.value:
        given: Assigning = form.value
        form, told = built(form, Verification, staff_id=given.staff_id, on=given.on)
        if told:
            verification = told

            async def act(conn: Connection) -> object:
                return await handlers.assign(conn, who, case_id, verification, now())

            done = await _do(request, case_id, who, form, act)
            if isinstance(done, Response):
                return done
            form = done
    return await _assigning(request, case_id, who, form)


@router.get(BASE + "/dialogue")
async def ask_hear(request: Request, case_id: UUID, who: Hearer) -> Response:
    form = filled(on=today(), mandatory="yes", present=["COMPLAINANT", "CASE_LEADER"])
    return await _hearing(request, case_id, who, form)


@router.post(BASE + "/dialogue")
async def hear(request: Request, case_id: UUID, who: Hearer) -> Response:
    form: Form[Any] = await forms.read(request, Hearing, SAYS)
    if form.value:
        given: Hearing = given_in(form)
        mandatory = yes(given.mandatory)
        form, told = built(form, Dialogue, present=given.present, mandatory=mandatory, on=given.on)
        if told:
            dialogue = told

            async def act(conn: Connection) -> object:
                return await handlers.hear(conn, who, case_id, dialogue, now())

            done = await _do(request, case_id, who, form, act)
            if isinstance(done, Response):
                return done
            form = done
    return await _hearing(request, case_id, who, form)


@router.get(BASE + "/resolve")
async def ask_resolve(request: Request, case_id: UUID, who: Decider) -> Response:
    nothing = dict.fromkeys((*GIVEN_BACK, "persons_to_discipline"), 0)
    form = filled(on=today(), to_police="no", **nothing)
    return await _resolving(request, case_id, who, form)


@router.post(BASE + "/resolve")
async def resolve(request: Request, case_id: UUID, who: Decider) -> Response:
    form: Form[Any] = await forms.read(request, Resolving, SAYS)
    if form.value:
        form, told = _decision(form)
        if told:
            decision = told

            async def act(conn: Connection) -> object:
                return await handlers.resolve(conn, who, case_id, decision, now())

            done = await _do(request, case_id, who, form, act)
            if isinstance(done, Response):
                return done
            form = done
    return await _resolving(request, case_id, who, form)


def _decision(form: Form[Any]) -> tuple[Form[Any], Decision | None]:
    given: dict[str, Any] = given_in(form).model_dump()
    recover = {name: given.pop(name) for name in GIVEN_BACK}
    told = {**given, "views_agree": yes(given["views_agree"]), "to_police": yes(given["to_police"])}
    return built(form, Decision, recover=Recover(**recover), **told)


async def _do(
    request: Request, case_id: UUID, who: Principal, form: Form[Any], act: Any
) -> Response | Form[Any]:
    async def work(conn: Connection) -> str:
        case = await reach.case(conn, who, case_id)
        await unchanged(conn, case.petition_id, form)
        await act(conn)
        return f"/desk/cases/{case_id}?saved=1"

    return await decide(request, who, form, work)


async def _assigning(request: Request, case_id: UUID, who: Principal, form: Form[Any]) -> Response:
    async with transaction(request.app.state.pool) as conn:
        sheet = await desk.case(conn, who, case_id)
        unit = sheet.petition.unit_id
        [role] = VERIFIER
        people = await store.staff_of(conn, unit, role, today())
        barred = sheet.dossier.answerable if sheet.dossier else frozenset()
        fit = [one for one in people if one.staff_id not in barred]
        choices = [Choice(str(one.staff_id), one.name, one.title) for one in fit]
        return await show_sheet(
            request,
            conn,
            who,
            sheet,
            "desk/assign.html",
            form,
            people=choices,
            all_barred=bool(people) and not fit,
            office=sheet.offices.get(unit, unit),
        )


async def _hearing(request: Request, case_id: UUID, who: Principal, form: Form[Any]) -> Response:
    async with transaction(request.app.state.pool) as conn:
        sheet = await desk.case(conn, who, case_id)
        return await show_sheet(
            request,
            conn,
            who,
            sheet,
            "desk/dialogue.html",
            form,
            present=words.choices("present"),
            yes_no=words.YES_NO,
        )


async def _resolving(request: Request, case_id: UUID, who: Principal, form: Form[Any]) -> Response:
    async with transaction(request.app.state.pool) as conn:
        sheet = await desk.case(conn, who, case_id)
        return await show_sheet(
            request,
            conn,
            who,
            sheet,
            "desk/resolve.html",
            form,
            conclusions=words.choices("conclusion"),
            effects=words.choices("effect"),
            yes_no=words.YES_NO,
            judged=words.of("class", class_of(today(), sheet.case.due_on)) if sheet.case else "",
        )
