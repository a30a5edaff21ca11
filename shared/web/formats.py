"""Dates, numbers and amounts as people read them, in Vietnamese and English."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from shared.worktime.hours import VN

NONE = "–"
NBSP = "\N{NO-BREAK SPACE}"
WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIZES = ("B", "kB", "MB", "GB")
LEAST_COUNT = 5  # below it a count could point at a person

Number = int | float | Decimal


def day(lang: str, on: date | None) -> str:
    """24/11/2026 or 24 Nov 2026; an instant gives its day in Vietnam."""
    if on is None:
        return NONE
    on = _local(on)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}" if lang == "en" else f"{on:%d/%m/%Y}"


def short_day(lang: str, on: date) -> str:
    """24/11 or 24 Nov, where the year is said nearby."""
    on = _local(on)
    return f"{on.day} {MONTHS[on.month - 1]}" if lang == "en" else f"{on:%d/%m}"


def weekday(lang: str, on: date | None) -> str:
    """thứ Ba, 24/11/2026 or Tuesday 24 Nov 2026."""
    if on is None:
        return NONE
    name = WEEKDAYS[lang][_local(on).weekday()]
    return f"{name} {day(lang, on)}" if lang == "en" else f"{name}, {day(lang, on)}"


def clock(_lang: str, at: datetime | None) -> str:
    """14:05, in Vietnam."""
    return NONE if at is None else f"{_local(at):%H:%M}"


def moment(lang: str, at: datetime | None) -> str:
    """14:05 ngày 24/11/2026 or 14:05 on 24 Nov 2026."""
    if at is None:
        return NONE
    return f"{clock(lang, at)} {'on' if lang == 'en' else 'ngày'} {day(lang, at)}"


def period(lang: str, days: tuple[date, date]) -> str:
    """15/9/2026 – 14/12/2026: the reporting periods, days without a leading nought."""
    if lang == "en":
        return " – ".join(day(lang, on) for on in days)
    return " – ".join(f"{on.day}/{on.month}/{on.year}" for on in days)


def number(lang: str, value: Number | None, digits: int = 0) -> str:
    """1.234,5 or 1,234.5; nothing known is a dash, never 0."""
    if value is None:
        return NONE
    text = f"{value:,.{digits}f}"
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))


def tally(lang: str, value: int | None) -> str:
    """A number of people or cases: few are not told."""
    if value is not None and 0 < value < LEAST_COUNT:
        return f"<{NBSP}{LEAST_COUNT}"
    return number(lang, value)


def percent(lang: str, value: Number | None, digits: int = 1) -> str:
    """97,4 % of a value from 0 to 100."""
    return NONE if value is None else f"{number(lang, value, digits)}{NBSP}%"


def dong(lang: str, value: int | None) -> str:
    """1.250.000 đồng."""
    return (
        NONE if value is None else f"{number(lang, value)}{NBSP}{'VND' if lang == 'en' else 'đồng'}"
    )


def duration(lang: str, minutes: int) -> str:
    """3 giờ 30 phút."""
    hours, rest = divmod(minutes, 60)
    if lang == "en":
        parts = [_counted(hours, "hour"), _counted(rest, "minute")]
    else:
        parts = [f"{hours} giờ", f"{rest} phút"]
    told = [part for part, amount in zip(parts, (hours, rest), strict=True) if amount]
    return " ".join(told) or parts[1]


def size(lang: str, count_of_bytes: int) -> str:
    """31,4 MB, in powers of 1,000."""
    value, place = float(count_of_bytes), 0
    while value >= 999.95 and place < len(SIZES) - 1:
        value, place = value / 1000, place + 1
    return f"{number(lang, value, 1 if place > 1 else 0)}{NBSP}{SIZES[place]}"


def code(value: str) -> str:
    """A secret of letters and digits in groups of four, as people read it aloud."""
    return " ".join(value[i : i + 4] for i in range(0, len(value), 4))


def phone(value: str | None) -> str:
    """0912 345 678: as people dial it here."""
    if not value or not value.startswith("+84"):
        return value or ""
    local = f"0{value.removeprefix('+84')}"
    return f"{local[:4]} {local[4:7]} {local[7:]}".strip()


def card(value: str) -> str:
    """044 085 001 234: the number of an identity card as it is read aloud."""
    return " ".join(value[at : at + 3] for at in range(0, len(value), 3))


def filters(lang: str) -> dict[str, Callable[..., Any]]:
    """What templates of one language call."""
    spoken = (
        *(day, short_day, weekday, clock, moment, period),
        *(number, tally, percent, dong, duration, size),
    )
    return {told.__name__: partial(told, lang) for told in spoken} | {"code": code}


def _local(when: date) -> date:
    return when.astimezone(VN) if isinstance(when, datetime) else when


def _counted(amount: int, unit: str) -> str:
    return f"{amount} {unit}" if amount == 1 else f"{amount} {unit}s"
