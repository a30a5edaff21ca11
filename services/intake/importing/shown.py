"""What the page of an import shows of each row, in Vietnamese, as it is kept with the import."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from services.intake.domain.import_run import fingerprint
from services.intake.domain.imported import Change, Kind, Outcome
from services.intake.handlers.imports import Report
from services.intake.importing import report as texts
from services.intake.importing import words
from services.intake.papers.words import capital
from services.intake.store.import_runs import Told

LANG = "vi"
COLUMNS = ("Dòng", "Kết quả", "Mã số", "Tên thủ tục", "Nội dung", "Đang có", "Tệp ghi", "Lý do")
DIFFERS = "khác với giá trị đã rà soát"
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take it for a formula


def told(report: Report) -> Told:
    """A report as it is kept."""
    rows = [_row(one) for one in report.outcomes]
    faults = [
        {
            "row": one.row,
            "field": capital(words.field(one.field, LANG)),
            "why": capital(words.why(one, LANG)),
        }
        for one in report.faults
    ]
    shown = {"rows": rows, "faults": faults}
    return Told(texts.counts(report), shown, fingerprint(report.outcomes, report.faults))


def _row(one: Outcome) -> dict[str, Any]:
    changes = one.changes if one.kind is Kind.CHANGED else ()
    return {
        "row": one.row,
        "code": one.code,
        "name": one.name,
        "kind": one.kind.value,
        "changes": [_change(change) for change in changes],
        "differences": [_change(change) for change in one.differences],
    }


def _change(change: Change) -> dict[str, str]:
    return {
        "field": change.field,
        "label": capital(words.field(change.field, LANG)),
        "old": texts.value(change.field, change.old, LANG),
        "new": texts.value(change.field, change.new, LANG),
    }


def table(shown: Mapping[str, Any]) -> str:
    """The whole report as a table for a spreadsheet."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_safe(cell) for cell in line] for line in _lines(shown))
    return out.getvalue()


def _lines(shown: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    for one in shown["rows"]:
        said = words.KIND[Kind(one["kind"])][0]
        start = (one["row"], said, one["code"], one["name"])
        if not one["changes"]:
            yield (*start, "", "", "", "")
        for change in one["changes"]:
            yield (*start, change["label"], change["old"], change["new"], "")
        for change in one["differences"]:
            yield (*start, change["label"], change["old"], change["new"], DIFFERS)
    for fault in shown["faults"]:
        refused = words.KIND[Kind.REFUSED][0]
        yield (fault["row"] or "", refused, "", "", fault["field"], "", "", fault["why"])


def _safe(cell: object) -> object:
    said = str(cell)
    return f"'{said}" if said.startswith(RISKY) else cell
