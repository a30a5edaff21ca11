"""A small service with a log-in, and the real dev issuer, for tests of sessions.

The service's people are a Person each: a browser without a window at both places.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlsplit

import httpx
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from faststream.kafka import KafkaRouter
from joserfc.jwk import RSAKey
from pydantic import BaseModel

from shared.auth import EVERYONE, SIGNED_IN, Principal, Right, anyone, may, visitor
from shared.db import Pool
from shared.service import Service, build
from shared.settings import WebSettings
from shared.web import forms
from shared.web.frame import Frame
from shared.web.i18n import N_
from shared.web.pages import Web, render
from stack import ports
from stack.issuer.app import application
from tests.shared.doors import employ, units
from tests.shared.web import first_key, served
from tests.web.visitor import Page, Visitor

RECEIVER, CITIZEN = "receiver-450", "citizen"
RIGHTS = {
    "desk.open": Right(frozenset({"receiver"}), "unit"),
    "thing.own": SIGNED_IN,
    "shortcuts.choose": SIGNED_IN,
    "thing.look": EVERYONE,
}
Clerk = Annotated[Principal, Depends(may("desk.open"))]
Anybody = Annotated[Principal, Depends(may("thing.own"))]


class Note(BaseModel):
    words: str


def routes() -> APIRouter:
    """Pages of each kind: an official's, any account's, everybody's; and a program's door."""
    router = APIRouter()

    @router.get("/", dependencies=[Depends(anyone("thing.look"))])
    async def home(request: Request) -> Response:
        who = visitor(request)
        return Response(who.name if who else "nobody", media_type="text/plain")

    @router.get("/page", dependencies=[Depends(anyone("thing.look"))])
    async def page(request: Request) -> Response:
        return render(request, "identity/logged_out.html")

    @router.get("/desk")
    async def desk(request: Request, who: Clerk) -> Response:
        return render(request, "identity/again.html", kept=None)

    @router.get("/unit/{unit_id}")
    async def unit(unit_id: str, request: Request, who: Clerk) -> Response:
        async with request.app.state.pool.acquire() as conn:
            await who.require_unit(conn, unit_id)
        return Response("yours", media_type="text/plain")

    @router.post("/desk/note")
    async def note(request: Request, who: Clerk) -> Response:
        form = await forms.read(request, Note)
        return Response(f"{who.name}: {form.first('words')}", media_type="text/plain")

    @router.get("/mine")
    async def mine(who: Anybody) -> dict[str, Any]:
        return {"subject": who.subject, "name": who.name, "staff_id": str(who.staff_id)}

    @router.get("/api/mine")
    async def api(who: Anybody) -> str:
        return who.subject

    return router


def settings(issuer: str, address: str, **more: Any) -> WebSettings:
    return WebSettings(
        http_port=1,
        database_url="postgresql://nobody@127.0.0.1:1/nothing",
        kafka_bootstrap="127.0.0.1:1",
        kafka_user="nobody",
        kafka_password="nothing",
        oidc_issuer=issuer,
        web_secret="w" * 32,
        MOTCUA_INTAKE_URL=address,
        **more,
    )


def frame(request: Request) -> Frame:
    desk = request.url.path.startswith("/desk")
    return Frame(
        setting="desk" if desk else "citizen",
        service=N_("Dịch vụ công"),
        province="Tỉnh Quảng Bình",
        here=request.url.path,
    )


@dataclass
class House:
    """The service and its issuer; `crook` is what the issuer's tokens are changed by."""

    app: FastAPI
    issuer: FastAPI
    pool: Pool
    address: str
    crook: dict[str, Any] = field(default_factory=dict)

    def person(self) -> "Person":
        return Person(self, Visitor(self.app), Visitor(self.issuer))


@asynccontextmanager
async def opened(
    pool: Pool, monkeypatch: Any, address: str = "https://test", key: RSAKey | None = None
) -> AsyncIterator[House]:
    """Both at work: the service asks the issuer over a real socket."""
    port = ports.free_port(set())
    url = f"http://127.0.0.1:{port}"
    monkeypatch.setenv("MOTCUA_INTAKE_URL", address)
    issuer = application(key or first_key(), url, "i" * 32)
    web = Web("intake", "w" * 32, frame, production=False)
    told = settings(url, address)
    app = build(Service("intake", told, [routes()], KafkaRouter(), RIGHTS, web=web))
    app.state.pool = pool
    await units(pool)
    await employ(pool, RECEIVER, "receiver", "450")
    async with served(issuer, port):
        yield House(app, issuer, pool, address)


@dataclass
class Person:
    """Somebody with a browser: `here` at the service, `there` at the issuer."""

    house: House
    here: Visitor
    there: Visitor

    async def sent_away(self, path: str = "/desk") -> str:
        """Ask for a page without a session; where the browser is sent to."""
        return (await self.here.get(path)).headers["location"]

    async def chooses(self, address: str, subject: str = RECEIVER) -> str:
        """Press a button at the issuer; where the browser is sent back to."""
        answer = await self.there.get(path_of(address))
        if answer.status_code == 200:
            hidden = {f["name"]: f["value"] for f in Page(answer.text).all("input")}
            answer = await self.there.post("/authorize", data=hidden | {"sub": subject})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def comes_back(self, address: str) -> httpx.Response:
        return await self.here.get(path_of(address))

    async def logs_in(self, subject: str = RECEIVER, path: str = "/desk") -> httpx.Response:
        """The whole way; the answer that brings the session."""
        away = await self.sent_away(path)
        return await self.comes_back(await self.chooses(away, subject))

    async def token(self, path: str = "/page") -> str:
        """The token of the first form of a page."""
        found = re.search(r'name="csrf" value="([^"]+)"', (await self.here.get(path)).text)
        assert found is not None
        return found.group(1)

    @property
    def session(self) -> str:
        return self.here.cookies.get("__Host-intake") or ""


def path_of(address: str) -> str:
    at = urlsplit(address)
    return f"{at.path}?{at.query}" if at.query else at.path
