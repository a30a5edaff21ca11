"""Opening hours of a unit: when people can come. They never move a due date (domain.md §1.6)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from shared.worktime.calendar import Calendar
from shared.worktime.hours import local

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
RULE = re.compile(r"([A-Z][a-z])(?:-([A-Z][a-z]))? (.+)")
SPAN = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
SATURDAY = 6


@dataclass(frozen=True, slots=True)
class Opening:
    """A stretch of one weekday; 1 is Monday."""

    weekday: int
    from_: time
    to: time


def parse(text: str) -> tuple[Opening, ...]:
    """`Mo-Fr 07:30-11:30 13:00-17:00; Sa 07:30-11:30`. Raises ValueError."""
    rules = [rule.strip() for rule in text.split(";") if rule.strip()]
    return tuple(sorted((o for rule in rules for o in _rule(rule)), key=_begins))


def on_day(hours: Sequence[Opening], on: date, calendar: Calendar) -> tuple[Opening, ...]:
    """When it is open that day: never on a holiday; a working Saturday is like other workdays."""
    if calendar.is_working(on):
        weekday = min(on.isoweekday(), SATURDAY - 1)
    elif on.isoweekday() < SATURDAY or calendar.special(on):
        return ()
    else:
        weekday = on.isoweekday()
    return tuple(opening for opening in hours if opening.weekday == weekday)


def is_open(hours: Sequence[Opening], at: datetime, calendar: Calendar) -> bool:
    """Whether people can hand in or collect now."""
    at = local(at)
    today = on_day(hours, at.date(), calendar)
    return any(opening.from_ <= at.time() < opening.to for opening in today)


def _rule(rule: str) -> list[Opening]:
    found = RULE.fullmatch(rule)
    spans = [SPAN.fullmatch(span) for span in found[3].split()] if found else []
    if not found or not all(spans):
        raise ValueError(
            f"opening hours are written as Mo-Fr 07:30-11:30; Sa 08:00-11:00: {rule!r}"
        )
    first = WEEKDAYS.index(found[1]) + 1
    last = WEEKDAYS.index(found[2]) + 1 if found[2] else first
    return [
        _opening(weekday, span[1], span[2])
        for weekday in range(first, last + 1)
        for span in spans
        if span
    ]


def _opening(weekday: int, from_: str, to: str) -> Opening:
    opening = Opening(weekday, time.fromisoformat(from_), time.fromisoformat(to))
    if opening.from_ >= opening.to:
        raise ValueError(f"opening hours end before they begin: {from_}-{to}")
    return opening


def _begins(opening: Opening) -> tuple[int, time]:
    return opening.weekday, opening.from_
