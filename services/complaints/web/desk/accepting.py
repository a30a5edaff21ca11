"""Accepting a complaint, or not: the due date is shown before it is confirmed."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from services.complaints.domain import deadline
from services.complaints.domain import petition as petitions
from services.complaints.domain.outcome import Refusal
from services.complaints.domain.petition import Petition
from services.complaints.domain.registration import Acceptance
from services.complaints.domain.running import Running
from services.complaints.handlers import acts, desk, outcome
from services.complaints.handlers import petition as handlers
from services.complaints.handlers.books import law
from services.complaints.web.desk import words
from services.complaints.web.desk.deciding import built, decide, given_in
from services.complaints.web.desk.sheets import SAYS, Accepting, Refusing
from services.complaints.web.desk.showing import show, show_sheet, unchanged, yes
from services.complaints.web.why import Why, why
from shared.auth import Principal, may
from shared.clock import now, today
from shared.db import Connection, transaction
from shared.problem import Problem
from shared.web import forms
from shared.web.forms import Form, filled
from shared.worktime.rules import case_of

router = APIRouter(include_in_schema=False)
Leader = Annotated[Principal, Depends(may("petition.accept"))]
Refuser = Annotated[Principal, Depends(may("petition.refuse"))]
ACCEPT = "/desk/petitions/{petition_id}/accept"
REFUSE = "/desk/petitions/{petition_id}/refuse"


@router.get(ACCEPT)
async def ask(request: Request, petition_id: UUID, who: Leader) -> Response:
    async with transaction(request.app.state.pool) as conn:
        sheet = await desk.petition(conn, who, petition_id)
        found = sheet.petition.classification
        form = filled(
            complex="yes" if found and found.complex else "no",
            remote="yes" if found and found.remote else "no",
            on=today(),
        )
        return await _page(request, conn, who, sheet, form)


@router.post(ACCEPT)
async def accept(request: Request, petition_id: UUID, who: Leader) -> Response:
    """First the due date, then the act."""
    form: Form[Any] = await forms.read(request, Accepting, SAYS)
    if form.value and form.first("confirmed") == "yes":
        done = await _accept(request, petition_id, who, form)
        if isinstance(done, Response):
            return done
        form = done
    async with transaction(request.app.state.pool) as conn:
        sheet = await desk.petition(conn, who, petition_id)
        shown: Why | None = None
        if form.value:
            form, shown = await _due(conn, sheet.petition, form)
        if shown is None:
            return await _page(request, conn, who, sheet, form)
        return await show_sheet(
            request, conn, who, sheet, "desk/accept_confirm.html", form, why=shown
        )


async def _accept(request: Request, petition_id: UUID, who: Principal, form: Form[Any]) -> Any:
    given: Accepting = given_in(form)
    told = Acceptance(complex=yes(given.complex), remote=yes(given.remote), on=given.on)
    case_id = uuid4()

    async def work(conn: Connection) -> str:
        await unchanged(conn, petition_id, form)
        await handlers.accept(conn, who, petition_id, told, now(), case_id)
        return f"/desk/cases/{case_id}?saved=1"

    return await decide(request, who, form, work)


async def _due(
    conn: Connection, petition: Petition, form: Form[Any]
) -> tuple[Form[Any], Why | None]:
    """By when it would have to be decided; or the form with what stands against it."""
    given: Accepting = given_in(form)
    try:
        _, found = petitions.accept(petition)
        on = await acts.dated(conn, petition.petition_id, given.on, now(), found.classified_on)
    except Problem as refused:
        return form.refused(refused.fields[0].field if refused.fields else "", refused.title), None
    rules, is_complex, remote = await law(conn), yes(given.complex), yes(given.remote)
    due_on = deadline.resolution_due(
        rules, petition.rule_version, on, complex_=is_complex, remote=remote
    )
    limit = Running("KN1_RESOLVE", case_of(remote=remote, complex_=is_complex), on, due_on)
    return form, why(rules, limit, petition.rule_version, now())


async def _page(
    request: Request, conn: Connection, who: Principal, sheet: desk.Sheet, form: Form[Any]
) -> Response:
    return await show_sheet(
        request, conn, who, sheet, "desk/accept.html", form, yes_no=words.YES_NO
    )


@router.get(REFUSE)
async def ask_refusal(request: Request, petition_id: UUID, who: Refuser) -> Response:
    return await _refusal(request, petition_id, who, filled(on=today()))


@router.post(REFUSE)
async def refuse(request: Request, petition_id: UUID, who: Refuser) -> Response:
    form: Form[Any] = await forms.read(request, Refusing, SAYS)
    if form.value:
        given: Refusing = form.value
        form, told = built(form, Refusal, **given.model_dump())
        if told:
            done = await _refuse(request, petition_id, who, form, told)
            if isinstance(done, Response):
                return done
            form = done
    return await _refusal(request, petition_id, who, form)


async def _refuse(
    request: Request, petition_id: UUID, who: Principal, form: Form[Any], told: Refusal
) -> Any:
    async def work(conn: Connection) -> str:
        await unchanged(conn, petition_id, form)
        seal = request.app.state.seal
        await outcome.refuse(conn, seal, who, petition_id, told, now(), uuid4())
        return f"/desk/petitions/{petition_id}?saved=1"

    return await decide(request, who, form, work)


async def _refusal(
    request: Request, petition_id: UUID, who: Principal, form: Form[Any]
) -> Response:
    reasons = words.choices("na")
    return await show(request, who, petition_id, "desk/refuse.html", form, reasons=reasons)
