"""A limit of the law: so many working days, days, months or hours, and when it ends."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from shared.worktime.calendar import DAY, Calendar
from shared.worktime.hours import (
    CLOSES,
    VN,
    add_minutes,
    after_cut_off,
    effective,
    end_of,
    local,
    start_of,
)

# An act in the system is an instant, a date written on a paper is a date (events.md §3).
When = datetime | date


class LimitUnit(StrEnum):
    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"
    MONTH = "month"
    SAME_DAY = "same_day"


LABELS = {
    LimitUnit.WORKING_DAY: "ngày làm việc",
    LimitUnit.DAY: "ngày",
    LimitUnit.HOUR: "giờ làm việc",
    LimitUnit.MONTH: "tháng",
}
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount and its unit. Raises ValueError when that is no limit."""

    amount: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", LimitUnit(self.unit))
        if not 0 <= self.amount <= MOST:
            raise ValueError(f"a limit lies between 0 and {MOST}: {self.amount}")
        if self.unit == LimitUnit.SAME_DAY and self.amount != 1:
            raise ValueError("a limit within the day is 1 same_day")

    def __str__(self) -> str:
        """As people read it: `10 ngày làm việc`."""
        if self.unit == LimitUnit.SAME_DAY:
            return "trong ngày"
        return f"{self.amount} {LABELS[self.unit]}"


def parse(text: str) -> Limit:
    """`3 working_day` as the data files write it. Raises ValueError."""
    amount, _, unit = text.strip().partition(" ")
    if not amount.isdecimal():
        raise ValueError(f"a limit is an amount and a unit, such as 3 working_day: {text!r}")
    return Limit(int(amount), LimitUnit(unit))


def moment(when: When, calendar: Calendar) -> datetime:
    """From when an act counts: instants by working time, dates as they are written."""
    return effective(calendar, when) if isinstance(when, datetime) else start_of(when)


def stated(when: When) -> datetime:
    """When it was done, as the paper or the system says."""
    return local(when) if isinstance(when, datetime) else start_of(when)


def due(limit: Limit, when: When, calendar: Calendar) -> datetime:
    """The instant by which the office has to be done."""
    return rolled(limit.unit, unrolled_end(limit, moment(when, calendar), calendar), calendar)


def due_on(limit: Limit, when: When, calendar: Calendar) -> date:
    """The last day of a limit."""
    return due(limit, when, calendar).date()


def unrolled_end(limit: Limit, start: datetime, calendar: Calendar) -> datetime:
    """The end before it is moved off a day of rest: extensions count from there."""
    on = start.date()
    match limit.unit:
        case LimitUnit.WORKING_DAY:
            return end_of(calendar.add_working_days(on, limit.amount))
        case LimitUnit.SAME_DAY:
            return end_of(calendar.add_working_days(on, 1 if after_cut_off(start) else 0))
        case LimitUnit.DAY:
            return end_of(on + limit.amount * DAY)
        case LimitUnit.MONTH:
            return end_of(add_months(on, limit.amount))
        case LimitUnit.HOUR:
            return add_minutes(calendar, start, limit.amount * 60)


def rolled(unit: LimitUnit, end: datetime, calendar: Calendar) -> datetime:
    """The end of the next working day when it falls on a day of rest (BLDS Điều 148(5))."""
    if unit == LimitUnit.HOUR:
        return end
    return datetime.combine(calendar.next_working(end.date()), CLOSES, VN)


def add_months(on: date, months: int) -> date:
    """The same day number, else the last day of the month (BLDS Điều 148(3))."""
    years, month = divmod(on.month - 1 + months, 12)
    year = on.year + years
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def latest_before(limit: Limit, event: date, calendar: Calendar) -> date:
    """The last day for what must be done so long before an event (TCD Điều 24(4))."""
    if limit.unit == LimitUnit.WORKING_DAY:
        return calendar.working_days_before(event, limit.amount)
    if limit.unit == LimitUnit.DAY:
        return event - timedelta(days=limit.amount)
    raise ValueError(f"a time before an event is in days: {limit}")


def within(limit: Limit, start: When, on: When, calendar: Calendar) -> bool:
    """Whether a day lies in a window, such as the 03 working days of NĐ 61/2018 Điều 19(4)."""
    return stated(on).date() <= due_on(limit, start, calendar)
