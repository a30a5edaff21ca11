"""The other outcomes at a desk: guided, sent on, returned, filed, withdrawn, answered."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from services.complaints import store
from services.complaints.domain.office import offices
from services.complaints.domain.outcome import Answer, Charge, Outcome
from services.complaints.handlers import outcome
from services.complaints.web.desk import words
from services.complaints.web.desk.deciding import built, decide
from services.complaints.web.desk.sheets import SAYS, Answering, Dated, Ending, Rejecting
from services.complaints.web.desk.showing import show, unchanged, yes
from shared.auth import Principal, may
from shared.clock import now, today
from shared.db import Connection, transaction
from shared.web import forms
from shared.web.forms import Form, filled
from shared.web.params import Choice

router = APIRouter(include_in_schema=False)
Ender = Annotated[Principal, Depends(may("petition.end"))]
Charger = Annotated[Principal, Depends(may("petition.take_charge"))]
Answerer = Annotated[Principal, Depends(may("petition.answer"))]
How = Literal["guide", "transfer", "return", "file", "withdrawn"]
BASE = "/desk/petitions/{petition_id}"
Act = Callable[[Connection], Awaitable[object]]
ELSEWHERE = ("guide", "transfer")
WITH_REASON = ("return", "file")


@router.get(BASE + "/outcome/{how}")
async def ask_end(request: Request, petition_id: UUID, how: How, who: Ender) -> Response:
    return await _ending(request, petition_id, how, who, filled(on=today()))


@router.post(BASE + "/outcome/{how}")
async def end(request: Request, petition_id: UUID, how: How, who: Ender) -> Response:
    form: Form[Any] = await forms.read(request, Ending, SAYS)
    if form.value:
        given: Ending = form.value
        form, told = built(form, Outcome, outcome=how.upper(), **given.model_dump())
        if told:
            ended, seal = told, request.app.state.seal

            async def act(conn: Connection) -> object:
                return await outcome.end(conn, seal, who, petition_id, ended, now())

            done = await _do(request, petition_id, who, form, act)
            if isinstance(done, Response):
                return done
            form = done
    return await _ending(request, petition_id, how, who, form)


@router.get(BASE + "/charge")
async def ask_charge(request: Request, petition_id: UUID, who: Charger) -> Response:
    return await show(request, who, petition_id, "desk/charge.html", filled(on=today()))


@router.post(BASE + "/charge")
async def charge(request: Request, petition_id: UUID, who: Charger) -> Response:
    form: Form[Any] = await forms.read(request, Dated, SAYS)
    if form.value:
        told = Charge(on=form.value.on)

        async def act(conn: Connection) -> object:
            return await outcome.take_charge(conn, who, petition_id, told, now())

        done = await _do(request, petition_id, who, form, act)
        if isinstance(done, Response):
            return done
        form = done
    return await show(request, who, petition_id, "desk/charge.html", form)


@router.get(BASE + "/answer")
async def ask_answer(request: Request, petition_id: UUID, who: Answerer) -> Response:
    return await _answering(request, petition_id, who, filled(on=today()), "answer")


@router.post(BASE + "/answer")
async def answer(request: Request, petition_id: UUID, who: Answerer) -> Response:
    return await _answer(request, petition_id, who, "answer", Answering)


@router.get(BASE + "/reject")
async def ask_reject(request: Request, petition_id: UUID, who: Answerer) -> Response:
    return await _answering(request, petition_id, who, filled(on=today()), "reject")


@router.post(BASE + "/reject")
async def reject(request: Request, petition_id: UUID, who: Answerer) -> Response:
    return await _answer(request, petition_id, who, "reject", Rejecting)


async def _answer(
    request: Request, petition_id: UUID, who: Principal, how: str, model: type[BaseModel]
) -> Response:
    form: Form[Any] = await forms.read(request, model, SAYS)
    if form.value:
        given: dict[str, Any] = form.value.model_dump()
        upheld = yes(given.pop("upheld")) if how == "answer" else None
        code = "ANSWERED" if how == "answer" else "REJECTED"
        form, told = built(form, Answer, answer=code, upheld=upheld, **given)
        if told:
            said, seal = told, request.app.state.seal

            async def act(conn: Connection) -> object:
                return await outcome.answer(conn, seal, who, petition_id, said, now())

            done = await _do(request, petition_id, who, form, act)
            if isinstance(done, Response):
                return done
            form = done
    return await _answering(request, petition_id, who, form, how)


async def _do(
    request: Request, petition_id: UUID, who: Principal, form: Form[Any], act: Act
) -> Response | Form[Any]:
    async def work(conn: Connection) -> str:
        await unchanged(conn, petition_id, form)
        await act(conn)
        return f"/desk/petitions/{petition_id}?saved=1"

    return await decide(request, who, form, work)


async def _ending(
    request: Request, petition_id: UUID, how: str, who: Principal, form: Form[Any]
) -> Response:
    async with transaction(request.app.state.pool) as conn:
        known = offices(await store.known_units(conn, today())) if how in ELSEWHERE else []
    return await show(
        request,
        who,
        petition_id,
        "desk/outcome.html",
        form,
        how=how,
        title=words.OUTCOMES[how.upper()],
        units=[Choice(o.unit_id, f"{o.name} ({o.above})" if o.above else o.name) for o in known],
        reasons=words.choices("petition_reason") if how in WITH_REASON else (),
    )


async def _answering(
    request: Request, petition_id: UUID, who: Principal, form: Form[Any], how: str
) -> Response:
    return await show(
        request, who, petition_id, "desk/answer.html", form, how=how, yes_no=words.YES_NO
    )
