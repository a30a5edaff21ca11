"""Supervision: children start in layers, are restarted loudly, and stop in reverse order."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from stack.child import Child
from stack.failure import last_lines

PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
CALM = 60.0  # seconds alive after which the pauses begin anew
LINES = 15


class Supervisor:
    """Watches children that run; `say` tells people, `changed` is told after each restart."""

    def __init__(self, say: Callable[[str], None], changed: Callable[[], None] = lambda: None):
        self.say = say
        self.changed = changed
        self.layers: list[list[Child]] = []
        self.restarts: dict[str, int] = {}
        self.failures: dict[str, int] = {}
        self.due: dict[str, float] = {}
        self.started: dict[str, float] = {}
        self.stopping = threading.Event()

    def add(self, *layer: Child) -> None:
        """A layer of running children; what was added last is stopped first."""
        self.layers.append(list(layer))
        for child in layer:
            self.restarts[child.name] = 0
            self.started[child.name] = time.monotonic()

    def watch(self, every: float = 0.2) -> None:
        """Until stop() is asked for."""
        while not self.stopping.wait(every):
            for child in (child for layer in self.layers for child in layer):
                self.look_after(child, time.monotonic())

    def look_after(self, child: Child, now: float) -> None:
        if child.running:
            return
        if child.name not in self.due:
            self.announce(child, now)
        elif now >= self.due[child.name]:
            del self.due[child.name]
            child.start()
            self.started[child.name] = now
            self.restarts[child.name] += 1
            self.changed()

    def announce(self, child: Child, now: float) -> None:
        calm = now - self.started[child.name] > CALM
        failures = 0 if calm else self.failures.get(child.name, 0)
        pause = PAUSES[min(failures, len(PAUSES) - 1)]
        self.failures[child.name] = failures + 1
        self.due[child.name] = now + pause
        self.say(
            f"!! {child.name} ended unexpectedly with code {child.exit_code};"
            f" restart {self.restarts[child.name] + 1} in {pause:.0f} s. Its last lines:\n"
            f"{last_lines(child.log, LINES)}"
        )

    def stop(self) -> None:
        """Layer by layer, the newest first; within a layer at once."""
        self.stopping.set()
        for layer in reversed(self.layers):
            with ThreadPoolExecutor(max_workers=len(layer)) as pool:
                list(pool.map(Child.stop, layer))
