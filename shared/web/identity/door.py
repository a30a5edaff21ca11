"""Who stands before the pages: the cookie looked up once a request, strangers sent to log in."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from shared import clock, reference
from shared.auth import ACCOUNT, Account
from shared.db import Connection, is_outage
from shared.problem import Problem
from shared.problem_web import answer
from shared.settings import WebSettings
from shared.web.assets import PREFIX
from shared.web.csrf import SAFE, is_own, typed
from shared.web.identity import kept, sessions
from shared.web.identity.cookies import Cookies, Pending, own_path
from shared.web.identity.kept import Kept
from shared.web.identity.oidc import Client
from shared.web.identity.sessions import Limits
from shared.web.problem_pages import wants_page
from shared.web.sites import sites

UNIT = "account_unit"
# Nobody is looked up for these.
OPEN = ("/api/", "/health/", "/metrics", f"{PREFIX}/")
MOST_FIELDS = 500


@dataclass(frozen=True)
class Identity:
    """What the log-in of one service is made of."""

    service: str
    cookies: Cookies
    client: Client
    limits: Limits


def identity(service: str, settings: WebSettings) -> Identity:
    """By the settings of a service with pages."""
    address: str = getattr(sites(settings), service)
    return Identity(
        service,
        Cookies(service, settings.web_secret.get_secret_value()),
        Client(service, address, settings.oidc_issuer, settings.discovery_url()),
        Limits(
            timedelta(seconds=settings.session_idle_s),
            timedelta(seconds=settings.session_longest_s),
        ),
    )


class Accounts:
    """Looks up whose session a request belongs to, for its route and its frame."""

    def __init__(self, app: ASGIApp, identity: Identity) -> None:
        self.app = app
        self.identity = identity

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(OPEN):
            cookie = self.identity.cookies.session_of(HTTPConnection(scope))
            pool = scope["app"].state.pool
            if cookie and pool is not None:
                await self._look_up(scope, pool, cookie)
        await self.app(scope, receive, send)

    async def _look_up(self, scope: Scope, pool: Any, cookie: str) -> None:
        state = scope.setdefault("state", {})
        try:
            async with pool.acquire(timeout=10) as conn:
                account = await self._account(conn, cookie)
                state[ACCOUNT] = account
                state[UNIT] = await unit_name(conn, account) if account else ""
        except Exception as error:
            if not is_outage(error):
                raise
            state[ACCOUNT] = error  # a page that asks who is there answers 503, others go on

    async def _account(self, conn: Connection, cookie: str) -> Account | None:
        holder = await sessions.find(conn, cookie, self.identity.limits, clock.real())
        if holder is None:
            return None
        staff = await reference.staff_by_subject(conn, holder.subject)
        return Account(holder.subject, holder.name, staff)


async def unit_name(conn: Connection, account: Account) -> str:
    """The unit of an official's first post, as the mast names it."""
    for post in account.held():
        unit = await reference.unit(conn, post.unit_id, clock.today())
        return unit.name if unit else ""
    return ""


async def ask_to_log_in(request: Request, error: Exception) -> Response:
    """The answer to a page without a session: away to the issuer, and back to here."""
    assert isinstance(error, Problem)  # noqa: S101
    if not wants_page(request.scope):
        return answer(error, request.scope)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method in SAFE:
        ticket = request.app.state.identity.cookies.pending(request).ticket
        return await away(request, Pending(next=own_path(here), ticket=ticket))
    return await away(request, Pending(ticket=await _keep(request, here) or ""))


async def away(request: Request, pending: Pending) -> Response:
    """To the issuer, with what must be known on the way back in a cookie."""
    mine: Identity = request.app.state.identity
    response, state = await mine.client.begin(request)
    mine.cookies.set_pending(response, replace(pending, state=state))
    return response


async def _keep(request: Request, here: str) -> str | None:
    """Keep what was typed on a page of ours, for whoever's session has just ended."""
    if not is_own(request.headers) or not urlsplit(here).path.isprintable():
        return None
    mine: Identity = request.app.state.identity
    try:
        async with request.form(max_fields=MOST_FIELDS) as posted:
            files = any(isinstance(value, UploadFile) for value in posted.values())
            form = Kept(here, typed(posted), files)
    except (HTTPException, MultiPartException):
        return None
    async with request.app.state.pool.acquire(timeout=10) as conn, conn.transaction():
        subject = await sessions.owner(conn, mine.cookies.session_of(request))
        return await kept.keep(conn, form, subject, clock.real())
