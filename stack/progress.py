"""Long steps tell that they go on: a spinner on a terminal, plain lines elsewhere."""

import contextlib
import threading
import time
from collections.abc import Iterator

from rich.console import Console

console = Console(stderr=True, highlight=False, soft_wrap=True)
EVERY = 10  # seconds


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """One step of a verb: said when it begins if it is long, and how long it took."""
    start = time.monotonic()
    ended = threading.Event()
    teller = threading.Thread(target=tell, args=(what, start, ended), daemon=True)
    teller.start()
    try:
        with console.status(what) if console.is_terminal else contextlib.nullcontext():
            yield
    finally:
        ended.set()
        teller.join()
    console.print(f"  {what}: {time.monotonic() - start:.1f} s")


def tell(what: str, start: float, ended: threading.Event) -> None:
    while not console.is_terminal and not ended.wait(EVERY):
        console.print(f"  {what} … {time.monotonic() - start:.0f} s")
