"""The only clock: Vietnam time, moved by one offset outside production."""

import os
import re
from datetime import date, datetime, timedelta

from shared.worktime.hours import VN as VN

OFFSET = "MOTCUA_CLOCK_OFFSET"
DURATION = re.compile(r"([+-])(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")

_offset: timedelta | None = None


def now() -> datetime:
    """The present instant at +07:00, moved by the offset. Raises ValueError for a bad offset."""
    return datetime.now(VN) + _moved_by()


def today() -> date:
    """The civil date in Vietnam."""
    return now().date()


def set_offset(seconds: float | None) -> None:
    """Move the clock of this process; None: read the environment again at the next look."""
    global _offset
    _offset = None if seconds is None else _checked(seconds)


def parse_now(text: str, real_now: datetime) -> float:
    """The offset in seconds that MOTCUA_NOW asks for: an instant or a duration (+2d, -1h30m).

    An instant that names no time zone is Vietnam time. Raises ValueError that says what to write.
    """
    duration = _duration(text.strip())
    if duration is None:
        duration = _instant(text.strip()) - real_now
    return duration.total_seconds()


def _moved_by() -> timedelta:
    global _offset
    if _offset is None:
        _offset = _checked(_seconds(os.environ.get(OFFSET, "0")))
    return _offset


def _seconds(text: str) -> float:
    try:
        return float(text or "0")
    except ValueError:
        raise ValueError(f"{OFFSET} is a number of seconds, not {text!r}") from None


def _checked(seconds: float) -> timedelta:
    if seconds and os.environ.get("MOTCUA_ENV") == "production":
        raise ValueError(f"{OFFSET} is refused in production: unset it")
    try:
        return timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        raise ValueError(f"{OFFSET} is a number of seconds, not {seconds!r}") from None


def _duration(text: str) -> timedelta | None:
    found = DURATION.fullmatch(text)
    if not found or not any(found.groups()[1:]):
        return None
    sign, *parts = found.groups()
    days, hours, minutes, seconds = (int(part or 0) for part in parts)
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if sign == "-" else length


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"MOTCUA_NOW is an instant (2026-11-24T08:00) or a duration (+2d, -1h), not {text!r}"
        ) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=VN)
