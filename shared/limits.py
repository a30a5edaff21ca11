"""The door's width: how large, how slow and of which type a request body may be."""

import asyncio

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.problem import Problem
from shared.problem_web import HttpProblem, answer

BODY_BYTES = 1_048_576
BODY_SECONDS = 15.0
API = "/api/"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# The rest of the body is never read: the connection can't carry another request.
CLOSE = {"Connection": "close"}


class BodyTooSlow(Problem):
    status, code = 408, "BODY_TOO_SLOW"
    title, title_en = "Nội dung gửi lên quá chậm", "The body came too slowly"


class Limits:
    """Reads the whole body before the application starts, or refuses it."""

    def __init__(self, app: ASGIApp, body_bytes: int, body_seconds: float) -> None:
        self.app = app
        self.body_bytes = body_bytes
        self.body_seconds = body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        length = headers.get("content-length")
        if length in (None, "0") and "transfer-encoding" not in headers:
            await self.app(scope, receive, send)
            return
        try:
            _check_type(scope, headers)
            body = await self._read(int(length or 0), receive)
        except Problem as problem:
            await answer(problem, scope)(scope, receive, send)
            return
        if body is not None:
            await self.app(scope, _again(body, receive), send)

    async def _read(self, length: int, receive: Receive) -> bytes | None:
        """The body; None when the client went away."""
        body = bytearray()
        try:
            async with asyncio.timeout(self.body_seconds):
                while length <= self.body_bytes and len(body) <= self.body_bytes:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    body += message.get("body", b"")
                    if not message.get("more_body", False) and len(body) <= self.body_bytes:
                        return bytes(body)
        except TimeoutError:
            raise BodyTooSlow(headers=CLOSE) from None
        raise HttpProblem(413, CLOSE)


def install(
    app: FastAPI, *, body_bytes: int = BODY_BYTES, body_seconds: float = BODY_SECONDS
) -> None:
    """Refuse bodies over the limits before any route sees them."""
    app.add_middleware(Limits, body_bytes=body_bytes, body_seconds=body_seconds)


def _check_type(scope: Scope, headers: Headers) -> None:
    if scope["method"] in SAFE or not scope["path"].startswith(API):
        return
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HttpProblem(415, CLOSE)


def _again(body: bytes, receive: Receive) -> Receive:
    given = False

    async def from_the_start() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return from_the_start
