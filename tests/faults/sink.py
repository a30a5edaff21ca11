"""All that citizens got: the sink remembers the last two thousand, this remembers everything."""

from collections.abc import Sequence
from dataclasses import dataclass

import httpx


@dataclass(frozen=True)
class Arrival:
    """One mail or text message; `key` is its Message-ID or idempotency key."""

    number: int
    kind: str
    key: str
    to: str


class Mailbag:
    """Fetched again and again while the sink still has them."""

    def __init__(self, url: str, before: Sequence[Arrival] = ()) -> None:
        """`before`: what an earlier sink was sent."""
        self.url = url
        self.before = before
        self.found: dict[int, Arrival] = {}
        self.since: str | None = None

    async def fetch(self) -> int:
        """Take what is new; how many arrived altogether."""
        asked = {"since": self.since} if self.since else {}
        async with httpx.AsyncClient(timeout=30) as http:
            answer = await http.get(f"{self.url}/api/received", params=asked)
        for message in answer.raise_for_status().json():
            number = message["number"]
            one = Arrival(number, message["kind"], message["key"], message["to"])
            self.found[number] = one
            self.since = max(self.since or "", message["at"])
        return len(self.found)

    def arrivals(self) -> Sequence[Arrival]:
        """In order; none may have been missed."""
        assert sorted(self.found) == list(range(1, len(self.found) + 1)), "the sink forgot some"
        return [*self.before, *(self.found[number] for number in sorted(self.found))]
