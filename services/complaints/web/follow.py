"""Following a letter without an account: by its number and secret, or by the link given."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from itsdangerous import BadSignature, URLSafeTimedSerializer
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.complaints.domain.running import running
from services.complaints.handlers import following
from services.complaints.handlers.books import law
from services.complaints.web import progress
from services.complaints.web.say import say
from services.complaints.web.why import why
from shared.auth import anyone
from shared.clock import now
from shared.db import transaction
from shared.lookup import Tried
from shared.problem_web import HttpProblem
from shared.web import forms
from shared.web.forms import filled
from shared.web.i18n import N_, language
from shared.web.pages import render
from shared.web.sites import sites

router = APIRouter(include_in_schema=False, dependencies=[Depends(anyone("petition.follow"))])
# After the secret was shown once, its page can be turned to and back for so long.
COOKIE = "__Host-complaints-follow"
OPEN_S = 900
SAYS: forms.Says = {
    "code": {"MISSING": N_("Nhập mã đơn, ví dụ DT-450-2026-00012.")},
    "secret": {"MISSING": N_("Nhập mã tra cứu gồm 8 chữ và số.")},
}
WRONG = N_("Mã đơn hoặc mã tra cứu chưa đúng. Sau 5 lần sai, phải chờ 15 phút.")
LOCKED = N_("Đã nhập sai 5 lần. Chờ 15 phút rồi thử lại.")


class Asked(BaseModel):
    code: Annotated[str, Field(max_length=60)]
    secret: Annotated[str, Field(max_length=60)]


@router.get("/follow")
async def ask(request: Request, code: str = "") -> Response:
    return render(request, "follow/ask.html", form=filled(code=code[:60] or None))


@router.post("/follow")
async def look(request: Request) -> Response:
    """Try the secret; the same answer for a wrong one and for a code that does not exist."""
    form = await forms.read(request, Asked, SAYS)
    if form.value is None:
        return render(request, "follow/ask.html", status=422, form=form)
    state = request.app.state
    code = form.value.code.replace(" ", "").upper()
    keys = state.settings.link_keys()
    tried, petition_id = await following.try_secret(
        state.pool, keys, code, form.value.secret, now()
    )
    if petition_id is None:
        said = LOCKED if tried is Tried.LOCKED else WRONG
        return render(request, "follow/ask.html", status=422, form=form.refused("secret", said))
    response = RedirectResponse("/follow/status", 303)
    signed = _signer(request).dumps(petition_id.hex)
    response.set_cookie(COOKIE, signed, max_age=OPEN_S, secure=True, httponly=True, samesite="lax")
    return response


@router.get("/follow/status")
async def status(request: Request) -> Response:
    """The letter whose secret was just shown."""
    try:
        opened = UUID(_signer(request).loads(request.cookies.get(COOKIE, ""), max_age=OPEN_S))
    except (BadSignature, ValueError):
        return RedirectResponse("/follow", 303)
    return await _page(request, opened)


@router.post("/follow/close")
async def close(request: Request) -> Response:
    """Leave nothing of it in a browser that others use too."""
    response = RedirectResponse("/follow", 303)
    response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="lax")
    return response


@router.get("/follow/link/{token}")
async def link(request: Request, token: str) -> Response:
    """The letter that a link names; nobody guesses one."""
    async with transaction(request.app.state.pool) as conn:
        petition_id = await following.by_link(conn, token[:100])
    if petition_id is None:
        raise HttpProblem(404)
    return await _page(request, petition_id)


async def _page(request: Request, petition_id: UUID) -> Response:
    async with transaction(request.app.state.pool) as conn:
        followed = await following.load(conn, petition_id)
        rules = await law(conn)
    if followed is None:
        raise HttpProblem(404)
    petition, lang = followed.petition, language(request)
    waiting = running(petition, followed.case)
    return render(
        request,
        "follow/status.html",
        followed=followed,
        headline=progress.headline(followed),
        steps=progress.steps(followed, waiting, say(request), lang),
        why=why(rules, waiting, petition.rule_version, now()) if waiting else None,
        office=followed.offices.get(petition.unit_id, petition.unit_id),
        at=sites(request.app.state.settings),
    )


def _signer(request: Request) -> URLSafeTimedSerializer:
    secret = request.app.state.settings.web_secret.get_secret_value()
    return URLSafeTimedSerializer(secret, salt="complaints.follow")
