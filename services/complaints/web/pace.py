"""How often one visitor may send: counted in memory alone, a letter leaves no address."""

import hmac
import os
import time
from collections import deque
from collections.abc import Callable
from hashlib import sha256

from starlette.requests import Request

from services.complaints.domain.refusals import TooMany

MOST_VISITORS = 10_000


class Pace:
    """So many acts in a window from one place, then a wait."""

    def __init__(
        self, most: int, window_s: float, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.most = most
        self.window_s = window_s
        self.now = now
        self.key = os.urandom(32)  # forgotten with the process
        self.seen: dict[bytes, deque[float]] = {}

    def step(self, request: Request) -> None:
        """Count an act. Raises TooMany."""
        place = request.client.host if request.client else ""
        at, who = self.now(), hmac.digest(self.key, place.encode(), sha256)
        times = self.seen.setdefault(who, deque())
        while times and at - times[0] > self.window_s:
            times.popleft()
        if len(times) >= self.most:
            raise TooMany(int(self.window_s - (at - times[0])) + 1)
        times.append(at)
        if len(self.seen) > MOST_VISITORS:
            self.seen.clear()
