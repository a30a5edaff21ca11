"""What an import did or would do, row by row, in the reader's language."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from services.intake.catalogue import fields
from services.intake.domain.imported import CHANNELS, Change, Kind
from services.intake.handlers.imports import Report
from services.intake.importing import words
from shared.events import codes
from shared.worktime.limit import Limit

LISTS = {"level": "level", "supplement_clock": "clock", "service_level": "service_level"}
MOST_LETTERS = 120
NOT_KNOWN = ("(chưa có)", "(none)")
NO_LIMIT = ("không ghi thời hạn", "no limit stated")
SUMMARY = (
    "Thêm {ADDED}, thay đổi {CHANGED}, không đổi {UNCHANGED}, bỏ qua {PASSED_OVER}, "
    "từ chối {REFUSED} dòng; khác với giá trị đã rà soát: {differences}.",
    "Added {ADDED}, changed {CHANGED}, unchanged {UNCHANGED}, passed over {PASSED_OVER}, "
    "refused {REFUSED} rows; other than the curated value: {differences}.",
)
REFUSED = (
    "Có dòng bị từ chối: không dòng nào của tệp được ghi.",
    "Rows are refused: nothing of the file was kept.",
)
DRY = ("Chạy thử: chưa ghi gì.", "Dry run: nothing was kept.")
KEPT = ("Đã ghi; đã phát {told} trạng thái.", "Kept; {told} states told.")
OURS_STAYS = (
    "    giữ {field}: {old}; tệp ghi: {new}",
    "    kept {field}: {old}; the file says: {new}",
)
DECIDE = (
    "Giá trị đã rà soát được giữ; --overwrite lấy giá trị của tệp, --keep không nêu lại nữa.",
    "Curated values stay; --overwrite takes the file's, --keep does not list them again.",
)


def lines(report: Report, lang: str, *, dry_run: bool) -> Iterator[str]:
    """Each row, then the counts, then whether anything was kept."""
    at = lang == "en"
    row = ("dòng {row}: ", "row {row}: ")[at]
    for one in report.outcomes:
        yield f"{row.format(row=one.row)}{words.KIND[one.kind][at]} {one.code} {one.name}"
        for change in one.changes if one.kind is Kind.CHANGED else ():
            yield f"    {_change(change, lang, '{field}: {old} → {new}')}"
        for change in one.differences:
            yield _change(change, lang, OURS_STAYS[at])
    for fault in report.faults:
        place = row.format(row=fault.row) if fault.row else ""
        field = f"{words.field(fault.field, lang)}: " if fault.field else ""
        yield f"{place}{words.KIND[Kind.REFUSED][at]}: {field}{words.why(fault, lang)}"
    found = counts(report)
    yield SUMMARY[at].format(**found)
    if found["differences"]:
        yield DECIDE[at]
    if report.faults:
        yield REFUSED[at]
    else:
        yield DRY[at] if dry_run else KEPT[at].format(told=report.told)


def counts(report: Report) -> dict[str, int]:
    """Rows by what became of them; `differences` are fields."""
    found = Counter(one.kind.value for one in report.outcomes)
    refused = {fault.row for fault in report.faults}
    differences = sum(len(one.differences) for one in report.outcomes)
    zeros = dict.fromkeys((kind.value for kind in Kind), 0)
    return zeros | found | {"REFUSED": len(refused), "differences": differences}


def objects(report: Report, lang: str) -> Iterator[str]:
    """One JSON object a row, values as they are kept."""
    for one in report.outcomes:
        told: dict[str, Any] = {"row": one.row, "code": one.code, "outcome": one.kind}
        changed = one.changes if one.kind is Kind.CHANGED else ()
        told |= {"changes": _raw(changed), "differences": _raw(one.differences)}
        yield json.dumps(told, ensure_ascii=False)
    for fault in report.faults:
        why = words.why(fault, lang)
        told = {"row": fault.row, "outcome": Kind.REFUSED, "field": fault.field, "why": why}
        yield json.dumps(told, ensure_ascii=False)


def _raw(changes: Sequence[Change]) -> list[dict[str, Any]]:
    return [{"field": one.field, "old": one.old, "new": one.new} for one in changes]


def _change(change: Change, lang: str, said: str) -> str:
    old, new = (value(change.field, said, lang) for said in (change.old, change.new))
    return said.format(field=words.field(change.field, lang), old=old, new=new)


def value(field: str, value: Any, lang: str) -> str:
    """A value as people read it."""
    at = lang == "en"
    if value in (None, "", []):
        return NOT_KNOWN[at]
    if value == {}:
        return NO_LIMIT[at]
    if field in CHANNELS or field == "verification":
        return str(Limit(**value))
    if field == "unit_ids":
        return f"{len(value)} {('đơn vị', 'units')[at]}"
    if field in ("papers", "fees"):
        named = [str(one.get("name") or one.get("note") or one.get("amount")) for one in value]
        return _short(f"{len(value)}: {'; '.join(named)}")
    if field == "field":
        return str(fields().get(value, (value, value))[at])
    if field in LISTS:
        return codes.label(LISTS[field], value, lang)
    return _short("; ".join(value) if isinstance(value, list) else str(value))


def _short(said: str) -> str:
    return said if len(said) <= MOST_LETTERS else f"{said[:MOST_LETTERS]}…"
