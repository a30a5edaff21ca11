"""Books made so that our look at them and the reader of their sheets would see two things."""

import io
import zipfile

import pytest

from services.intake.importing import files
from services.intake.importing.reading import BadFile
from tests.intake.test_import_book import LIST, NEW_ROW, SHEET, cells, portal, with_part
from tests.intake.test_import_table import PLACES

RELATIONS = "xl/_rels/workbook.xml.rels"
FAR = "<worksheet><sheetData><row r='9'><c r='XFD9'><v>1</v></c></row></sheetData></worksheet>"
TAGS = "<worksheet><sheetData><row r='1'/></sheetData></worksheet>"


def elsewhere(target, part):
    """The first sheet is another part, which reaches far."""
    whole = portal(NEW_ROW)
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        told = packed.read(RELATIONS).replace(b"worksheets/sheet1.xml", target.encode())
    out = io.BytesIO(with_part(whole, RELATIONS, told))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(part, FAR)
    return out.getvalue()


def packed_by(method):
    out = io.BytesIO(portal(NEW_ROW))
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("xl/media/image1.png", b"x" * 1_000, compress_type=method)
    return out.getvalue()


def spoilt():
    """What is packed of the sheet begins with a block of a kind that there is none of."""
    whole = bytearray(portal(NEW_ROW))
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        at = packed.getinfo(SHEET).header_offset
    names = sum(int.from_bytes(whole[at + n : at + n + 2], "little") for n in (26, 28))
    whole[at + 30 + names] = 0xFF
    return bytes(whole)


MADE = {
    "a sheet in a folder below": (
        elsewhere("worksheets/a/far.xml", "xl/worksheets/a/far.xml"),
        "too-wide",
    ),
    "a sheet in another folder": (elsewhere("other/far.xml", "xl/other/far.xml"), "too-wide"),
    "a sheet beside xl": (elsewhere("/o/worksheets/f.xml", "o/worksheets/f.xml"), "too-wide"),
    "a sheet that is no .xml": (
        elsewhere("worksheets/far.bin", "xl/worksheets/far.bin"),
        "unreadable",
    ),
    "bzip2": (packed_by(zipfile.ZIP_BZIP2), "not-xlsx"),
    "LZMA": (packed_by(zipfile.ZIP_LZMA), "not-xlsx"),
    "what is packed is spoilt": (spoilt(), "unreadable"),
    "a place in small letters": (cells('<row r="3"><c r="xfd3"/></row>'), "unreadable"),
    "a place of four letters": (cells('<row r="3"><c r="AAAA3"/></row>'), "unreadable"),
    "an empty place": (cells('<row r="3"><c r=""/></row>'), "unreadable"),
    "a row that is a power": (cells('<row r="²"><c/></row>'), "unreadable"),
    "61 cells that say no place": (cells(f"<row>{'<c/>' * 61}</row>"), "too-wide"),
    "a cell without a place after the last": (cells('<row><c r="BH1"/><c/></row>'), "too-wide"),
    "rows that say no number": (cells("<row/>" * 20_002), "sheet-rows"),
    "rows within rows": (cells("<row>" * 20_002 + "</row>" * 20_002), "sheet-rows"),
    "UTF-16": (with_part(portal(NEW_ROW), SHEET, TAGS.encode("utf-16")), "unreadable"),
}


@pytest.mark.parametrize("case", MADE)
def test_what_two_readers_could_take_differently_is_refused(case):
    content, why = MADE[case]

    with pytest.raises(BadFile) as refused:
        files.read("f.xlsx", content, PLACES)

    assert refused.value.fault.why == why


def texts(row):
    return "".join(f'<c t="inlineStr"><is><t>{one}</t></is></c>' for one in row)


def test_cells_and_rows_need_say_no_place():
    whole = cells(f"<row>{texts(LIST)}</row><row>{texts(NEW_ROW)}</row>")

    reading = files.read("f.xlsx", whole, PLACES)

    assert [(row.row, row.code) for row in reading.rows] == [(2, NEW_ROW[0])]
    assert not reading.faults


def test_a_formula_in_a_cell_without_a_place_names_its_row():
    whole = cells(f"<row>{texts(LIST)}</row><row><c><f>1+1</f><v>2</v></c></row>")

    reading = files.read("f.xlsx", whole, PLACES)

    assert [fault.row for fault in reading.faults if fault.why == "formula"] == [2]
