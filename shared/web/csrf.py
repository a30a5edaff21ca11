"""Requests that change something come from our own pages: where they started, and a token.

A page of ours is asked for by the browser's Sec-Fetch-Site (by Origin where an old browser sends
none), and by a token that is the first field of each form and belongs to the visitor's cookie.
"""

import contextlib
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import FormData, Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.problem import Problem
from shared.problem_web import answer
from shared.web.form_token import VISITOR, Tokens

FIELD = "csrf"
HEADER = "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Programs come with a bearer token, which no foreign page can make a browser send.
API = "/api/"
PEEK = 4_096
TYPED = "typed"
POSTED = "posted_forms"


class ForeignRequest(Problem):
    status, code = 403, "FOREIGN_REQUEST"
    title = "Yêu cầu không đến từ trang của hệ thống"
    title_en = "The request did not come from our own page"


class FormExpired(Problem):
    status, code = 403, "FORM_EXPIRED"
    title, title_en = "Biểu mẫu đã hết hạn", "The form has expired"


class Csrf:
    """Refuses unsafe requests that did not start on a page of ours."""

    def __init__(self, app: ASGIApp, tokens: Tokens, exempt: Iterable[str] = ()) -> None:
        self.app = app
        self.tokens = tokens
        self.exempt = frozenset(exempt)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})
        try:
            receive = await self._checked(scope, receive)
        except Problem as problem:
            await answer(problem, scope)(scope, receive, send)
            return
        try:
            await self.app(scope, receive, self._with_cookie(scope, send))
        finally:
            for posted in scope["state"].pop(POSTED, ()):
                await posted.close()

    async def _checked(self, scope: Scope, receive: Receive) -> Receive:
        path = scope["path"]
        if scope["method"] in SAFE or path.startswith(API) or path in self.exempt:
            return receive
        headers = Headers(scope=scope)
        if not is_own(headers):
            raise ForeignRequest
        token = headers.get(HEADER)
        if token is None:
            start, receive = await _peek(receive)
            token = first_field(start, headers.get("content-type", ""))
        if not self.tokens.fits(token, HTTPConnection(scope)):
            await _keep_typed(scope, receive)
            raise FormExpired
        return receive

    def _with_cookie(self, scope: Scope, send: Send) -> Send:
        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and (given := scope["state"].get(VISITOR)):
                cookie = f"{self.tokens.visitor}={given}; Path=/; Secure; HttpOnly; SameSite=Lax"
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        return with_cookie


def is_own(headers: Headers) -> bool:
    """Whether the request started on this very origin."""
    if (site := headers.get("sec-fetch-site")) is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    # Our no-referrer makes browsers without Sec-Fetch-Site hide their Origin; then the token
    # alone decides, and the cookie it belongs to is SameSite.
    if origin == "null":
        return True
    return origin is not None and urlsplit(origin).netloc == headers.get("host")


def first_field(start: bytes, content_type: str) -> str:
    """The token at the beginning of a form's body; empty where there is none."""
    kind, _, options = content_type.partition(";")
    if kind.strip().lower() == "application/x-www-form-urlencoded":
        name, value = (parse_qsl(start.split(b"&", 1)[0].decode("latin-1")) or [("", "")])[0]
        return value if name == FIELD else ""
    if kind.strip().lower() == "multipart/form-data" and "boundary=" in options:
        lines = start.split(b"\r\n", 4)
        wanted = f'content-disposition: form-data; name="{FIELD}"'.encode()
        if len(lines) == 5 and lines[1].lower() == wanted and lines[2] == b"":
            return lines[3].decode("latin-1")
    return ""


async def _peek(receive: Receive) -> tuple[bytes, Receive]:
    """The beginning of the body, and a receive that gives all of it."""
    seen: list[Message] = []
    start = b""
    more = True
    while more and len(start) < PEEK:
        message = await receive()
        seen.append(message)
        start += message.get("body", b"")
        more = message.get("more_body", False)

    async def again() -> Message:
        return seen.pop(0) if seen else await receive()

    return start, again


async def _keep_typed(scope: Scope, receive: Receive) -> None:
    """Let the page of the refusal offer to send it again, where the form was surely ours."""
    if Headers(scope=scope).get("sec-fetch-site") != "same-origin":
        return
    with contextlib.suppress(HTTPException, MultiPartException):
        async with Request(scope, receive).form() as posted:
            scope["state"][TYPED] = typed(posted)


def typed(posted: FormData) -> list[tuple[str, str]]:
    """The texts of a form without its token."""
    pairs = posted.multi_items()
    return [(n, v) for n, v in pairs if isinstance(v, str) and n != FIELD]
