"""Our own table of procedures: the columns of data/procedures.csv, as CSV or by the template."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from services.intake.domain.imported import Fault, Incoming, Source
from services.intake.importing import cells
from services.intake.importing.agencies import Places
from services.intake.importing.reading import BadFile, Reading, check_rows, text_of

Parse = Callable[[Any], Any]
# Column: its field and how a cell is read. `_two_level` holds in a tree without districts.
COLUMNS: Mapping[str, tuple[str, Parse]] = {
    "name": ("name", cells.text),
    "field": ("field", cells.field),
    "counter_limit": ("channel_1", cells.duration),
    "online_limit": ("channel_2", cells.duration),
    "post_limit": ("channel_3", cells.duration),
    "verification_limit": ("verification", cells.duration),
    "limit_note": ("limit_note", cells.text),
    "supplement_clock": ("supplement_clock", lambda said: cells.of_list("clock", said)),
    "service_level": ("service_level", lambda said: cells.of_list("service_level", said)),
    "result": ("result", cells.text),
    "legal_basis": ("legal_basis", cells.parts),
    "decision_no": ("decision_no", cells.decision),
    "subjects": ("subjects", cells.parts),
}
PLACED = ("level", "authority", "offered_by")
TWO_LEVEL = "_two_level"
# Where a row comes from is ours to say, and which number a version has.
IGNORED = ("version", "code_source", "details_source")
KNOWN = frozenset(
    {"code", "valid_from", *COLUMNS, *PLACED, *(f"{one}{TWO_LEVEL}" for one in PLACED), *IGNORED}
)


def read_csv(content: bytes, places: Places) -> Reading:
    """All rows of a CSV with our columns, parted by commas or semicolons. Raises BadFile."""
    text = text_of(content)
    check_rows(text.count("\n") - 1)
    reading = Reading()
    try:
        for row, told in _rows(text, reading):
            take(reading, row, told, places)
    except csv.Error as error:
        raise BadFile("quotes", error) from None
    return reading


def _rows(text: str, reading: Reading) -> Iterator[tuple[int, Mapping[str, str]]]:
    first = text.partition("\n")[0]
    mark = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(text.splitlines(keepends=True), delimiter=mark, strict=True)
    header = [name.strip() for name in next(reader, [])]
    check_header(header)
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            reading.faults.append(Fault(reader.line_num, "", "cells"))
            continue
        yield reader.line_num, dict(zip(header, row, strict=True))


def check_header(header: Sequence[str]) -> None:
    """Raises BadFile for a column that is none, is there twice, or without the code's."""
    strange = [name for name in header if name not in KNOWN or header.count(name) > 1]
    if "code" not in header:
        raise BadFile("columns", "code", 1)
    if strange:
        raise BadFile("columns", ", ".join(dict.fromkeys(strange)), 1)


def take(reading: Reading, row: int, told: Mapping[str, Any], places: Places) -> None:
    """One row: a procedure, or a fault for each cell that can't be taken."""
    before = len(reading.faults)
    reading.faults += [
        Fault(row, column, "formula", said.strip()[:40])
        for column, said in told.items()
        if isinstance(said, str) and said.strip().startswith("=")
    ]
    if len(reading.faults) > before:
        return
    code = reading.cell(row, "code", told["code"], cells.code)
    if code is None and len(reading.faults) == before:
        reading.faults.append(Fault(row, "code", "missing"))
    begins = reading.cell(row, "valid_from", told.get("valid_from"), cells.day)
    found = {
        field: reading.cell(row, column, told.get(column), parse)
        for column, (field, parse) in COLUMNS.items()
    } | _placed(reading, row, told, places)
    values = {name: value for name, value in found.items() if value not in (None, "", [])}
    if len(reading.faults) == before:
        reading.rows.append(Incoming(row, code, values, Source.CURATED, begins))


def _placed(reading: Reading, row: int, told: Mapping[str, Any], places: Places) -> dict[str, Any]:
    """Level, authority and counters as this deployment's tree has them."""

    def cell(column: str, parse: Parse) -> Any:
        own = f"{column}{'' if places.districts else TWO_LEVEL}"
        column = own if own in told else column
        return reading.cell(row, column, told.get(column), parse)

    return {
        "level": cell("level", lambda said: cells.of_list("level", said)),
        "authority": cell("authority", cells.text),
        "unit_ids": cell("offered_by", lambda said: places.meant(cells.text(said))),
    }
