"""An .xlsx as rows of cells, after a look at what it unpacks to: nothing is opened unseen."""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from io import BytesIO
from posixpath import join, normpath
from typing import Any, NamedTuple
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from services.intake.domain.imported import Fault
from services.intake.importing.look import RELATIONS, WORKBOOK, Look
from services.intake.importing.reading import BadFile, check_rows

MOST_MB = 100  # unpacked, all parts together
MOST_PARTS = 500
CHUNK, FAR = 1 << 16, 1 << 62
TELLING = (WORKBOOK, RELATIONS)
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
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
    for name, rows in sheets.items():
        with _of_sheet(name):
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
            called = _Called()
            for part in sorted(parts, key=lambda one: one.filename not in TELLING):
                name = part.filename.replace("\\", "/").lower()
                pieces = _pieces(packed, part, left)
                if name.endswith(".xml") or name == RELATIONS:
                    with _of_sheet(called.sheet(part.filename)):
                        look = Look(name)
                        yield from look.over(pieces)
                    called.hear(look)
                else:
                    for _ in pieces:
                        pass
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise BadFile("not-xlsx", error) from None
    except (expat.ExpatError, zlib.error, struct.error, ValueError) as error:
        raise BadFile("unreadable", error) from None


class _Called:
    """What people call the sheets, by their parts: the workbook and its relations say it."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.targets: dict[str, str] = {}

    def hear(self, look: Look) -> None:
        self.names |= look.sheets
        self.targets |= {
            normpath(join("/xl", target)).lstrip("/"): key for key, target in look.targets.items()
        }

    def sheet(self, part: str) -> str:
        return self.names.get(self.targets.get(part, ""), part)


@contextmanager
def _of_sheet(name: str) -> Iterator[None]:
    """Too many rows are told with the sheet that has them."""
    try:
        yield
    except BadFile as bad:
        if bad.fault.why != "too-many-rows":
            raise
        raise BadFile("sheet-rows", name) from None


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo, left: list[int]) -> Iterator[bytes]:
    if part.compress_type not in PACKED:
        raise BadFile("not-xlsx", part.filename)
    honest = copy(part)
    honest.file_size = FAR  # read on past what it states
    with packed.open(honest) as opened:
        while piece := opened.read(CHUNK):
            left[0] -= len(piece)
            if left[0] < 0:
                raise BadFile("bomb", MOST_MB)
            yield piece
