"""A paper that a draft has files of and the procedure asks for no more: which paper is it now?"""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.intake.domain.procedure import WantedPaper
from services.intake.store import drafts, files
from services.intake.web.drafts import Citizen, Open, load, page
from services.intake.web.uploads import remove, shown_files
from shared import clock
from shared.db import transaction
from shared.web import forms
from shared.web.forms import Form, filled
from shared.web.i18n import N_
from shared.web.params import Choice

router = APIRouter(include_in_schema=False)
FURTHER = "+"  # no key of a paper
WHICH = N_("Chọn giấy tờ mà các tệp này thuộc về.")


class Said(BaseModel):
    """Which paper it is, or a file to take away."""

    paper: str = ""
    remove: UUID | None = None


@router.get("/my/drafts/{draft_id}/kept/{key}")
async def ask(request: Request, draft_id: UUID, key: str, who: Citizen) -> Response:
    shown = await load(request, who, draft_id)
    return _page(request, shown, _paper(shown, key), filled(paper=FURTHER))


@router.post("/my/drafts/{draft_id}/kept/{key}")
async def say(request: Request, draft_id: UUID, key: str, who: Citizen) -> Response:
    """The files are that paper's from now on, or stay as they are."""
    form = await forms.read(request, Said)
    shown = await load(request, who, draft_id)
    paper = _paper(shown, key)
    said = form.value or Said()
    if said.remove:
        await remove(request, said.remove, draft_id)
        rest = len(shown.of(key)) > 1
        return RedirectResponse(request.url.path if rest else f"/my/drafts/{draft_id}", 303)
    if said.paper not in (FURTHER, *(one.key for one in shown.papers)):
        return _page(request, shown, paper, form.refused("paper", WHICH), 422)
    if said.paper != FURTHER:
        async with transaction(request.app.state.pool) as conn:
            await files.are_of(conn, draft_id, key, said.paper)
            await drafts.touch(conn, draft_id, clock.now())
    return RedirectResponse(f"/my/drafts/{draft_id}", 303)


def _paper(shown: Open, key: str) -> WantedPaper:
    found = next((paper for paper in shown.further if paper.key == key), None)
    if found is None:
        raise HTTPException(404)
    return found


def _page(
    request: Request, shown: Open, paper: WantedPaper, form: Form[Any], status: int = 200
) -> Response:
    further = Choice(FURTHER, N_("Không phải giấy tờ nào ở trên: gửi kèm như giấy tờ khác"))
    choices = [*(Choice(one.key, one.name) for one in shown.papers), further]
    kept = shown_files(shown.of(paper.key))
    return page(
        request,
        "draft/kept.html",
        shown,
        status=status,
        paper=paper,
        form=form,
        kept=kept,
        choices=choices,
    )
