"""A file as rows of procedures and faults: what a reader gives, and how it collects both."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from services.intake.domain.imported import Fault, Incoming
from services.intake.importing.cells import Wrong

MOST_ROWS = 20_000
MOST_MB = 64


class BadFile(Exception):
    """The file as a whole can't be read."""

    def __init__(self, why: str, said: object = "", row: int = 0) -> None:
        super().__init__(why)
        self.fault = Fault(row, "", why, str(said)[:200])


@dataclass
class Reading:
    """What was read so far: rows that are whole, and each fault of those that are not."""

    rows: list[Incoming] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @contextmanager
    def at(self, row: int, name: str) -> Iterator[None]:
        """A cell that can't be taken is a fault of its row and field; the others are read on."""
        try:
            yield
        except Wrong as wrong:
            self.faults.append(Fault(row, name, wrong.why, wrong.said))

    def cell(self, row: int, name: str, said: Any, parse: Callable[[Any], Any]) -> Any:
        """The cell as `parse` reads it; None where it is empty or can't be taken."""
        if said is None or (isinstance(said, str) and not said.strip()):
            return None
        with self.at(row, name):
            return parse(said)
        return None


def check_rows(count: int) -> None:
    """Raises BadFile for more rows than any catalogue has."""
    if count > MOST_ROWS:
        raise BadFile("too-many-rows", many(MOST_ROWS))


def many(count: int) -> str:
    """20.000"""
    return f"{count:,}".replace(",", ".")


def text_of(content: bytes) -> str:
    """UTF-8, with or without its mark. Raises BadFile."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadFile("not-utf8", error.start + 1, line) from None
