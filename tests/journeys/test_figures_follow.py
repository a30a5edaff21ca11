"""The public page follows what is committed: intake's outbox, Kafka, the fold, the page."""

import asyncio
import re
import time

import pytest

from services.reporting import app as reporting
from services.reporting.settings import Settings
from shared import bus, clock, outbox
from shared.db import open_pool, transaction
from shared.relay import Relay
from tests.reporting.world import at, completed, filed, unit
from tests.running import running
from tests.shared.facts import until

WITHIN_S = 5
ROUNDS = 5
AT_ONCE = 10  # dossiers of a commit


@pytest.fixture
async def intake(postgres, kafka):
    """A pool of intake's schema whose facts are on their way as soon as they are committed."""
    database = postgres.fresh("intake", "reporting")
    dsn, password = database.app["intake"], kafka.stack.kafka_password("intake")
    pool = await open_pool(dsn, size=2)
    relay = Relay(
        "intake", dsn, lambda: bus.producer(kafka.bootstrap, "intake", password, "intake")
    )
    relaying = asyncio.create_task(relay.run())
    yield pool, database
    relaying.cancel()
    await asyncio.gather(relaying, return_exceptions=True)
    await pool.close()


@pytest.fixture
async def page(intake, kafka):
    """The running service, asked as anyone."""
    _, database = intake
    settings = Settings(
        http_port=8000,
        database_url=database.app["reporting"],
        oidc_issuer="http://127.0.0.1:1",
        web_secret="w" * 32,
        kafka_bootstrap=kafka.bootstrap,
        kafka_user="reporting",
        kafka_password=kafka.stack.kafka_password("reporting"),
    )
    async with running(reporting.make(settings)) as client:
        yield client


async def test_the_page_shows_a_fact_within_5_seconds_of_its_commit(intake, page):
    pool, _ = intake
    await tell(pool, unit("44", None, level="PROVINCE"), unit("450", "44"))
    took = []
    for number in range(1, ROUNDS + 1):
        await tell(pool, *finished_today())
        committed = time.monotonic()

        await until(lambda n=number: shows(page, n * AT_ONCE), within_s=30)

        took.append(time.monotonic() - committed)
    # The first one waits for what a new service does once: it is no figure of the road.
    assert max(took[1:]) < WITHIN_S, took


def finished_today():
    day = clock.today()
    for _ in range(AT_ONCE):
        submitted, received = filed(day, unit_id="450")
        yield from (submitted, received, completed(received, at(day, 16)))


async def tell(pool, *facts) -> None:
    async with transaction(pool) as conn:
        await outbox.add(conn, *facts)
    outbox.wake()


async def shows(page, count) -> bool:
    answer = await page.get("/")
    return re.search(rf"\b{count}/{count}\b", answer.text) is not None
