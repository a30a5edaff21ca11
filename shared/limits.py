"""The door's width: how large, how slow and of which type a request body may be."""

import asyncio
import re
import time

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.problem import Problem
from shared.problem_web import HttpProblem, answer

BODY_BYTES = 1_048_576
BODY_SECONDS = 15.0
# A body with files is handed on as it comes: it may be large and slow, but never silent for long.
UPLOAD_BYTES = 110_000_000
UPLOAD_SECONDS = 1_800.0
SILENT_SECONDS = 30.0
API = "/api/"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# The rest of the body is never read: the connection can't carry another request.
CLOSE = {"Connection": "close"}


class BodyTooSlow(Problem):
    status, code = 408, "BODY_TOO_SLOW"
    title, title_en = "Nội dung gửi lên quá chậm", "The body came too slowly"


class Limits:
    """Reads the whole body before the application starts, or refuses it.

    `uploads`: paths whose bodies are streamed through instead.
    """

    def __init__(
        self, app: ASGIApp, body_bytes: int, body_seconds: float, uploads: re.Pattern[str] | None
    ) -> None:
        self.app = app
        self.body_bytes = body_bytes
        self.body_seconds = body_seconds
        self.uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        length = headers.get("content-length")
        if length in (None, "0") and "transfer-encoding" not in headers:
            await self.app(scope, receive, send)
            return
        try:
            if self.uploads and self.uploads.fullmatch(scope["path"]):
                await self._stream(int(length or 0), scope, receive, send)
                return
            _check_type(scope, headers)
            body = await self._read(int(length or 0), receive)
        except Problem as problem:
            await answer(problem, scope)(scope, receive, send)
            return
        if body is not None:
            await self.app(scope, _again(body, receive), send)

    async def _stream(self, length: int, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the body on piece by piece; nothing is answered to a client that went away."""
        if length > UPLOAD_BYTES:
            raise HttpProblem(413, CLOSE)
        try:
            await self.app(scope, _measured(receive), send)
        except ClientDisconnect:
            return

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
    app: FastAPI,
    *,
    body_bytes: int = BODY_BYTES,
    body_seconds: float = BODY_SECONDS,
    uploads: re.Pattern[str] | None = None,
) -> None:
    """Refuse bodies over the limits before any route sees them."""
    app.add_middleware(Limits, body_bytes=body_bytes, body_seconds=body_seconds, uploads=uploads)


def _check_type(scope: Scope, headers: Headers) -> None:
    if scope["method"] in SAFE or not scope["path"].startswith(API):
        return
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HttpProblem(415, CLOSE)


def _measured(receive: Receive) -> Receive:
    """The body as it comes, until it is too much, too slow or silent. Raises Problem."""
    came, whole, until = 0, False, time.monotonic() + UPLOAD_SECONDS

    async def piece() -> Message:
        nonlocal came, whole
        if whole:
            return await receive()
        patience = min(SILENT_SECONDS, until - time.monotonic())
        try:
            async with asyncio.timeout(max(patience, 0)):
                message = await receive()
        except TimeoutError:
            raise BodyTooSlow(headers=CLOSE) from None
        came += len(message.get("body", b""))
        if came > UPLOAD_BYTES:
            raise HttpProblem(413, CLOSE)
        whole = not message.get("more_body", False)
        return message

    return piece


def _again(body: bytes, receive: Receive) -> Receive:
    given = False

    async def from_the_start() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return from_the_start
