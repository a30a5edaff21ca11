"""A small service of rights: routes for each kind, officials and units, for tests of the door."""

from datetime import timedelta
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, FastAPI, Request
from httpx import AsyncClient

from shared import auth, clock, problem_web, reference
from shared.auth import EVERYONE, Principal, Right, anyone, may
from shared.db import transaction
from shared.events.intake import Assignment, Staff, Unit
from tests.shared.web import inside

RIGHTS = {
    "dossier.file": Right(frozenset({"receiver"}), "unit"),
    "case.read": Right(frozenset({"inspector"}), "any"),
    "case.verify": Right(frozenset({"verifier"}), "own"),
    "dossier.look_up": EVERYONE,
}
FILE, READ, VERIFY = may("dossier.file"), may("case.read"), may("case.verify")
DAY = timedelta(days=1)


def entrance(issuer, pool) -> AsyncClient:
    app = application()
    auth.install(app, issuer.url, issuer.discovery)
    app.state.pool = pool
    return inside(app)


def application() -> FastAPI:
    """Routes for each kind of right, under nested routers as a service has them."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.permissions = RIGHTS
    problem_web.install(app)
    api = APIRouter(prefix="/api")
    api.include_router(_dossiers())
    api.include_router(_cases())
    app.include_router(api)
    return app


def _dossiers() -> APIRouter:
    router = APIRouter(prefix="/dossiers")

    @router.post("/{unit_id}")
    async def file(unit_id: str, request: Request, who: Annotated[Principal, Depends(FILE)]) -> str:
        async with transaction(request.app.state.pool) as conn:
            await who.require_unit(conn, unit_id)
        return who.name

    @router.get("/", dependencies=[Depends(anyone("dossier.look_up"))])
    async def look_up() -> str:
        return "nothing"

    return router


def _cases() -> APIRouter:
    router = APIRouter()

    @router.get("/cases/{unit_id}")
    async def read(
        unit_id: str, request: Request, who: Annotated[Principal, Depends(READ)]
    ) -> bool:
        async with transaction(request.app.state.pool) as conn:
            return await who.sees(conn, unit_id)

    @router.get("/verifications")
    async def verify(request: Request, who: Annotated[Principal, Depends(VERIFY)]) -> list[bool]:
        async with transaction(request.app.state.pool) as conn:
            sees = await who.sees(conn, who.assignments[0].unit_id)
        return [who.owns(who.staff_id), who.owns(uuid4()), who.owns(None), sees]

    return router


async def employ(pool, subject: str, role: str, unit_id: str, since=-DAY, until_=None) -> None:
    today = clock.today()
    held = Assignment(
        unit_id=unit_id,
        roles=[role],
        valid_from=today + since,
        valid_to=None if until_ is None else today + until_,
    )
    staff = Staff(
        staff_id=uuid4(), subject=subject, name="Lê An", title="Công chức", assignments=[held]
    )
    async with transaction(pool) as conn:
        await reference.save(conn, staff)


async def units(pool) -> None:
    async with transaction(pool) as conn:
        for unit_id, parent in [("44", None), ("450", "44"), ("18859", "450"), ("452", "44")]:
            await reference.save(conn, unit(unit_id, parent))


def unit(unit_id: str, parent: str | None) -> Unit:
    return Unit(
        unit_id=unit_id,
        code=unit_id,
        kind="COMMUNE",
        level="COMMUNE",
        name="Đơn vị",
        parent_unit_id=parent,
        identification_code="H46",
        remote=False,
        opening_hours=[],
        successors=[],
    )
