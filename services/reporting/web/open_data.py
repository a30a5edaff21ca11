"""Exactly what the public page shows, for programs: nothing that it keeps back."""

from collections.abc import Iterator
from typing import Any

from services.reporting.domain.figures import Figures, Share
from services.reporting.web.sheets import Sheet, Value, instant

HEADINGS = (
    *("table", "key", "name", "n", "in_time_percent"),
    *("early_percent", "on_time_percent", "late_percent", "suppressed"),
)
DIGITS = 1


def sheet(found: Figures) -> Sheet:
    """One line a figure of the page."""
    return Sheet(
        name=f"figures-{found.place.unit_id}-{found.period.code}",
        title="figures",
        above=[],
        headings=HEADINGS,
        rows=list(_rows(found)),
        machine=_about(found),
    )


def document(found: Figures) -> dict[str, Any]:
    """The same as one JSON object."""
    rows = [dict(zip(HEADINGS, row, strict=True)) for row in _rows(found)]
    for row in rows:
        row["suppressed"] = row["suppressed"] == "true"
    return {**dict(_about(found)), "rows": rows}


def _about(found: Figures) -> list[tuple[str, str]]:
    return [
        ("unit_id", found.place.unit_id),
        ("unit", found.place.name),
        ("period", found.period.code),
        ("from", found.period.days.first.isoformat()),
        ("to", found.period.days.last.isoformat()),
        ("as_of", instant(found.as_of)),
    ]


def _rows(found: Figures) -> Iterator[list[Value]]:
    yield _of("total", found.place.unit_id, found.place.name, found.now)
    for name, count in found.counts.items():
        yield ["count", name, "", count, None, None, None, None, _flag(count is None)]
    rating = found.rating
    average = None if rating.average is None else round(rating.average, DIGITS)
    kept_back = _flag(rating.n is None)
    yield ["rating", "average", "", rating.n, average, None, None, None, kept_back]
    for point in found.points:
        yield _of(found.by, point.on.isoformat(), "", point.share)
    for bar in found.bars:
        yield _of("unit", bar.place.unit_id, bar.place.name, bar.share)


def _of(table: str, key: str, name: str, share: Share | None) -> list[Value]:
    if share is None:
        return [table, key, name, None, None, None, None, None, "true"]
    if share.rate is None:
        return [table, key, name, 0, None, None, None, None, "false"]
    parts = [round(part, DIGITS) for part in (share.rate, *share.parts)]
    return [table, key, name, share.n, *parts, "false"]


def _flag(suppressed: bool) -> str:
    return "true" if suppressed else "false"
