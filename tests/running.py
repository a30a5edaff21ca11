"""A service at work inside the test: its doors, its Kafka, its jobs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

from tests.shared.facts import until
from tests.shared.web import inside


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Started and ready; stopped cleanly when the block ends."""

    async def ready() -> bool:
        return (await client.get("/health/ready")).is_success

    async with app.router.lifespan_context(app), inside(app) as client:
        await until(ready, within_s=60)
        yield client
