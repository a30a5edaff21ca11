"""The only clock: Vietnam time, moved by one offset outside production.

The offset is that of the environment, or of a file that may be rewritten while the service runs.
"""

import os
import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from shared.worktime.hours import VN as VN

OFFSET = "MOTCUA_CLOCK_OFFSET"
FILE = "MOTCUA_CLOCK_FILE"
DURATION = re.compile(r"([+-])(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


class _Read(NamedTuple):
    """A file's offset as it was read; a rewritten file has another time or another inode."""

    state: tuple[int, int]
    offset: timedelta


_offset: timedelta | None = None
_read: _Read | None = None


def now() -> datetime:
    """The present instant at +07:00, moved by the offset. Raises ValueError for a bad offset."""
    return datetime.now(VN) + _moved_by()


def real() -> datetime:
    """The true instant: sessions and locks last as long as a wall clock says, whatever is tried."""
    return datetime.now(VN)


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
    if _offset is None and (path := os.environ.get(FILE)):
        return _of_file(path)
    if _offset is None:
        _offset = _checked(_seconds(os.environ.get(OFFSET, "0")))
    return _offset


def _of_file(path: str) -> timedelta:
    global _read
    found = os.stat(path)
    state = (found.st_mtime_ns, found.st_ino)
    if _read is None or _read.state != state:
        with open(path) as file:
            _read = _Read(state, _checked(_seconds(file.read())))
    return _read.offset


def _seconds(text: str) -> float:
    try:
        return float(text.strip() or "0")
    except ValueError:
        raise ValueError(f"{OFFSET} is a number of seconds, not {text!r}") from None


def _checked(seconds: float) -> timedelta:
    if os.environ.get("MOTCUA_ENV") == "production" and (seconds or os.environ.get(FILE)):
        raise ValueError(f"{OFFSET} and {FILE} are refused in production: unset them")
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
