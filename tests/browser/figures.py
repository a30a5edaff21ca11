"""The reporting service with a year of a province in it, for the browser and for screenshots."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, NamedTuple

from services.reporting import app as reporting
from services.reporting.handlers import folding
from services.reporting.settings import Settings
from services.reporting.store.reach import reach
from shared import clock, reference
from shared.db import Pool, open_pool, transaction
from shared.events.complaints import (
    ComplaintAccepted,
    ComplaintResolved,
    PetitionAnswered,
    PetitionReceived,
)
from stack.embedded import Stack
from tests.databases import Postgres
from tests.reporting.province import fill
from tests.reporting.world import at, made, official
from tests.shared.web import served
from tests.web.signed_in import new_session

NOW = datetime(2026, 11, 25, 14, 5, tzinfo=clock.VN)
ROLES = ("procedure_controller", "case_leader")
PAGES = {
    "figures": ("/?period=2026-Q4", ""),
    "figures-unit": ("/units/450?period=2026-Q4", ""),
    "table06": ("/desk/reports/06?period=2026-Q4", "procedure_controller"),
    "complaints-summary": ("/desk/complaints?period=2026-Q4", "case_leader"),
}


class Site(NamedTuple):
    """Where it is, and the cookies of an official's session by the role."""

    address: str
    sessions: Mapping[str, str]

    def state(self, role: str) -> Any:
        """The storage of a browser in which that official is logged in; nobody by ""."""
        cookie = {
            "name": "__Host-reporting",
            "value": self.sessions.get(role, ""),
            "domain": "localhost",
            "path": "/",
            "expires": -1,
            "secure": True,
            "httpOnly": True,
            "sameSite": "Lax",
        }
        return {"cookies": [cookie] if role else [], "origins": []}


@asynccontextmanager
async def figures_site(stack: Stack) -> AsyncIterator[Site]:
    """At 14:05 of one day, whatever the day of the test."""
    server = Postgres(stack)
    database = server.fresh("reporting")
    pool = await open_pool(database.app["reporting"], size=4)
    clock.set_offset((NOW - datetime.now(clock.VN)).total_seconds())
    try:
        await _fill(pool)
        settings = Settings(
            http_port=8000,
            database_url=database.app["reporting"],
            oidc_issuer="http://127.0.0.1:1",
            web_secret="w" * 32,
            kafka_bootstrap="127.0.0.1:1",
            kafka_user="reporting",
            kafka_password="-",
        )
        app = reporting.make(settings)
        app.state.pool = pool
        app.state.health.why.clear()  # as once Kafka has been read
        async with served(app) as (_, port):
            cookies = {role: await new_session(pool, f"{role}-44") for role in ROLES}
            yield Site(f"http://localhost:{port}", cookies)
    finally:
        clock.set_offset(None)
        await pool.close()
        server.drop_all()


async def _fill(pool: Pool) -> None:
    today = NOW.date()
    await fill(pool, today)
    async with transaction(pool) as conn:
        for role in ROLES:
            await reference.save(conn, official(role, "44"))
        await folding.fold_petitions(conn, list(_petitions(today)))
        await folding.fold_cases(conn, list(_cases(today)))
        await reach(conn, ComplaintAccepted.topic, at(today, 14))


def _petitions(today):
    for number, kind in enumerate(("COMPLAINT", "COMPLAINT", "PETITION", "REFLECTION")):
        received = made(PetitionReceived, petition_id=_id(number), on=today, kind=kind)
        yield received
        if kind == "REFLECTION":
            yield made(PetitionAnswered, petition_id=received.petition_id, answer="ANSWERED")


def _cases(today):
    for number, field in enumerate(("LAND", "POLICY")):
        ids = {"case_id": _id(number + 10), "petition_id": _id(number)}
        yield made(ComplaintAccepted, **ids, field=field, on=today, unit_id="450")
    yield made(ComplaintResolved, case_id=_id(10), on=today, conclusion="RIGHT")


def _id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"
