"""MOTCUA_NOW, an instant or a signed duration, as the one offset that every process gets."""

import os
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from stack.failure import Failure

VN = ZoneInfo("Asia/Ho_Chi_Minh")
DURATION = re.compile(r"([+-])(\d+)([dhms])")
UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


def offset(environ: Mapping[str, str], now: datetime) -> float:
    """Seconds to add to the real clock. Raises Failure: unreadable, or asked for in production."""
    wanted = environ.get("MOTCUA_NOW", "").strip()
    if not wanted:
        return 0.0
    if environ.get("MOTCUA_ENV") == "production":
        raise Failure("MOTCUA_NOW moves the clock and is refused in production")
    if found := DURATION.fullmatch(wanted):
        sign, number, unit = found.groups()
        length = timedelta(**{UNITS[unit]: int(number)}).total_seconds()
        return -length if sign == "-" else length
    try:
        instant = datetime.fromisoformat(wanted)
    except ValueError:
        raise Failure(
            f"MOTCUA_NOW={wanted!r} is neither an instant (2026-03-02T08:00) nor like +2d, -1h"
        ) from None
    return (instant if instant.tzinfo else instant.replace(tzinfo=VN)).timestamp() - now.timestamp()


def write(path: Path, seconds: float) -> None:
    """Move the clock of all who read this file; they see the old offset or the new one."""
    new = path.with_suffix(".new")
    new.write_text(f"{seconds}\n")
    os.replace(new, path)


def read(path: Path) -> float:
    """The offset in force, in seconds."""
    return float(path.read_text())
