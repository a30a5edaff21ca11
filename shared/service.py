"""A service put together: its doors, its Kafka, its jobs, and how they start and stop."""

import asyncio
import contextlib
import gc
import logging
import re
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import structlog
import uvicorn
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from fastapi import APIRouter, FastAPI, Response
from faststream.kafka import KafkaBroker, KafkaRouter

from shared import (
    audit,
    auth,
    bus,
    idempotency,
    limits,
    logs,
    lookup,
    problem_web,
    replay,
    tasks,
    telemetry,
)
from shared.begin import open_database, refuse_lost
from shared.db import Pool, is_outage
from shared.health import Gauges, Health, read_to_end
from shared.jobs import Job, run_all
from shared.keyring import Ring
from shared.relay import Relay
from shared.settings import Settings
from shared.version import VERSION
from shared.web import pages
from shared.web.identity import wiring as identity

log = structlog.get_logger()

# A handler may take 30 s to its end (bus.open_broker).
BROKER_STOPS_WITHIN_S, POOL_CLOSES_WITHIN_S = 35, 10


@dataclass(frozen=True)
class Service:
    """What makes a service: its name, doors, subscribers, rights and own jobs."""

    name: str
    settings: Settings
    routers: Sequence[APIRouter]
    kafka: KafkaRouter
    permissions: auth.Permissions
    jobs: Sequence[Job] = ()
    rings: Sequence[Ring] = ()  # keys that what it keeps hangs on
    awaited: Sequence[str] = field(default_factory=list)
    on_stop: Sequence[Callable[[], Awaitable[None]]] = ()
    web: pages.Web | None = None  # a service with pages
    uploads: re.Pattern[str] | None = None  # paths of its forms with files


