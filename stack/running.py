"""Whether a stack runs in a folder, who runs it, and what it says of itself."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stack.failure import Failure

LOCK = "stack.lock"
STATE = "stack.json"


@contextlib.contextmanager
def claim(folder: Path) -> Iterator[None]:
    """Be the one supervisor of the folder; the kernel lets go of the claim however we end."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure(
                f"the stack already runs (pid {holder(folder)}): ./motcua status, ./motcua down"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        try:
            yield
        finally:
            (folder / STATE).unlink(missing_ok=True)
            lock.truncate(0)


def holder(folder: Path) -> int | None:
    """The pid of the supervisor, or None."""
    try:
        with (folder / LOCK).open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(lock.read().strip() or 0)
    except FileNotFoundError:
        pass
    return None


def publish(folder: Path, state: dict[str, Any]) -> None:
    new = folder / (STATE + ".new")
    new.write_text(json.dumps(state))
    new.replace(folder / STATE)


def published(folder: Path) -> dict[str, Any]:
    """Empty when nothing runs, also after a kill."""
    if holder(folder) is None:
        return {}
    with contextlib.suppress(FileNotFoundError):
        state: dict[str, Any] = json.loads((folder / STATE).read_text())
        return state
    return {}
