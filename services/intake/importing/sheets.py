"""Which of two books an .xlsx is, by its heading: the national portal's list, or our template."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.intake.domain.imported import Fault, Incoming, Source
from services.intake.domain.search import folded
from services.intake.importing import agencies, book, cells, table, template
from services.intake.importing.agencies import Places
from services.intake.importing.book import Row
from services.intake.importing.reading import BadFile, Reading

# The portal's own heading, below a title.
LIST = ("Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực")
LOOKED_AT = 10  # rows in which a heading may stand
MOST_PAPERS = 200  # of a procedure: a filing has no more


def read(content: bytes, places: Places) -> Reading:
    """All rows of a book. Raises BadFile."""
    opened = book.read(content)
    reading = Reading(faults=list(opened.formulas))
    for rows in opened.sheets.values():
        if found := _heading(rows, LIST):
            _list(reading, found, rows, places)
            return reading
    for name, rows in opened.sheets.items():
        if folded(name) == folded(template.PROCEDURES):
            found = _heading(rows, template.NEEDED)
            if found:
                _template(reading, opened.sheets, places)
                return reading
    raise BadFile("no-header")


def _heading(rows: Sequence[Row], wanted: Sequence[str]) -> int:
    """The number of the row that has all these headings; 0: none."""
    names = {folded(name) for name in wanted}
    for number, row in enumerate(rows[:LOOKED_AT], 1):
        if names <= {folded(str(cell)) for cell in row}:
            return number
    return 0


def _below(rows: Sequence[Row], heading: int) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Rows as people number them, their cells by the folded heading."""
    names = [folded(str(cell)) for cell in rows[heading - 1]]
    for number, row in enumerate(rows[heading:], heading + 1):
        if any(str(cell).strip() for cell in row):
            yield number, dict(zip(names, row, strict=False))


def _list(reading: Reading, heading: int, rows: Sequence[Row], places: Places) -> None:
    for number, told in _below(rows, heading):
        before = len(reading.faults)
        code, name, _, doing, field = (told.get(folded(one)) for one in LIST)
        read_code = reading.cell(number, "code", code, cells.code)
        if read_code is None and len(reading.faults) == before:
            reading.faults.append(Fault(number, "code", "missing"))
        found = {
            "name": reading.cell(number, "name", name, cells.text),
            "field": reading.cell(number, "field", field, cells.any_field),
        }
        named = agencies.named(str(doing or ""), "\n")
        found["authority"], meant = places.ours(named)
        levels = agencies.levels(named)
        hints = {"level": levels[0], "unit_ids": places.counters(levels, meant)} if levels else {}
        if len(reading.faults) == before:
            values = {key: value for key, value in found.items() if value}
            incoming = Incoming(number, read_code, values, Source.PORTAL, hints=hints)
            reading.rows.append(incoming)


def _template(reading: Reading, sheets: Mapping[str, Sequence[Row]], places: Places) -> None:
    by_name = {folded(name): rows for name, rows in sheets.items()}
    rows = by_name[folded(template.PROCEDURES)]
    papers = _papers(reading, by_name.get(folded(template.PAPERS), []))
    columns = {folded(title): column for column, (title, _) in template.COLUMNS.items()}
    for number, told in _below(rows, _heading(rows, template.NEEDED)):
        cells_of = {columns[key]: value for key, value in told.items() if key in columns}
        table.take(reading, number, cells_of, places)
    known = {row.code for row in reading.rows}
    reading.faults += [
        Fault(number, "papers", "no-procedure", code)
        for code, (number, _) in papers.items()
        if code not in known
    ]
    reading.rows = [_with(row, papers) for row in reading.rows]


def _with(row: Incoming, papers: Mapping[str, tuple[int, list[dict[str, Any]]]]) -> Incoming:
    if row.code not in papers:
        return row
    values = {**row.values, "papers": papers[row.code][1]}
    return Incoming(row.row, row.code, values, row.source, row.begins)


class _Papers:
    """The papers of each code, with the row of its first."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.found: dict[str, tuple[int, list[dict[str, Any]]]] = {}
        self.names, self.keys = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)

    def take(self, row: int, code: str, paper: Mapping[str, Any]) -> None:
        _, kept = self.found.setdefault(code, (row, []))
        if len(kept) > MOST_PAPERS:
            return
        name, key = folded(paper["name"]), template.free(paper["key"], self.keys[code])
        if len(kept) == MOST_PAPERS:
            self.faults.append(Fault(row, "papers", "too-many-papers", str(MOST_PAPERS)))
        elif name in self.names[code]:
            self.faults.append(Fault(row, "papers", "paper-twice", paper["name"]))
        self.names[code].add(name)
        self.keys[code].add(key)
        kept.append({**paper, "key": key})


def _papers(
    reading: Reading, rows: Sequence[Row]
) -> Mapping[str, tuple[int, list[dict[str, Any]]]]:
    """The papers of each code; a sheet left empty says nothing."""
    heading = _heading(rows, template.PAPERS_NEEDED)
    papers = _Papers(reading.faults)
    for number, told in _below(rows, heading) if heading else ():
        code = reading.cell(number, "code", told.get(folded("Mã số")), cells.code)
        paper = template.paper(reading, number, told)
        if code is not None and paper is not None:
            papers.take(number, code, paper)
    return papers.found
