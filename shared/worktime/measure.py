"""Counting in a limit's own unit: what has run, what is left, and where it then ends."""

from datetime import datetime

from shared.worktime.calendar import DAY, Calendar
from shared.worktime.hours import (
    DAY_MINUTES,
    add_minutes,
    end_of,
    minutes_between,
)
from shared.worktime.limit import Limit, LimitUnit, add_months, rolled


def used(unit: LimitUnit, after: datetime, until: datetime, calendar: Calendar) -> int:
    """What ran between two instants: working days, days (also for months), working minutes."""
    match unit:
        case LimitUnit.WORKING_DAY | LimitUnit.SAME_DAY:
            return calendar.count(after.date(), until.date())
        case LimitUnit.DAY | LimitUnit.MONTH:
            return max(0, (until.date() - after.date()).days)
        case LimitUnit.HOUR:
            return minutes_between(calendar, after, until)


def is_over(unit: LimitUnit, at: datetime, due_at: datetime) -> bool:
    """Whether a due date has passed: by instant for hours, by civil date for all else."""
    if unit == LimitUnit.HOUR:
        return at > due_at
    return at.date() > due_at.date()


def end_after_wait(
    unit: LimitUnit, end: datetime, stopped: datetime, resumed: datetime, calendar: Calendar
) -> datetime:
    """The end of the count when what was left begins to run again.

    Nothing left: the end of the day of resuming. Stopped after the due date: nothing moves.
    """
    if is_over(unit, stopped, rolled(unit, end, calendar)):
        return end
    rest = used(unit, stopped, end, calendar)
    match unit:
        case LimitUnit.WORKING_DAY | LimitUnit.SAME_DAY:
            return end_of(calendar.add_working_days(resumed.date(), rest))
        case LimitUnit.DAY | LimitUnit.MONTH:
            return end_of(resumed.date() + rest * DAY)
        case LimitUnit.HOUR:
            return add_minutes(calendar, resumed, rest) if rest else end_of(resumed.date())


def extended_end(unit: LimitUnit, end: datetime, by: Limit, calendar: Calendar) -> datetime:
    """The end of the count when the date is moved.

    Days and months are added to the unrolled end, so that the sum is rolled once; working days to
    the due date. Raises ValueError for hours on a limit in days.
    """
    due = rolled(unit, end, calendar).date()
    match by.unit:
        case LimitUnit.HOUR if unit == LimitUnit.HOUR:
            return add_minutes(calendar, end, by.amount * 60)
        case LimitUnit.WORKING_DAY if unit == LimitUnit.HOUR:
            return add_minutes(calendar, end, by.amount * DAY_MINUTES)
        case LimitUnit.WORKING_DAY:
            return end_of(calendar.add_working_days(due, by.amount))
        case LimitUnit.DAY | LimitUnit.MONTH:
            return _extended_by_days(unit, end, by, calendar)
    raise ValueError(f"a limit in {unit} is not moved by {by}")


def _extended_by_days(unit: LimitUnit, end: datetime, by: Limit, calendar: Calendar) -> datetime:
    on = end.date()
    later = on + by.amount * DAY if by.unit == LimitUnit.DAY else add_months(on, by.amount)
    if unit in (LimitUnit.DAY, LimitUnit.MONTH):
        return end_of(later)
    return end_of(calendar.next_working(later))
