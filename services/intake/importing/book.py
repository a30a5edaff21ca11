"""An .xlsx as rows of cells, after a look at what it unpacks to: nothing is opened unseen."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from io import BytesIO
from typing import Any, NamedTuple
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from services.intake.domain.imported import Fault
from services.intake.importing.reading import MOST_ROWS, BadFile, check_rows

MOST_MB = 100  # unpacked, all parts together
MOST_PARTS = 500
MOST_COLUMNS = 60
MOST_FAULTS = 100
CHUNK, FAR = 1 << 16, 1 << 62
WORKBOOK = "xl/workbook.xml"
SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
Row = Sequence[Any]


class Book(NamedTuple):
    """Its sheets in order, by name; formulas are faults: what they say may change unseen."""

    sheets: Mapping[str, Sequence[Row]]
    formulas: Sequence[Fault]


def read(content: bytes) -> Book:
    """All its sheets. Raises BadFile."""
    formulas = list(_formulas(content))
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError) as error:
        raise BadFile("unreadable", error) from None
    for rows in sheets.values():
        check_rows(len(rows))
    return Book(sheets, formulas)


def _formulas(content: bytes) -> Iterator[Fault]:
    """Unpacks every part by pieces, counting: a size that a part states may be a lie."""
    left = [MOST_MB * 2**20]
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            if WORKBOOK not in packed.namelist() or len(parts) > MOST_PARTS:
                raise BadFile("not-xlsx", WORKBOOK)
            for part in parts:
                pieces = _pieces(packed, part, left)
                if SHEETS.fullmatch(part.filename):
                    yield from _Look().over(pieces)
                else:
                    for _ in pieces:
                        pass
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise BadFile("not-xlsx", error) from None
    except expat.ExpatError as error:
        raise BadFile("unreadable", error) from None


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo, left: list[int]) -> Iterator[bytes]:
    honest = copy(part)
    honest.file_size = FAR  # read on past what it states
    with packed.open(honest) as opened:
        while piece := opened.read(CHUNK):
            left[0] -= len(piece)
            if left[0] < 0:
                raise BadFile("bomb", MOST_MB)
            yield piece


class _Look:
    """One sheet, looked through without keeping it: how far its cells reach, and formulas."""

    def __init__(self) -> None:
        self.cell, self.faults = "", list[Fault]()
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._declares

    def over(self, pieces: Iterator[bytes]) -> Sequence[Fault]:
        for piece in pieces:
            self.parser.Parse(piece, False)
        self.parser.Parse(b"", True)
        return self.faults

    def _start(self, name: str, told: dict[str, str]) -> None:
        plain = name.rpartition(":")[2]
        if plain == "c":
            self.cell = told.get("r", "")
            self._reach(self.cell)
        elif plain == "row" and told.get("r", "1").isdigit():
            check_rows(int(told.get("r", "1")) - 1)
        elif plain == "f" and len(self.faults) < MOST_FAULTS:
            found = PLACE.fullmatch(self.cell)
            self.faults.append(Fault(int(found[2]) if found else 0, "", "formula", self.cell))

    def _reach(self, cell: str) -> None:
        """A single cell far away would make a table of thousands of millions."""
        found = PLACE.fullmatch(cell)
        if found is None:
            return
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        if column > MOST_COLUMNS:
            raise BadFile("too-wide", MOST_COLUMNS)
        if int(found[2]) > MOST_ROWS + 1:
            check_rows(int(found[2]))

    def _declares(self, *_: object) -> None:
        raise BadFile("declares")
