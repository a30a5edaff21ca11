"""The complaints service in a browser: a citizen without an account, and officials logged in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser

from services.complaints import app as complaints
from shared.db import Pool, open_pool, transaction
from tests.browser.window import HEIGHTS, Seen, Window
from tests.complaints import world
from tests.complaints.clerks import Clerks
from tests.complaints.office import settings
from tests.databases import Database
from tests.shared.web import LocalIssuer, served
from tests.web.signed_in import new_session


class Town:
    """The pages of a served application; each person has a browser of their own."""

    def __init__(self, browser: Browser, url: str, pool: Pool) -> None:
        self.window = Window(browser, url)
        self.pool = pool
        self.clerks = Clerks(pool)

    async def citizen(self, path: str, width: int = 1440, **options: object) -> Seen:
        return await self.window.visit(path, width, **options)

    async def official(self, role: str, path: str, width: int = 1440, **options: object) -> Seen:
        """Open a page as an official of the city."""
        cookie = await new_session(self.pool, f"{role}-{world.CITY}", "Nguyễn Văn An")
        size = {"width": width, "height": HEIGHTS[width]}
        context = await self.window.browser.new_context(viewport=size, **options)
        self.window.contexts.append(context)
        # Chromium lets loopback have it without TLS.
        kept = {"name": "__Host-complaints", "value": cookie, "url": "https://127.0.0.1/"}
        await context.add_cookies([{**kept, "secure": True, "httpOnly": True, "sameSite": "Lax"}])
        seen = Seen(await context.new_page())
        await seen.page.goto(self.window.site + path)
        return seen


@asynccontextmanager
async def town(browser: Browser, database: Database) -> AsyncIterator[Town]:
    """Serves the pages on a database of their own."""
    pool, issuer = await open_pool(database.app["complaints"]), LocalIssuer()
    try:
        async with transaction(pool) as conn:
            await world.settle(conn)
        app = complaints.make(settings(issuer, database))
        app.state.pool = pool
        async with served(app) as (host, port):
            opened = Town(browser, f"http://{host}:{port}", pool)
            yield opened
            await opened.window.close()
    finally:
        issuer.stop()
        await pool.close()
