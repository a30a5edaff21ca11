"""Tables as files: CSV and XLSX with the figures of the page, and no formula ever."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO

import xlsxwriter
from starlette.responses import Response

from shared.worktime.hours import local

Value = str | int | float | None
BOM = "\ufeff"  # without it Excel takes UTF-8 for something else
# What a spreadsheet may take for a formula, whatever the file's format says.
RISKY = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A4 = 9
WIDTH, FIRST_WIDTH = 12, 34


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name`: of the file; `above`: lines over the table of the XLSX, which is for people.

    `machine`: what the CSV says instead of these in each row.
    """

    name: str
    title: str
    above: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    machine: Sequence[tuple[str, str]] = ()


def instant(at: datetime | None) -> str:
    """As all our instants are told: at +07:00."""
    return local(at).isoformat(timespec="seconds") if at else ""


def csv_text(sheet: Sheet) -> str:
    """UTF-8 with its mark, one heading, values as machines read them."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([*(name for name, _ in sheet.machine), *map(_plain, sheet.headings)])
    for row in sheet.rows:
        writer.writerow([*(_plain(value) for _, value in sheet.machine), *map(_plain, row)])
    return BOM + out.getvalue()


def xlsx_bytes(sheet: Sheet) -> bytes:
    """A4 on its side; texts stay texts, whatever they begin with."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    page = book.add_worksheet(sheet.title[:31])
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_column(0, len(sheet.headings) - 1, WIDTH)
    page.set_column(1, 1, FIRST_WIDTH)
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"})
    cell = book.add_format({"border": 1, "num_format": "#,##0"})
    for at, said in enumerate(sheet.above):
        page.write_string(at, 0, said, bold)
    top = len(sheet.above) + 1 if sheet.above else 0
    page.repeat_rows(top)
    page.freeze_panes(top + 1, 2)
    for number, row in enumerate([sheet.headings, *sheet.rows]):
        for column, value in enumerate(row):
            _write(page, top + number, column, value, head if number == 0 else cell)
    book.close()
    return out.getvalue()


def _write(
    page: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    value: Value,
    form: xlsxwriter.format.Format,
) -> None:
    if value is None:
        page.write_blank(row, column, None, form)
    elif isinstance(value, str):
        page.write_string(row, column, value, form)
    else:
        page.write_number(row, column, value, form)


def _plain(value: Value) -> str:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(RISKY) else value
    return "" if value is None else str(value)


def as_csv(sheet: Sheet, public: bool = False) -> Response:
    return _file(csv_text(sheet).encode(), "text/csv; charset=utf-8", f"{sheet.name}.csv", public)


def as_xlsx(content: bytes, sheet: Sheet) -> Response:
    return _file(content, XLSX, f"{sheet.name}.xlsx", public=False)


def _file(content: bytes, kind: str, name: str, public: bool) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if public:
        headers["Cache-Control"] = "no-cache"
    return Response(content, media_type=kind, headers=headers)
