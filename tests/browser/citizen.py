"""Intake's pages with the real dev issuer in a browser: citizens, and officials behind them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from types import SimpleNamespace
from typing import Any

from playwright.async_api import Browser

from services.intake import app as intake
from services.intake.load import load
from services.intake.store.numbers import Numbers
from shared.db import Pool, open_pool
from stack import frontend
from stack.issuer.app import application
from tests.browser.conftest import free_port
from tests.browser.window import Seen, Window
from tests.databases import Database
from tests.intake.desk import PROVINCE, settings
from tests.intake.road import Road
from tests.shared.web import first_key, served

CITIZEN = "Mai Văn Hùng"


class Counter:
    """The pages of a served application, and the steps of its officials."""

    def __init__(self, browser: Browser, url: str, pool: Pool, road: Road) -> None:
        self.window = Window(browser, url)
        self.pool = pool
        self.road = road

    async def citizen(self, path: str = "/", width: int = 1440, **options: Any) -> Seen:
        return await self.window.visit(path, width, **options)


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
