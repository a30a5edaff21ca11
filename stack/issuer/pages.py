"""What a person sees of the issuer: everybody one can be, and the way out."""

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import structlog
from fastapi import APIRouter, Request, Response
from joserfc.errors import JoseError
from starlette.responses import RedirectResponse

from shared.problem import Problem
from shared.tls import trusted
from shared.web.frame import Frame, province_name
from shared.web.pages import render
from stack.issuer import tokens
from stack.issuer.asking import Asked, Refused, asked
from stack.issuer.people import groups, name_of
from stack.personas import province

log = structlog.get_logger()

ROOM = Path(__file__).parent
COOKIE = "__Host-issuer-sso"
SSO_S = 12 * 3600
SSO = "sso"
router = APIRouter()


class AskedWrongly(Problem):
    status, code = 400, "ASKED_WRONGLY"
    title, title_en = "Không đăng nhập được từ liên kết này", "This link leads to no log-in"


@dataclass(frozen=True)
class Known:
    """Who is logged in here already, in which of our sessions."""

    subject: str
    sid: str


def frame(request: Request) -> Frame:
    """A citizen's page with nothing around it: one comes here from a service and goes back."""
    known = request.app.state.clients
    return Frame(
        setting="citizen",
        service="Đăng nhập thử nghiệm",
        province=province_name(province()),
        home=f"{known['intake'].address}/" if "intake" in known else "/health/ready",
        languages=False,
    )


@router.get("/authorize")
async def authorize(request: Request) -> Response:
    """Whoever is logged in goes straight back; others choose who they are."""
    wanted = _asked(request, request.query_params)
    known = _known(request)
    if known and request.query_params.get("prompt") not in ("login", "select_account"):
        return _back(request, wanted, known)
    if request.query_params.get("prompt") == "none":
        issuer: str = request.app.state.issuer
        return RedirectResponse(wanted.answered(issuer, error="login_required"), 303)
    return render(request, "personas.html", groups=groups(), fields=wanted.fields())


@router.post("/authorize")
async def choose(request: Request) -> Response:
    """One press of a button."""
    async with request.form() as form:
        sent = {name: str(value) for name, value in form.items()}
    wanted, subject = _asked(request, sent), sent.get("sub", "")
    if name_of(subject) is None:
        raise AskedWrongly("Không có người dùng thử này.")
    known = Known(subject, uuid.uuid4().hex)
    response = _back(request, wanted, known)
    told = {"sub": subject, "sid": known.sid}
    key, issuer = request.app.state.key, request.app.state.issuer
    cookie = tokens.sign(key, issuer, SSO, SSO_S, **told)
    response.set_cookie(COOKIE, cookie, secure=True, httponly=True, samesite="lax")
    return response


@router.api_route("/logout", methods=["GET", "POST"])
async def log_out(request: Request) -> Response:
    """End the session of an id token: here, then at every service, then back to who asked."""
    async with request.form() as form:
        sent = {**request.query_params, **{name: str(value) for name, value in form.items()}}
    state = request.app.state
    try:
        claims = tokens.read(state.key, state.issuer, sent.get("id_token_hint", ""))
    except (JoseError, ValueError):
        raise AskedWrongly("Yêu cầu đăng xuất không kèm phiên đăng nhập.") from None
    client = state.clients.get(claims.get("aud"))
    if client is None or sent.get("post_logout_redirect_uri") != client.logged_out:
        raise AskedWrongly("Địa chỉ sau khi đăng xuất không thuộc hệ thống.")
    await _call_back(state, claims["sub"], claims.get("sid", ""))
    query = f"?{urlencode({'state': sent['state']})}" if "state" in sent else ""
    response = RedirectResponse(client.logged_out + query, 303)
    response.set_cookie(COOKIE, "", max_age=0, secure=True, httponly=True, samesite="lax")
    return response


async def _call_back(state: Any, subject: str, sid: str) -> None:
    """Tell each service; one that does not answer keeps its session until that ends by itself."""

    async def tell(http: httpx.AsyncClient, name: str, url: str) -> None:
        token = tokens.logout_token(state.key, state.issuer, name, subject, sid)
        try:
            (await http.post(url, data={"logout_token": token})).raise_for_status()
        except httpx.HTTPError as error:
            log.warning("back-channel log-out failed", service=name, why=repr(error))

    async with httpx.AsyncClient(verify=trusted(), trust_env=False, timeout=3) as http:
        await asyncio.gather(
            *(tell(http, name, client.back_channel) for name, client in state.clients.items())
        )


def _asked(request: Request, sent: Mapping[str, str]) -> Asked:
    try:
        return asked(request.app.state.clients, sent)
    except Refused as refusal:
        raise AskedWrongly(str(refusal)) from None


def _known(request: Request) -> Known | None:
    """By the cookie of an earlier log-in, if it is ours, in time, and of somebody there is."""
    state = request.app.state
    try:
        claims = tokens.read(state.key, state.issuer, request.cookies.get(COOKIE, ""), SSO)
    except (JoseError, ValueError):
        return None
    known = name_of(claims["sub"]) is not None
    return Known(claims["sub"], claims["sid"]) if known else None


def _back(request: Request, wanted: Asked, known: Known) -> Response:
    state = request.app.state
    code = state.codes.give(wanted, known.subject, known.sid)
    return RedirectResponse(wanted.answered(state.issuer, code=code), 303)
