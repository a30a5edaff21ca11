"""The notify service for the tests: its schema, the providers it sends to, its doors."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass

import pytest
from fastapi import FastAPI

from services.notify import jobs
from services.notify.app import make
from services.notify.settings import Settings
from shared import clock, reference
from shared.db import Pool, open_pool, transaction
from shared.events.codes import known
from stack.sink.http import application
from stack.sink.received import Sink
from stack.sink.smtp import server
from tests.databases import Database, Postgres
from tests.notify import world
from tests.shared.web import LocalIssuer, served


@dataclass(frozen=True)
class Providers:
    """The sink behind real sockets."""

    sink: Sink
    smtp_port: int
    sms_url: str


@pytest.fixture
def database(postgres: Postgres) -> Database:
    return postgres.fresh("notify")


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[Pool]:
    opened = await open_pool(database.app["notify"])
    async with transaction(opened) as conn:
        await world.settle_reference(conn)
    yield opened
    await opened.close()


@pytest.fixture
async def providers() -> AsyncIterator[Providers]:
    sink = Sink()
    loop = asyncio.get_running_loop()
    smtp = await loop.create_server(lambda: server(sink), "127.0.0.1", 0)
    async with smtp, served(application(sink)) as (host, port):
        smtp_port = smtp.sockets[0].getsockname()[1]
        yield Providers(sink, smtp_port, f"http://{host}:{port}/sms")


@pytest.fixture
def settings(database: Database, providers: Providers) -> Settings:
    return world.settings(database, providers.smtp_port, providers.sms_url)


@pytest.fixture(scope="session")
def issuer() -> Iterator[LocalIssuer]:
    started = LocalIssuer()
    yield started
    started.stop()


@pytest.fixture
def moved_clock() -> Iterator[None]:
    """The test may move the clock: it stands right again afterwards."""
    yield
    clock.set_offset(None)


@pytest.fixture
async def doors(pool: Pool, database: Database, issuer: LocalIssuer) -> FastAPI:
    """The application on its database alone."""
    made = make(world.settings(database, 1, "http://127.0.0.1:1/sms", oidc_issuer=issuer.url))
    made.state.pool = pool
    async with transaction(pool) as conn:
        for role in known("role"):
            await reference.save(conn, world.staff(role))
    return made


@pytest.fixture
def run(settings: Settings, pool: Pool) -> Callable[..., Awaitable[None]]:
    """Run jobs once, together; on another replica's pool where one is given."""
    known = {job.name: job for job in jobs.jobs(settings)}

    async def run_once(*names: str, on: Pool = pool) -> None:
        await asyncio.gather(*(known[name].run(on) for name in names))

    return run_once
