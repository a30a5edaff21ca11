"""The special days as far as a rule can tell them, to be overridden by the province's own."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shared.worktime.calendar import DayKind, SpecialDay

COMPENSATION = "(nghỉ bù)"
SWAPPED = re.compile(r"\d\d/\d\d/\d{4}")
SOURCES = {
    DayKind.HOLIDAY: "Điều 112 Bộ luật Lao động 2019",
    DayKind.COMPENSATION: "Điều 111 Bộ luật Lao động 2019",
    DayKind.SWAP_OFF: "Thông báo hoán đổi ngày làm việc",
}


@dataclass(frozen=True, slots=True)
class Override:
    """A day by decision; without a year, a holiday that is kept or switched off for all years."""

    on: date | None
    kind: DayKind
    note: str
    source: str


def special_days(years: Iterable[int], overrides: Sequence[Override]) -> list[SpecialDay]:
    """All days of those years that are not what their weekday says."""
    wanted = frozenset(years)
    days = {day.on: day for day in _known(wanted)}
    for override in overrides:
        if override.on is None:
            days = {on: kept for on, day in days.items() if (kept := _yearly(day, override))}
        elif override.on.year in wanted:
            day = SpecialDay(override.on, override.kind, override.note, override.source)
            days[override.on] = day
    return [days[on] for on in sorted(days)]


def _yearly(day: SpecialDay, override: Override) -> SpecialDay | None:
    """The holiday of that name and its compensation day: with its source, or not at all."""
    if not day.note.startswith(override.note):
        return day
    if override.kind == DayKind.WORKING:
        return None
    return SpecialDay(day.on, day.kind, day.note, override.source)


def _known(years: frozenset[int]) -> list[SpecialDay]:
    if not years:
        return []
    # Only who loads the calendar needs the package: the services read the topic.
    from holidays import country_holidays

    # A swap may reach over New Year: 31/12/2018 for 05/01/2019.
    known = country_holidays(
        "VN", years=range(min(years) - 1, max(years) + 2), language="vi", expand=False
    )
    days = [day for on, name in known.items() for day in _named(on, name)]
    return [day for day in days if day.on.year in years]


def _named(off: date, name: str) -> list[SpecialDay]:
    """A day off, and the Saturday worked for it: the package pairs them in its wording."""
    swapped = SWAPPED.search(name)
    if swapped:
        day, month, year = (int(part) for part in swapped[0].split("/"))
        return _swap(off, date(year, month, day))
    kind = DayKind.COMPENSATION if name.endswith(COMPENSATION) else DayKind.HOLIDAY
    return [SpecialDay(off, kind, name, SOURCES[kind])]


def _swap(off: date, worked: date) -> list[SpecialDay]:
    source = SOURCES[DayKind.SWAP_OFF]
    return [
        SpecialDay(off, DayKind.SWAP_OFF, f"hoán đổi với ngày {worked:%d/%m/%Y}", source),
        SpecialDay(worked, DayKind.SWAP_ON, f"hoán đổi với ngày {off:%d/%m/%Y}", source),
    ]
