"""Tables shipped in data/: rows whose errors name the file, the line and the field."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

FOLDER = Path(__file__).parents[1] / "data"
T = TypeVar("T")
YES = {"yes": True, "no": False}


class BadTable(ValueError):
    """A shipped or edited table cannot be read; the message says where."""

    def __init__(self, file: str, line: int | None, field: str, why: str) -> None:
        where = (file, line and f"line {line}", field and f"field {field}")
        super().__init__(f"{' '.join(part for part in where if part)}: {why}")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    file: str
    line: int
    cells: Mapping[str, str]

    def text(self, field: str) -> str:
        """A cell that may be empty."""
        try:
            return self.cells[field].strip()
        except (KeyError, AttributeError):
            raise self.bad(field, "is missing") from None

    def must(self, field: str) -> str:
        value = self.text(field)
        if not value:
            raise self.bad(field, "is empty")
        return value

    def read(self, field: str, parse: Callable[[str], T]) -> T:
        """The cell as `parse` reads it; its ValueError becomes ours."""
        value = self.must(field)
        try:
            return parse(value)
        except (ValueError, KeyError) as error:
            why = error if isinstance(error, ValueError) else f"not known: {value!r}"
            raise self.bad(field, str(why)) from None

    def maybe(self, field: str, parse: Callable[[str], T]) -> T | None:
        return self.read(field, parse) if self.text(field) else None

    def day(self, field: str) -> date | None:
        return self.maybe(field, date.fromisoformat)

    def flag(self, field: str) -> bool:
        return self.read(field, YES.__getitem__)

    def bad(self, field: str, why: str) -> BadTable:
        return BadTable(self.file, self.line, field, why)


def rows(name: str, folder: Path = FOLDER) -> Iterator[Row]:
    """The rows of data/<name>. Raises BadTable for a file that cannot be read or lines up badly."""
    try:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            yield from _rows(name, csv.DictReader(file, strict=True))
    except (OSError, UnicodeError) as error:
        raise BadTable(name, None, "", str(error)) from error


def _rows(name: str, reader: "csv.DictReader[str]") -> Iterator[Row]:
    try:
        for cells in reader:
            if None in cells or None in cells.values():
                raise BadTable(name, reader.line_num, "", "has too many or too few cells")
            yield Row(name, reader.line_num, cells)
    except csv.Error as error:
        raise BadTable(name, reader.line_num, "", str(error)) from error
