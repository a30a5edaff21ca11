"""A stack in a folder of its own under /tmp, for tests, faults and bench: gone afterwards."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stack import environment, running
from stack.child import sweep
from stack.embedded import Stack

PREFIX = "motcua-"
TMP = Path("/tmp")  # noqa: S108 as root, `nobody` must be able to enter it
JUST_MADE = 10  # seconds in which its maker may be about to claim it


@contextmanager
def folder(purpose: str) -> Iterator[Path]:
    """A new folder, ours until the block ends; what killed runs left is removed first."""
    clear_away()
    made = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{purpose}-", dir=TMP))
    try:
        with running.claim(made):
            yield made
    finally:
        sweep(made)
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def stack(purpose: str, kind: type[Stack] = Stack) -> Iterator[Stack]:
    """Kafka and PostgreSQL, bootstrapped, until the block ends."""
    with folder(purpose) as made:
        started = kind(made, environment.PORTS)
        started.start()
        try:
            yield started
        finally:
            started.stop()


def clear_away(tmp: Path = TMP) -> list[Path]:
    """End and remove what runs left that were killed; the claim tells the dead from the living."""
    left = [
        lock.parent
        for lock in tmp.glob(f"{PREFIX}*/{running.LOCK}")
        if running.holder(lock.parent) is None and time.time() - lock.stat().st_mtime > JUST_MADE
    ]
    for made in left:
        with suppress(OSError):
            sweep(made)
            shutil.rmtree(made)
    return left
