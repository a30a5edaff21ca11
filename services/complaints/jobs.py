"""What the clock does: forget letters that nobody sent and secrets once shown; seal anew."""

from functools import partial

from services.complaints.handlers import lodging
from services.complaints.handlers.resealing import reseal
from services.complaints.seal import Seal
from shared.clock import now
from shared.db import Pool, transaction
from shared.jobs import Job


async def forget_lodgings(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await lodging.forget(conn, now())


def jobs(seal: Seal) -> list[Job]:
    """The jobs of this service."""
    return [Job("lodging", 300, forget_lodgings), Job("reseal", 600, partial(reseal, seal))]
