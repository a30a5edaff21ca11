"""How it went, once, when it is over (NĐ 61/2018 Điều 31)."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.intake.domain.commands import Rating
from services.intake.domain.procedure import ONLINE
from services.intake.domain.refusals import AlreadyRated
from services.intake.handlers import outcome
from services.intake.handlers.steps import Act
from services.intake.web.doors import Door, Linked, Own
from services.intake.web.dossier import page
from shared import clock, outbox
from shared.contact import Text
from shared.db import transaction
from shared.events.intake import Answers
from shared.web import forms
from shared.web.i18n import N_

router = APIRouter(include_in_schema=False)
Score = Annotated[int, Field(ge=1, le=5)] | None
NO_ANSWER = N_("Trả lời ít nhất một câu.")


class RatingForm(BaseModel):
    """The questions of the law; one that is left out was not answered."""

    time: Score = None
    agencies: Score = None
    contacts: Score = None
    accuracy: Score = None
    attitude: Score = None
    cost: Score = None
    answers: Score = None
    online: Score = None
    words: Text | None = None


@router.post("/my/dossiers/{dossier_id}/rating")
async def own(request: Request, door: Own) -> Response:
    return await _rate(request, door)


@router.post("/dossiers/{token}/rating")
async def linked(request: Request, door: Linked) -> Response:
    return await _rate(request, door)


async def _rate(request: Request, door: Door) -> Response:
    """A second press finds it rated and is told the same."""
    form = await forms.read(request, RatingForm)
    told = form.value.model_dump(exclude={"words"}, exclude_none=True) if form.value else {}
    if form.value is None or not told:
        refused = form if form.errors else form.refused("time", NO_ANSWER)
        return await page(request, door, refused, status=422)
    body = Rating(answers=Answers(**told), text=form.value.words, channel=ONLINE)
    try:
        async with transaction(request.app.state.pool) as conn:
            await outcome.rate(conn, Act(door.actor, door.dossier_id, None, clock.now()), body)
    except AlreadyRated:
        return RedirectResponse(f"{door.base}?done=rated", 303)
    outbox.wake()
    return RedirectResponse(f"{door.base}?done=rated", 303)
