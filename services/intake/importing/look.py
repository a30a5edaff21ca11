"""A part of a book, looked through before anything opens it: its reach, its formulas."""

import re
from collections.abc import Iterator, Sequence
from xml.parsers import expat

from services.intake.domain.imported import Fault
from services.intake.importing.reading import BadFile, check_rows

MOST_COLUMNS = 60
MOST_FAULTS = 100
MOST_SHEETS, MOST_LETTERS = 500, 31  # a spreadsheet's program allows no longer names
# Where the book says which parts its sheets are: any may be.
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
NUMBER = re.compile(r"[1-9][0-9]{0,6}")
PLACE = re.compile(rf"([A-Z]{{1,3}})({NUMBER.pattern})")


class Look:
    """One part, looked through without keeping it: how far its cells reach, and formulas.

    What the reader of the sheets may take otherwise than we do is refused.
    """

    def __init__(self, part: str) -> None:
        self.part, self.faults = part, list[Fault]()
        self.sheets, self.targets = dict[str, str](), dict[str, str]()  # by the id of a relation
        self.inside, self.row, self.column, self.cell = False, 0, 0, ""
        self.starts = {"row": self._row, "c": self._cell, "f": self._formula}
        self.parser = expat.ParserCreate("UTF-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._declares

    def over(self, pieces: Iterator[bytes]) -> Sequence[Fault]:
        for piece in pieces:
            if b"\0" in piece:
                raise BadFile("unreadable", self.part)  # UTF-16: the other reader sees other tags
            self.parser.Parse(piece, False)
        self.parser.Parse(b"", True)
        return self.faults

    def _start(self, name: str, told: dict[str, str]) -> None:
        plain = name.rpartition(":")[2]
        if plain == "sheetData":
            self.inside = True
        elif self.inside and plain in self.starts:
            self.starts[plain](told.get("r"))
        elif plain == "Relationship" and self.part == RELATIONS:
            self._related(told.get("Target", ""))
            self.targets[told.get("Id", "")] = told.get("Target", "")
        elif plain == "sheet" and self.part == WORKBOOK and len(self.sheets) < MOST_SHEETS:
            self.sheets[told.get("r:id", "")] = told.get("name", "")[:MOST_LETTERS]

    def _end(self, name: str) -> None:
        plain = name.rpartition(":")[2]
        if plain == "sheetData":
            self.inside = False
        elif plain == "row":
            self.column = 0

    def _related(self, target: str) -> None:
        """It may be a sheet, and only what is called .xml is looked at."""
        if not target.lower().endswith(".xml"):
            raise BadFile("unreadable", target)

    def _row(self, said: str | None) -> None:
        if said is not None and not NUMBER.fullmatch(said):
            raise BadFile("unreadable", said)
        self.row = max(self.row, int(said)) if said else self.row + 1
        check_rows(self.row - 1)

    def _cell(self, said: str | None) -> None:
        """A single cell far away would make a table of thousands of millions."""
        found = PLACE.fullmatch(said or "")
        if said is not None and found is None:
            raise BadFile("unreadable", said)
        self.cell = said or ""
        self.column = _column(found[1]) if found else self.column + 1
        if self.column > MOST_COLUMNS:
            raise BadFile("too-wide", MOST_COLUMNS)
        if found:
            check_rows(int(found[2]) - 1)

    def _formula(self, _: str | None) -> None:
        if len(self.faults) < MOST_FAULTS:
            found = PLACE.fullmatch(self.cell)
            row = int(found[2]) if found else self.row
            self.faults.append(Fault(row, "", "formula", self.cell or "="))

    def _declares(self, *_: object) -> None:
        raise BadFile("declares")


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column
