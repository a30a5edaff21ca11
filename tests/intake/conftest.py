"""The intake service for the tests: its schema with the shipped data in it, and its doors."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import date
from uuid import uuid4

import pytest

from services.intake import app as intake
from services.intake.load import load
from services.intake.store.numbers import Numbers
from shared.db import Pool, open_pool
from stack.embedded import Stack
from tests.databases import Database, Postgres
from tests.intake.desk import PROVINCE, Counter, Desk, settings
from tests.intake.road import Road
from tests.shared.web import LocalIssuer, inside

LOADED = "template_intake_loaded"


@pytest.fixture(scope="session")
def loaded(stack: Stack) -> str:
    """The name of a database that holds what `up` loads."""
    server = Postgres(stack)
    server.create(LOADED, server.template(("intake",)))
    asyncio.run(_load(server.describe(LOADED)))
    return LOADED


async def _load(database: Database) -> None:
    async with await open_pool(database.app["intake"], size=2) as pool:
        await load(pool, PROVINCE, date(2026, 11, 23), with_personas=True)
        await pool.execute("DELETE FROM outbox")


@pytest.fixture
def database(postgres: Postgres, loaded: str) -> Database:
    name = f"test_{uuid4().hex[:12]}"
    postgres.create(name, loaded)
    postgres.made.append(name)
    return postgres.describe(name)


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[Pool]:
    opened = await open_pool(database.app["intake"], size=4)
    yield opened
    await opened.close()


@pytest.fixture
async def counter(pool: Pool, database: Database) -> AsyncIterator[Counter]:
    numbers = Numbers(database.app["intake"])
    yield Counter(pool, numbers)
    await numbers.close()


@pytest.fixture
async def road(counter: Counter) -> Road:
    return Road(counter.pool, counter.numbers)


@pytest.fixture(scope="session")
def issuer() -> Iterator[LocalIssuer]:
    started = LocalIssuer()
    yield started
    started.stop()


@pytest.fixture
async def desk(pool: Pool, database: Database, issuer: LocalIssuer) -> AsyncIterator[Desk]:
    app = intake.make(settings(issuer, database))
    app.state.pool = pool
    async with inside(app) as client:
        yield Desk(app, client, issuer, pool)
    await app.state.numbers.close()
