"""`down`: everything ends, the data stays."""

import os
import signal
import time

from stack import running
from stack.child import sweep
from stack.failure import Failure
from stack.layout import state_folder
from stack.progress import console, step

PATIENCE = 180


def down() -> None:
    """Stop the stack in reverse order; the data, ports and passwords stay for the next `up`."""
    folder = state_folder()
    if pid := running.holder(folder):
        os.kill(pid, signal.SIGTERM)
        with step("stopping"):
            deadline = time.monotonic() + PATIENCE
            while running.holder(folder) == pid:
                if time.monotonic() > deadline:
                    raise Failure(f"the supervisor (pid {pid}) has not ended in {PATIENCE} s")
                time.sleep(0.1)
    left = sweep(folder) if folder.exists() else []
    for name in left:
        console.print(f"  stopped {name}, which a killed run had left")
    if not pid and not left:
        console.print("nothing runs")
