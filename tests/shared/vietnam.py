"""The calendar as the product ships it, and short ways to write instants and limits in tests."""

from datetime import date, datetime

from services.intake.catalogue import special_days
from shared.worktime.calendar import Calendar
from shared.worktime.hours import VN
from shared.worktime.limit import Limit, LimitUnit

VIETNAM = Calendar(special_days(range(2016, 2031)), version=1)
SAME_DAY = Limit(1, LimitUnit.SAME_DAY)


def at(text: str) -> datetime:
    """`2025-03-03 09:00` in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VN)


def on(text: str) -> date:
    return date.fromisoformat(text)


def wd(amount: int) -> Limit:
    return Limit(amount, LimitUnit.WORKING_DAY)


def days(amount: int) -> Limit:
    return Limit(amount, LimitUnit.DAY)


def hours(amount: int) -> Limit:
    return Limit(amount, LimitUnit.HOUR)


def months(amount: int) -> Limit:
    return Limit(amount, LimitUnit.MONTH)
