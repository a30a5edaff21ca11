"""Whether the facts of each key came once and in order, by their numbers."""

from collections import defaultdict
from collections.abc import Iterable

from shared.record import Record, address


class OutOfOrder(Exception):
    """A number of a key is missing, doubled or too early."""


class Order:
    """Checks records in the order they are read from a topic."""

    def __init__(self) -> None:
        self.last: dict[str, int] = defaultdict(int)
        self.seen = 0

    def check(self, records: Iterable[Record]) -> None:
        """Raises OutOfOrder."""
        for record in records:
            at = address(record)
            if at.sequence != self.last[at.key] + 1:
                raise OutOfOrder(f"{at.key}: {at.sequence} came after {self.last[at.key]}")
            self.last[at.key] = at.sequence
            self.seen += 1
