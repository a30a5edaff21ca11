"""Working time within a day: 07:30–11:30 and 13:00–17:00, and what happens outside it."""

from datetime import date, datetime, time, timedelta, timezone

from shared.worktime.calendar import DAY, Calendar

# Fixed: no time zone database on the machine may say otherwise.
VN = timezone(timedelta(hours=7))

# 8 hours a day (domain.md §1.6, from the default of OpenCPS).
OPENS, NOON = time(7, 30), time(11, 30)
AFTERNOON, CLOSES = time(13), time(17)
HALF_DAY = 240
DAY_MINUTES = 2 * HALF_DAY
CUT_OFF = time(15)  # NĐ 23/2015 Điều 21; NĐ 61/2018 Điều 18(2): after it, the next working day


def local(at: datetime) -> datetime:
    """The instant in Vietnam. Raises ValueError for one without a time zone."""
    if at.tzinfo is None:
        raise ValueError(f"an instant names its time zone: {at.isoformat()}")
    return at.astimezone(VN)


def start_of(on: date) -> datetime:
    return datetime.combine(on, OPENS, VN)


def end_of(on: date) -> datetime:
    return datetime.combine(on, CLOSES, VN)


def effective(calendar: Calendar, at: datetime) -> datetime:
    """When an act counts as done: outside working time, at the start of the next.

    At 17:00:00 it is still of that day; the lunch break moves nothing.
    """
    at = local(at)
    if not calendar.is_working(at.date()) or at.time() > CLOSES:
        return start_of(calendar.next_working(at.date() + DAY))
    return max(at, start_of(at.date()))


def after_cut_off(at: datetime) -> bool:
    """Whether it came too late for the same day; 15:00:00 is still in time."""
    return local(at).time() > CUT_OFF


def transfer_by(calendar: Calendar, received: datetime) -> datetime:
    """Until when papers go to who resolves them (NĐ 61/2018 Điều 18(2)).

    The same working day; received after 15:00, at the start of the next.
    """
    start = effective(calendar, received)
    if after_cut_off(start):
        return start_of(calendar.next_working(start.date() + DAY))
    return end_of(start.date())


def add_minutes(calendar: Calendar, at: datetime, minutes: int) -> datetime:
    """The instant when so many working minutes have passed, seconds of the start left out."""
    start = effective(calendar, at)
    if minutes == 0:
        return start
    days, last = divmod(_elapsed(start) + minutes - 1, DAY_MINUTES)
    return _at_minute(calendar.add_working_days(start.date(), days), last + 1)


def minutes_between(calendar: Calendar, after: datetime, until: datetime) -> int:
    """Working minutes from one instant to another; none when that is not later."""
    after, until = local(after), local(until)
    if until <= after:
        return 0
    days = calendar.count(after.date(), until.date())
    return days * DAY_MINUTES + _left(calendar, after) - _left(calendar, until)


def _elapsed(at: datetime) -> int:
    """Working minutes of a working day gone by."""
    minute = at.hour * 60 + at.minute
    return _within(minute, OPENS) + _within(minute, AFTERNOON)


def _within(minute: int, begins: time) -> int:
    return min(max(minute - begins.hour * 60 - begins.minute, 0), HALF_DAY)


def _left(calendar: Calendar, at: datetime) -> int:
    return DAY_MINUTES - _elapsed(at) if calendar.is_working(at.date()) else 0


def _at_minute(on: date, minute: int) -> datetime:
    """The earliest instant when so many working minutes of the day are over."""
    begins, rest = (OPENS, minute) if minute <= HALF_DAY else (AFTERNOON, minute - HALF_DAY)
    return datetime.combine(on, begins, VN) + timedelta(minutes=rest)
