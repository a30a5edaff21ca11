"""The complaints service for the tests: its schema with a small province in it, and its doors."""

from collections.abc import AsyncIterator, Iterator

import pytest

from services.complaints import app as complaints
from shared.db import Pool, open_pool, transaction
from tests.complaints import world
from tests.complaints.clerks import Clerks
from tests.complaints.office import Office, settings
from tests.databases import Database, Postgres
from tests.shared.web import LocalIssuer, inside


@pytest.fixture
def database(postgres: Postgres) -> Database:
    return postgres.fresh("complaints")


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[Pool]:
    opened = await open_pool(database.app["complaints"], size=4)
    async with transaction(opened) as conn:
        await world.settle(conn)
    yield opened
    await opened.close()


@pytest.fixture
def clerks(pool: Pool) -> Clerks:
    return Clerks(pool)


@pytest.fixture(scope="session")
def issuer() -> Iterator[LocalIssuer]:
    started = LocalIssuer()
    yield started
    started.stop()


@pytest.fixture
async def office(pool: Pool, database: Database, issuer: LocalIssuer) -> AsyncIterator[Office]:
    app = complaints.make(settings(issuer, database))
    app.state.pool = pool
    async with inside(app) as client:
        yield Office(app, client, issuer)
