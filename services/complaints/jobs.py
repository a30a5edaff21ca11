"""What the clock does: forget letters that were begun and never sent, and secrets once shown."""

from services.complaints.handlers import lodging
from shared.clock import now
from shared.db import Pool, transaction
from shared.jobs import Job


async def forget_lodgings(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await lodging.forget(conn, now())


def jobs() -> list[Job]:
    """The jobs of this service."""
    return [Job("lodging", 300, forget_lodgings)]
