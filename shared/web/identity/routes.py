"""Logging in and out of a service's pages, and what the issuer calls back for."""

from typing import Any

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from shared import audit, clock
from shared.auth import Account, visitor
from shared.db import transaction
from shared.tokens import TokenInvalid, TokenMissing
from shared.web.identity import kept, sessions
from shared.web.identity.cookies import Pending, own_path
from shared.web.identity.door import Identity, away
from shared.web.identity.oidc import CALLBACK, LOGGED_OUT, LogInFailed
from shared.web.identity.sessions import Login
from shared.web.identity.start import DESK, is_official
from shared.web.pages import render

log = structlog.get_logger()

AGAIN = "/log-in/again"
BACK_CHANNEL = "/log-out/back-channel"
router = APIRouter(include_in_schema=False)


@router.post("/log-in")
async def log_in(request: Request) -> Response:
    """To the issuer, and from there back to the page where the button was."""
    async with request.form() as form:
        wanted = own_path(str(form.get("next", "")))
    if visitor(request):
        return RedirectResponse(wanted or "/", 303)
    return await away(request, Pending(next=wanted))


@router.get(CALLBACK)
async def callback(request: Request) -> Response:
    """Back from the issuer: a session with an id of its own, whatever the browser held before."""
    mine = _identity(request)
    pending = mine.cookies.pending(request)
    if not pending.state:
        if visitor(request):  # the address was asked for once more
            return RedirectResponse("/", 303)
        raise LogInFailed
    login = await mine.client.finish(request, pending.state)
    session = await _start(request, login)
    response = RedirectResponse(await _leads(request, login, pending), 303)
    mine.cookies.set_session(response, session)
    if pending.ticket:
        mine.cookies.set_pending(response, Pending(ticket=pending.ticket))
    else:
        mine.cookies.clear(response, mine.cookies.login)
    return response


@router.get(AGAIN)
async def again(request: Request) -> Response:
    """What was typed before the session ended, to be sent again with one press."""
    mine, who = _identity(request), visitor(request)
    if who is None:
        raise TokenMissing
    ticket = mine.cookies.pending(request).ticket
    async with request.app.state.pool.acquire(timeout=10) as conn:
        form = await kept.find(conn, ticket, who.subject, clock.real()) if ticket else None
    return render(request, "identity/again.html", kept=form, status=200 if form else 404)


@router.post("/log-in/stay", status_code=204)
async def stay(request: Request) -> None:
    """Being asked for keeps a session awake; this asks for nothing else."""
    if visitor(request) is None:
        raise TokenMissing


@router.post("/log-out")
async def log_out(request: Request) -> Response:
    """End the session here and at the issuer, which ends those of the other services."""
    mine, who = _identity(request), visitor(request)
    async with transaction(request.app.state.pool) as conn:
        id_token = await sessions.end(conn, mine.cookies.session_of(request))
        if who:
            await audit.record(conn, who.subject, "session.end", "account", who.subject)
    response = RedirectResponse(await mine.client.way_out(id_token or ""), 303)
    mine.cookies.clear(response, mine.cookies.session, mine.cookies.login)
    return response


@router.get(LOGGED_OUT)
async def logged_out(request: Request) -> Response:
    return render(request, "identity/logged_out.html", public=True)


@router.post(BACK_CHANNEL)
async def back_channel(request: Request) -> Response:
    """The issuer has ended a session, so ours that began with it end too."""
    async with request.form() as form:
        token = str(form.get("logout_token", ""))
    try:
        sid, subject = await _identity(request).client.called_back(token)
    except TokenInvalid:
        return JSONResponse({"error": "invalid_request"}, 400)
    async with transaction(request.app.state.pool) as conn:
        await sessions.end_all(conn, sid, subject)
    return Response(status_code=200)


async def _start(request: Request, login: Login) -> str:
    mine = _identity(request)
    async with transaction(request.app.state.pool) as conn:
        await sessions.end(conn, mine.cookies.session_of(request))
        await audit.record(conn, login.subject, "session.start", "account", login.subject)
        return await sessions.start(conn, login, mine.limits, clock.real())


async def _leads(request: Request, login: Login, pending: Pending) -> str:
    """Where somebody goes who has logged in: where they were, or to their own first page."""
    if pending.next or pending.ticket:
        return pending.next or AGAIN
    state: Any = request.app.state
    async with state.pool.acquire(timeout=10) as conn:
        official = await state.staff_by_subject(conn, login.subject)
    if is_official(Account(login.subject, login.name, official)):
        return DESK
    home: str = state.pages.web.frame(request).home
    return home


def _identity(request: Request) -> Identity:
    mine: Identity = request.app.state.identity
    return mine
