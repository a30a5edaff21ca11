"""Early, on time or late; and whether what is still open is in time (TT 01/2018 Điều 13)."""

from datetime import datetime
from enum import StrEnum

from shared.worktime.hours import local
from shared.worktime.limit import LimitUnit
from shared.worktime.measure import is_over


class Class(StrEnum):
    """The three columns of the report (code list `class`)."""

    EARLY = "EARLY"
    ON_TIME = "ON_TIME"
    LATE = "LATE"


def judged_at(at: datetime, stopped_at: datetime | None) -> datetime:
    """When a case is judged: while its clock stands, at the moment the clock stopped."""
    return min(at, stopped_at) if stopped_at else at


def classify(finished: datetime, due_at: datetime, unit: LimitUnit) -> Class:
    """By civil date, so 20:00 of the day is on time; limits in hours are late by the instant."""
    finished, due_at = local(finished), local(due_at)
    if is_over(unit, finished, due_at):
        return Class.LATE
    return Class.EARLY if finished.date() < due_at.date() else Class.ON_TIME


def open_in_time(
    period_end: datetime, due_at: datetime, unit: LimitUnit, stopped_at: datetime | None = None
) -> bool:
    """Whether an unfinished case counts as in time at the end of a period."""
    return not is_over(unit, local(judged_at(period_end, stopped_at)), local(due_at))


def in_time_766(
    due_at: datetime,
    unit: LimitUnit,
    period_end: datetime,
    *,
    completed_at: datetime | None = None,
    returned_at: datetime | None = None,
    supplement_asked_at: datetime | None = None,
    supplements: int = 0,
) -> bool:
    """In time for the index of QĐ 766/QĐ-TTg; `due_at` is that of LateAgainst.QD_766.

    The end of work outranks the hand-over; with an open supplement request its moment counts;
    a second request counts late.
    """
    judged = completed_at or returned_at or supplement_asked_at or period_end
    return supplements <= 1 and classify(judged, due_at, unit) is not Class.LATE
