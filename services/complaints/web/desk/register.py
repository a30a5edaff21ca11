"""Registering a petition at the counter: its sender is sealed, its receipt carries the secret."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from services.complaints import store
from services.complaints.domain.codes import ANONYMOUS
from services.complaints.domain.registration import Registration, Sender
from services.complaints.handlers import desk, lodging, reach
from services.complaints.handlers import petition as handlers
from services.complaints.web.desk import frame, words
from services.complaints.web.desk.deciding import built, decide, given_in, new_key
from services.complaints.web.desk.sheets import SAYS, Registering
from shared.auth import Principal, may
from shared.clock import now, today
from shared.db import Connection, transaction
from shared.web import forms
from shared.web.forms import Form, filled
from shared.web.params import Choice

router = APIRouter(include_in_schema=False)
Officer = Annotated[Principal, Depends(may("petition.register"))]
SENDER = ("name", "address", "phone", "email")


@router.get("/desk/register")
async def ask(request: Request, who: Officer) -> Response:
    unit = who.assignments[0].unit_id
    form = filled(unit=unit, source="DESK", received_on=today(), signatures="ONE", people=1)
    return await _page(request, who, form)


@router.post("/desk/register")
async def send(request: Request, who: Officer) -> Response:
    form: Form[Any] = await forms.read(request, Registering, SAYS)
    if form.value:
        form, told = _registration(form)
        if told:
            done = await _register(request, who, form, told)
            if isinstance(done, Response):
                return done
            form = done
    return await _page(request, who, form)


@router.get("/desk/petitions/{petition_id}/receipt")
async def receipt(request: Request, petition_id: UUID, who: Officer) -> Response:
    """What is handed to the sender; the secret is shown to who registered it, for a while."""
    state = request.app.state
    async with transaction(state.pool) as conn:
        found = await reach.petition(conn, who, petition_id)
        await reach.require_register(conn, who, found)
        sent = await lodging.sent(conn, state.seal, _token(who, petition_id), now())
        offices = await desk.names(conn, [found.unit_id])
        return await frame.page(
            request,
            conn,
            who,
            "desk/receipt.html",
            petition=found,
            secret=sent.secret.replace("-", "") if sent else "",
            office=offices.get(found.unit_id, found.unit_id),
        )


def _registration(form: Form[Any]) -> tuple[Form[Any], Registration | None]:
    given: dict[str, Any] = given_in(form).model_dump()
    person = {name: given.pop(name) for name in SENDER}
    sender: Sender | None = None
    if given["signatures"] != ANONYMOUS:
        if not person["name"]:
            return form.refused("name", "Nhập họ tên người gửi."), None
        form, sender = built(form, Sender, **person)
        if sender is None:
            return form, None
    return built(form, Registration, sender=sender, **given)


async def _register(
    request: Request, who: Principal, form: Form[Any], told: Registration
) -> Response | Form[Any]:
    state, petition_id = request.app.state, uuid4()

    async def work(conn: Connection) -> str:
        petition = await handlers.register(conn, state.seal, who, told, now(), petition_id)
        keys = state.settings.link_keys()
        token = _token(who, petition_id)
        await lodging.hand_out(conn, state.seal, keys, token, petition, now())
        return f"/desk/petitions/{petition_id}/receipt"

    return await decide(request, who, form, work)


def _token(who: Principal, petition_id: UUID) -> str:
    """Under which the secret waits: for this official alone."""
    return f"desk {who.subject} {petition_id}"


async def _page(request: Request, who: Principal, form: Form[Any]) -> Response:
    async with transaction(request.app.state.pool) as conn:
        below = await store.units_below(conn, [post.unit_id for post in who.assignments])
        units = await desk.names(conn, below)
        return await frame.page(
            request,
            conn,
            who,
            "desk/register.html",
            here=frame.NEW,
            status=422 if form.errors else 200,
            form=form,
            key=new_key(),
            units=[Choice(unit, name) for unit, name in sorted(units.items())],
            sources=words.choices("source"),
            signatures=words.choices("signatures"),
        )
