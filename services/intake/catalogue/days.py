"""The days that the calendar names: what a rule tells, and what the province decided."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from shared.tables import FOLDER, Row, rows
from shared.worktime import seed
from shared.worktime.calendar import DayKind, SpecialDay

FILE = "calendar_overrides.csv"
EVERY_YEAR = "every year"


def special_days(years: Iterable[int], folder: Path = FOLDER) -> list[SpecialDay]:
    """Holidays, compensation and swapped days of those years. Raises BadTable."""
    return seed.special_days(years, [_override(row) for row in rows(FILE, folder)])


def _override(row: Row) -> seed.Override:
    yearly = row.must("date") == EVERY_YEAR
    return seed.Override(
        on=None if yearly else row.read("date", date.fromisoformat),
        kind=row.read("kind", DayKind),
        note=row.must("note") if yearly else row.text("note"),
        source=row.must("source"),
    )
