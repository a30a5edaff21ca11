"""The reporting service for the tests: its schema with a small province in it, and its doors."""

import pytest

from services.reporting import app as reporting
from services.reporting.settings import Settings
from shared import reference
from shared.db import open_pool, transaction
from shared.events.codes import known
from tests.reporting.world import official, unit
from tests.shared.web import LocalIssuer, inside


@pytest.fixture
def database(postgres):
    return postgres.fresh("reporting")


@pytest.fixture
async def pool(database):
    opened = await open_pool(database.app["reporting"], size=4)
    async with transaction(opened) as conn:
        for code, above in (("44", None), ("450", "44"), ("18853", "450"), ("452", "44")):
            await reference.save(conn, unit(code, above))
        for role in known("role"):
            for code in ("44", "450", "18853", "452"):
                await reference.save(conn, official(role, code))
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def issuer():
    started = LocalIssuer()
    yield started
    started.stop()


@pytest.fixture
def settings(database, issuer):
    return Settings(
        http_port=8000,
        database_url=database.app["reporting"],
        oidc_issuer=issuer.url,
        web_secret="w" * 32,
        kafka_bootstrap="127.0.0.1:1",
        kafka_user="reporting",
        kafka_password="-",
    )


@pytest.fixture
def app(pool, settings):
    """The application on its database alone."""
    made = reporting.make(settings)
    made.state.pool = pool
    return made


@pytest.fixture
async def ask(app, issuer):
    """`await ask("inspector", "450", unit="450")`: table 06 as that official gets it."""
    async with inside(app) as client:

        async def get(role, at, path="/api/reports/06", **query):
            query = {name.rstrip("_"): value for name, value in query.items()}
            headers = issuer.bearer(sub=f"{role}-{at}")
            return await client.get(path, params=query, headers=headers)

        yield get
