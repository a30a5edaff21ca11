"""Whose letter a browser is writing: a token in its cookie, and the sealed draft under it."""

import secrets
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from services.complaints.domain.lodging import Draft
from services.complaints.handlers import lodging
from services.complaints.seal import Seal
from shared.clock import now
from shared.db import transaction

COOKIE = "__Host-complaints-letter"


def token_of(request: Request) -> str:
    return request.cookies.get(COOKIE, "")


async def read(request: Request) -> tuple[Draft, datetime] | None:
    """The draft and when it was kept; None where there is none."""
    token, seal = token_of(request), _seal(request)
    if not token:
        return None
    async with transaction(request.app.state.pool) as conn:
        return await lodging.draft(conn, seal, token)


async def keep(request: Request, response: Response, draft: Draft, *, new: bool) -> None:
    """Keep the draft; a new letter gets a token, which only this browser holds."""
    token = secrets.token_urlsafe(24) if new else token_of(request)
    async with transaction(request.app.state.pool) as conn:
        await lodging.keep(conn, _seal(request), token, draft, now())
    if new:
        response.set_cookie(COOKIE, token, secure=True, httponly=True, samesite="lax")


def _seal(request: Request) -> Seal:
    seal: Seal = request.app.state.seal
    return seal
