"""How a date stands today: late, soon, later or not running; never told by colour alone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.worktime.calendar import Calendar
from shared.worktime.hours import DAY_MINUTES, VN, minutes_between
from shared.worktime.limit import LimitUnit
from shared.worktime.measure import is_over, used


class State(StrEnum):
    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    STOPPED = "stopped"


class Measure(StrEnum):
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


@dataclass(frozen=True)
class Due:
    """What the due column shows; `amount` 0: today, or late by rest days alone."""

    state: State
    at: datetime
    amount: int = 0
    measure: Measure = Measure.DAY


def due(
    at: datetime,
    now: datetime,
    calendar: Calendar,
    *,
    unit: LimitUnit = LimitUnit.WORKING_DAY,
    stopped: bool = False,
) -> Due:
    """How a date stands. Days are those the limit counts: working days, or all."""
    at, now = at.astimezone(VN), now.astimezone(VN)
    if stopped:
        return Due(State.STOPPED, at)
    if unit == LimitUnit.HOUR:
        return _by_hours(at, now, calendar)
    if is_over(unit, now, at):
        return Due(State.OVERDUE, at, used(unit, at, now, calendar))
    if at.date() == now.date():
        return Due(State.SOON, at)
    return Due(State.LATER, at, used(unit, now, at, calendar))


def _by_hours(at: datetime, now: datetime, calendar: Calendar) -> Due:
    late = is_over(LimitUnit.HOUR, now, at)
    begin, end = (at, now) if late else (now, at)
    minutes = minutes_between(calendar, begin, end)
    amount, measure = _rounded(minutes)
    if late:
        return Due(State.OVERDUE, at, amount, measure)
    return Due(State.SOON if minutes <= DAY_MINUTES else State.LATER, at, amount, measure)


def _rounded(minutes: int) -> tuple[int, Measure]:
    """Down to what can still be told: minutes, hours, working days."""
    if minutes < 60:
        return minutes, Measure.MINUTE
    if minutes <= 2 * DAY_MINUTES:
        return minutes // 60, Measure.HOUR
    return minutes // DAY_MINUTES, Measure.DAY
