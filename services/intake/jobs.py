"""What the clock does: forget drafts, result files and halves of files that were left."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import structlog

from services.intake.handlers import drafts
from services.intake.settings import Settings
from services.intake.store import files
from shared import clock
from shared import files as disk
from shared.db import Connection, Pool, transaction
from shared.jobs import Job

log = structlog.get_logger()

EVERY_S, SWEEP_S = 60, 3_600
BATCH, BATCHES = 100, 50
LEFT_FOR = timedelta(days=1)
Forget = Callable[[Connection], Awaitable[Sequence[UUID]]]


def jobs(settings: Settings) -> list[Job]:
    """The jobs of this service."""
    kept_for = timedelta(days=settings.draft_days)
    return [
        Job("drafts", EVERY_S, partial(forget_drafts, settings.files_dir, kept_for)),
        Job("result_files", EVERY_S, partial(forget_results, settings.files_dir)),
        Job("half_files", SWEEP_S, partial(forget_halves, settings.files_dir)),
    ]


async def forget_drafts(folder: Path, kept_for: timedelta, pool: Pool) -> None:
    async def forget(conn: Connection) -> Sequence[UUID]:
        return await drafts.forget(conn, clock.now(), kept_for, BATCH)

    await _all(pool, folder, forget)


async def forget_results(folder: Path, pool: Pool) -> None:
    async def forget(conn: Connection) -> Sequence[UUID]:
        return await files.left_behind(conn, clock.now() - LEFT_FOR, BATCH)

    await _all(pool, folder, forget)


async def forget_halves(folder: Path, pool: Pool) -> None:
    """What a dying process left of an upload. The disk has the true time, so this asks for it."""
    if gone := await disk.remove_halves(folder, clock.real() - LEFT_FOR):
        log.info("halves of files removed", files=gone)


async def _all(pool: Pool, folder: Path, forget: Forget) -> None:
    """Batch by batch; the bytes go before the rows do: after a crash the next run finds both."""
    for _ in range(BATCHES):
        async with transaction(pool) as conn:
            gone = await forget(conn)
            await disk.remove(folder, gone)
        if not gone:
            return
