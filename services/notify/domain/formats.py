"""Dates, times and numbers as people here read them (look.md §4)."""

from datetime import date, datetime
from typing import Final

from shared.worktime.hours import local

WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


def day(on: date, language: str) -> str:
    """24/11/2026; 24 Nov 2026."""
    if language == "en":
        return f"{on.day} {MONTHS[on.month - 1]} {on.year}"
    return f"{on:%d/%m/%Y}"


def weekday(on: date, language: str) -> str:
    """thứ Ba, 24/11/2026; Tuesday, 24 Nov 2026."""
    names = DAYS if language == "en" else WEEKDAYS
    return f"{names[on.weekday()]}, {day(on, language)}"


def time(at: datetime) -> str:
    """14:05, in Vietnam."""
    return f"{local(at):%H:%M}"
