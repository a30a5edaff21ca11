"""The notify service in a browser: its operator logged in, and messages in every state."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID, uuid4

from playwright.async_api import Browser

from services.notify import jobs
from services.notify.app import make
from services.notify.domain.routing import ROUTING
from services.notify.settings import Settings
from services.notify.store import people
from shared import clock, reference
from shared.db import Pool, open_pool, transaction
from stack.sink.http import application
from stack.sink.received import Behaviour, Kind, Mode, Sink
from stack.sink.smtp import server
from tests.browser.window import Seen, Window
from tests.databases import Database
from tests.notify import world
from tests.notify.cases import variants
from tests.shared.web import LocalIssuer, served
from tests.web.signed_in import new_session

# The longest that a table may have to hold (tests/web/test_longest_name.py).
LONG_UNIT = "Chi nhánh Văn phòng Đăng ký đất đai thành phố Đồng Hới"


class Desk:
    """The pages of a served application, for one operator."""

    def __init__(self, browser: Browser, url: str, pool: Pool, failed: UUID) -> None:
        self.window = Window(browser, url)
        self.pool = pool
        self.failed = failed  # a message that may be sent again

    async def visit(self, path: str, width: int = 1440, **options: object) -> Seen:
        """Open a page as the operator."""
        cookie = await new_session(self.pool, f"operator-{world.UNIT}", "Vũ Thị Vận Hành")
        seen = await self.window.visit("/", width, **options)
        await seen.page.context.add_cookies(
            [
                {
                    "name": "__Host-notify",
                    "value": cookie,
                    "url": "https://127.0.0.1/",  # Chromium lets loopback have it without TLS
                    "secure": True,
                    "httpOnly": True,
                    "sameSite": "Lax",
                }
            ]
        )
        await seen.page.goto(self.window.site + path)
        return seen


@asynccontextmanager
async def desk(browser: Browser, database: Database) -> AsyncIterator[Desk]:
    """Serves the pages on a database of their own, with real providers to send to."""
    pool = await open_pool(database.app["notify"])
    issuer, sink = LocalIssuer(), Sink()
    smtp = await asyncio.get_running_loop().create_server(lambda: server(sink), "127.0.0.1", 0)
    try:
        async with smtp, served(application(sink)) as (host, port):
            known = world.settings(
                database,
                smtp.sockets[0].getsockname()[1],
                f"http://{host}:{port}/sms",
                oidc_issuer=issuer.url,
            )
            failed = await fill(pool, known, sink)
        app = make(known)
        app.state.pool = pool
        async with served(app) as (host, port):
            opened = Desk(browser, f"http://{host}:{port}", pool, failed)
            yield opened
            await opened.window.close()
    finally:
        issuer.stop()
        await pool.close()


async def fill(pool: Pool, known: Settings, sink: Sink) -> UUID:
    """A message of every fact, in every state; returns one that failed."""
    facts = [variant for kind in ROUTING for variant in variants(kind)]
    async with transaction(pool) as conn:
        await world.settle_reference(conn)
        await reference.save(conn, world.staff("operator", name="Vũ Thị Vận Hành"))
        await reference.save(conn, world.unit("VPDK-450", kind="land_branch", name=LONG_UNIT))
        for fact in facts:
            if party_id := getattr(fact, "party_id", None):
                await people.keep_contact(conn, world.party(party_id), clock.now())
    await world.tell(pool, world.received(), at=clock.now() - timedelta(hours=80))
    await world.tell(pool, *facts)
    await jobs.settle(pool)
    sink.behave(Behaviour(kind=Kind.SMS, mode=Mode.FAIL))
    for job in jobs.jobs(known):
        if job.name in ("email", "sms"):
            await job.run(pool)
    await world.tell(pool, world.received(party_id=uuid4()))
    failed: UUID = await pool.fetchval(
        """
        UPDATE message SET state = 'FAILED', reason = 'PROVIDER', finished_at = now()
        WHERE n = (SELECT max(n) FROM message WHERE channel = 'SMS' AND attempt > 0)
        RETURNING message_id
        """
    )
    return failed
