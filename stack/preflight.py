"""What must hold before anything starts."""

import os
from pathlib import Path

import psutil

from stack.failure import Failure

NEEDED = 1.5 * 2**30
CGROUP = Path("/sys/fs/cgroup")


def check() -> None:
    """Raises Failure: production, or too little memory."""
    if os.environ.get("MOTCUA_ENV") == "production":
        raise Failure("`up` is the development stack; in production: docker compose up")
    if (free := available_memory()) < NEEDED:
        raise Failure(
            f"only {free / 2**30:.1f} GiB of memory available, {NEEDED / 2**30} GiB needed:"
            " close other programs"
        )


def available_memory(cgroup: Path = CGROUP) -> float:
    """Of the machine or of the container, whichever is less."""
    machine = float(psutil.virtual_memory().available)
    try:
        limit = int((cgroup / "memory.max").read_text())  # "max" where there is none
        used = int((cgroup / "memory.current").read_text())
    except (OSError, ValueError):
        return machine
    return min(machine, limit - used)
