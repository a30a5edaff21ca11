"""A new look-up secret at the counter: told once, on the page that answers."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from services.intake.domain.offers import LABELS, Doing
from services.intake.handlers.reissue import reissue
from services.intake.handlers.steps import Act
from services.intake.web.desk import dossier as pages
from services.intake.web.desk import orders
from services.intake.web.desk.room import link_keys
from services.intake.web.desk.steps import refused
from shared import clock, lookup, outbox
from shared.auth import Principal, may
from shared.db import transaction
from shared.problem import Problem
from shared.web import forms
from shared.web.forms import Form, filled
from shared.web.pages import render

router = APIRouter(include_in_schema=False)
Receiver = Annotated[Principal, Depends(may("dossier.reissue_secret"))]
PATH = f"/desk/dossiers/{{dossier_id}}/{Doing.REISSUE}"


@router.get(PATH)
async def ask(request: Request, dossier_id: UUID, who: Receiver) -> Response:
    """Whether the identity paper was looked at."""
    return await _page(request, who, dossier_id, filled())


@router.post(PATH)
async def give(request: Request, dossier_id: UUID, who: Receiver) -> Response:
    """The new secret. Pressed twice there are two, of which the last one holds."""
    form = await forms.read(request, orders.Reissue, orders.SAYS)
    if form.value is None:
        return await _page(request, who, dossier_id, form)
    secret = lookup.new_secret(link_keys(request))
    try:
        async with transaction(request.app.state.pool) as conn:
            act = Act(who, dossier_id, None, clock.now())
            await reissue(conn, act, secret.hash)
    except Problem as problem:
        return await _page(request, who, dossier_id, refused(form, problem))
    outbox.wake()
    return await _page(request, who, dossier_id, form, secret.shown)


async def _page(
    request: Request, who: Principal, dossier_id: UUID, form: Form[Any], secret: str = ""
) -> Response:
    async with transaction(request.app.state.pool) as conn:
        opened = await pages.load(request, conn, who, dossier_id)
    return render(
        request,
        "desk/reissue.html",
        status=422 if form.errors else 200,
        form=form,
        secret=secret.replace("-", ""),
        label=LABELS[Doing.REISSUE],
        **pages.context(opened),
    )
