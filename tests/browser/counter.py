"""The intake service in a browser: officials of the city at their desks, each logged in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from playwright.async_api import Browser

from services.intake import app as intake
from services.intake.load import load
from services.intake.store.numbers import Numbers
from shared.db import Pool, open_pool
from tests.browser.window import HEIGHTS, Seen, Window
from tests.databases import Database
from tests.intake.desk import PROVINCE, Counter, settings
from tests.shared.web import LocalIssuer, served
from tests.web.signed_in import new_session


async def rename(pool: Pool, procedure: str, name: str) -> None:
    """Give a procedure of the catalogue another name."""
    await pool.execute(
        "UPDATE reference SET state = jsonb_set(state, '{name}', to_jsonb($1::text))"
        " WHERE kind = 'Procedure' AND state ->> 'code' = $2",
        name,
        procedure,
    )


class Office:
    """The pages of a served application; each official has a browser of their own."""

    def __init__(self, browser: Browser, url: str, pool: Pool, numbers: Numbers) -> None:
        self.window = Window(browser, url)
        self.pool = pool
        self.numbers = numbers
        self.counter = Counter(pool, numbers)

    async def rename(self, procedure: str, name: str) -> None:
        await rename(self.pool, procedure, name)

    async def official(self, persona: str, path: str, width: int = 1440, **options: object) -> Seen:
        """Open a page as an official of the city."""
        cookie = await new_session(self.pool, persona)
        size = {"width": width, "height": HEIGHTS[width]}
        context = await self.window.browser.new_context(viewport=size, **options)
        self.window.contexts.append(context)
        # Chromium lets loopback have it without TLS.
        kept = {"name": "__Host-intake", "value": cookie, "url": "https://127.0.0.1/"}
        await context.add_cookies([{**kept, "secure": True, "httpOnly": True, "sameSite": "Lax"}])
        seen = Seen(await context.new_page())
        await seen.page.goto(self.window.site + path)
        return seen


@asynccontextmanager
async def office(browser: Browser, database: Database) -> AsyncIterator[Office]:
    """Serves the pages on a database of their own, with the shipped catalogue in it."""
    pool, issuer = await open_pool(database.app["intake"]), LocalIssuer()
    try:
        await load(pool, PROVINCE, date(2026, 11, 23), with_personas=True)
        app = intake.make(settings(issuer, database))
        app.state.pool = pool
        async with served(app) as (host, port):
            opened = Office(browser, f"http://{host}:{port}", pool, app.state.numbers)
            yield opened
            await opened.window.close()
        await app.state.numbers.close()
    finally:
        await asyncio.to_thread(issuer.stop)
        await pool.close()
