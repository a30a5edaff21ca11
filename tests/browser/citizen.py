"""Intake's pages with the real dev issuer in a browser: citizens, and officials behind them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from playwright.async_api import Browser

from services.intake import app as intake
from services.intake.load import load
from services.intake.store.numbers import Numbers
from shared import clock, reference
from shared.db import Pool, open_pool, transaction
from shared.events.intake import Assignment, Staff
from stack import frontend
from stack.issuer.app import application
from tests.browser.conftest import free_port
from tests.browser.counter import rename
from tests.browser.window import Seen, Window
from tests.databases import Database
from tests.intake.citizen import PDF, PNG
from tests.intake.desk import BIRTH, PROVINCE, settings
from tests.intake.road import Road
from tests.shared.vietnam import on
from tests.shared.web import first_key, served

CITIZEN = "Mai Văn Hùng"
PAPERS = [
    {"name": "giấy chứng sinh trang 1.png", "mimeType": "image/png", "buffer": PNG},
    {"name": "giấy chứng sinh trang 2.pdf", "mimeType": "application/pdf", "buffer": PDF},
]
__all__ = ["BIRTH", "CITIZEN", "PAPERS", "Counter", "counter", "officials_ask"]


class Counter:
    """The pages of a served application, and the steps of its officials."""

    def __init__(self, browser: Browser, url: str, pool: Pool, road: Road) -> None:
        self.window = Window(browser, url)
        self.pool = pool
        self.road = road

    async def citizen(self, path: str = "/", width: int = 1440, **options: Any) -> Seen:
        return await self.window.visit(path, width, **options)

    async def rename(self, procedure: str, name: str) -> None:
        await rename(self.pool, procedure, name)


@asynccontextmanager
async def counter(browser: Browser, database: Database, monkeypatch: Any) -> AsyncIterator[Counter]:
    """Serves the pages on a database that holds what `up` loads."""
    frontend.build()
    port, issuer_port = free_port(), free_port()
    address = f"http://127.0.0.1:{port}"
    monkeypatch.setenv("MOTCUA_INTAKE_URL", address)
    named = SimpleNamespace(url=f"http://127.0.0.1:{issuer_port}")
    issuer = application(first_key(), named.url, "i" * 32)
    pool = await open_pool(database.app["intake"], size=6)
    numbers = Numbers(database.app["intake"])
    try:
        await load(pool, PROVINCE, date(2026, 11, 23), with_personas=True)
        app = intake.make(settings(named, database))
        app.state.pool = pool
        async with served(issuer, issuer_port), served(app, port):
            opened = Counter(browser, address, pool, Road(pool, numbers))
            yield opened
            await opened.window.close()
        await app.state.numbers.close()
    finally:
        await numbers.close()
        await pool.close()


async def officials_ask(counter: Counter, mine: str) -> None:
    """Received, handed on, and a paper asked for."""
    dossier_id = mine.rsplit("/", 1)[1]
    rows = await counter.pool.fetchrow("SELECT * FROM dossier WHERE dossier_id = $1", dossier_id)
    subject = f"clerk-of-{rows['unit_id']}"
    await _employ(counter.pool, subject, rows["unit_id"])
    seen = await counter.road.seen(SimpleNamespace(dossier_id=rows["dossier_id"]))
    at = clock.now()
    received = await counter.road.accept(seen, at, subject)
    handed = await counter.road.forward(received, at, subject)
    await counter.road.ask(handed, at, subject, paper_keys=["giay-chung-sinh"], reason="Ảnh mờ")


async def _employ(pool: Pool, subject: str, unit: str) -> None:
    """An official of the commune that the citizen chose."""
    roles = ["receiver", "processor"]
    post = Assignment(unit_id=unit, roles=roles, valid_from=on("2020-01-01"))
    staff = Staff(
        staff_id=uuid4(), subject=subject, name="Lê An", title="Công chức", assignments=[post]
    )
    async with transaction(pool) as conn:
        await reference.save(conn, staff)