def build(service: Service) -> FastAPI:
    """The application of a service; nothing is opened before it starts."""
    settings = service.settings
    broker = bus.open_broker(
        settings.kafka_bootstrap,
        settings.kafka_user,
        settings.kafka_password.get_secret_value(),
        service.name,
    )
    broker.include_router(service.kafka)
    health = Health(service.name, VERSION, broker, list(service.awaited))

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with _running(service, app, broker, health):
            yield

    app = FastAPI(
        title=f"Một cửa: {service.name}",
        version=VERSION,
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.permissions = service.permissions
    app.state.health = health
    app.state.pool = None
    for router in service.routers:  # first: routes are tried in their order
        app.include_router(router)
    auth.install(app, settings.oidc_issuer, settings.discovery_url())
    limits.install(app, uploads=service.uploads)
    problem_web.install(app)
    if service.web:
        identity.install(app, service.web, settings)
    telemetry.install(app, service.name)
    _health_routes(app, health)
    return app


def _health_routes(app: FastAPI, health: Health) -> None:
    @app.get("/health/live", include_in_schema=False)
    async def live() -> dict[str, str]:
        return {"service": health.service}

    @app.get("/health/ready", include_in_schema=False)
    async def ready(response: Response) -> dict[str, object]:
        status = await health.status(app.state.pool)
        response.status_code = 200 if status["ready"] else 503
        return {"ready": status["ready"], "why": status["why"]}

    @app.get("/health/status", include_in_schema=False)
    async def status() -> dict[str, object]:
        return await health.status(app.state.pool)


@contextlib.asynccontextmanager
async def _running(
    service: Service, app: FastAPI, broker: KafkaBroker, health: Health
) -> AsyncIterator[None]:
    """Everything that runs beside the requests; a stop lets each end the work it is at."""
    settings = service.settings
    pool = await open_database(service.name, settings)
    for ring in service.rings:
        await refuse_lost(pool, ring)
    app.state.pool = pool
    broker.context.set_global("pool", pool)
    broker.context.set_global("settings", settings)
    stop, ours = asyncio.Event(), asyncio.Event()
    dsn = settings.database_url.get_secret_value()
    relay = Relay(service.name, dsn, _producer(service))
    jobs = [
        *service.jobs,
        replay.job(broker),
        audit.job(settings.anchor_dir),
        idempotency.job(),
        lookup.job(),
        *(identity.jobs() if service.web else ()),
    ]
    relaying = asyncio.create_task(_tell(relay, ours))
    listening = asyncio.create_task(_listen(service, broker, pool, health, ours))
    listening.add_done_callback(_end_with)
    working = asyncio.create_task(run_all(pool, dsn, service.name, jobs, stop))
    watching = asyncio.gather(app.state.metrics.watch_loop(), _show(app, health))
    try:
        yield
    finally:
        stop.set()
        await tasks.end(listening)
        await tasks.finish(broker.stop(), BROKER_STOPS_WITHIN_S)
        await asyncio.gather(working, return_exceptions=True)
        await tasks.end(relaying, watching)
        for close in service.on_stop:
            await close()
        await tasks.finish(pool.close(), POOL_CLOSES_WITHIN_S)


async def _show(app: FastAPI, health: Health) -> None:
    """Keep the figures of /metrics as fresh as a scrape needs."""
    gauges = Gauges(health.service, app.state.metrics.registry)
    while True:
        gauges.show(await health.status(app.state.pool))
        await asyncio.sleep(5)


async def _tell(relay: Relay, ours: asyncio.Event) -> None:
    """No fact leaves before it is known that this is our own Kafka."""
    await ours.wait()
    await relay.run()


def _end_with(listening: "asyncio.Task[None]") -> None:
    """A service that hears nothing any more must not look alive."""
    if not listening.cancelled() and (error := listening.exception()):
        log.critical("listening failed, stopping", exc_info=error)
        signal.raise_signal(signal.SIGTERM)


async def _listen(
    service: Service, broker: KafkaBroker, pool: Pool, health: Health, ours: asyncio.Event
) -> None:
    """Start the subscribers as soon as Kafka is there; then wait for the reference topics.

    A service that awaits none of them is ready without Kafka: it goes on accepting.
    """
    health.why[:] = ["kafka"] if health.awaited else []
    while True:
        try:
            await _know_cluster(service, pool)
            ours.set()
            await broker.start()
            break
        except Exception as error:
            if not (isinstance(error, KafkaError) or is_outage(error)):
                raise
            log.warning("waiting for Kafka", why=repr(error))
            with contextlib.suppress(Exception):
                await broker.stop()
            await asyncio.sleep(1)
    ends: dict[object, int] = {}
    while missing := await read_to_end(broker, health.awaited, ends):
        health.why[:] = [f"reading {topic}" for topic in missing]
        await asyncio.sleep(0.2)
    health.why.clear()
    log.info("ready", service=service.name)


async def _know_cluster(service: Service, pool: Pool) -> None:
    """Refuse another Kafka than the one this schema's numbers belong to."""
    cluster = await _cluster_id(service.settings)
    known = await pool.fetchval(
        "INSERT INTO kafka_cluster AS k (cluster_id) VALUES ($1)"
        " ON CONFLICT (one) DO UPDATE SET cluster_id = k.cluster_id RETURNING cluster_id",
        cluster,
    )
    if known != cluster:
        log.critical("another Kafka cluster than before, stopping", known=known, found=cluster)
        signal.raise_signal(signal.SIGTERM)
        await asyncio.Event().wait()


async def _cluster_id(settings: Settings) -> str:
    admin = AIOKafkaAdminClient(
        bootstrap_servers=settings.kafka_bootstrap,
        security_protocol="SASL_PLAINTEXT",
        sasl_mechanism="SCRAM-SHA-512",
        sasl_plain_username=settings.kafka_user,
        sasl_plain_password=settings.kafka_password.get_secret_value(),
    )
    try:
        await admin.start()
        cluster: str = (await admin.describe_cluster())["cluster_id"]
        return cluster
    finally:
        await admin.close()


def _producer(service: Service) -> bus.OpenProducer:
    settings = service.settings
    return lambda: bus.producer(
        settings.kafka_bootstrap,
        settings.kafka_user,
        settings.kafka_password.get_secret_value(),
        service.name,
    )


def serve(app: FastAPI) -> None:
    """Answer requests until a signal comes; exits 1 when the start failed."""
    settings: Settings = app.state.settings
    logs.configure(settings.log_level, app.state.health.service)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.http_host,
            port=settings.http_port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=30,
        )
    )
    # Why it can't begin is said in one line before: a traceback of it would only hide that.
    logging.getLogger("uvicorn.error").addFilter(lambda r: "CannotBegin" not in r.getMessage())
    gc.collect()
    gc.freeze()  # modules and models live as long as the process: no collection walks them again
    server.run()
    if not server.started:
        sys.exit(1)
