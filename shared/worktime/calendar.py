"""Legal working days of the province: Monday to Friday, but for the days the calendar names."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate

DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What a named day is (events.md §4.8)."""

    WORKING = "WORKING"
    WEEKEND = "WEEKEND"
    HOLIDAY = "HOLIDAY"
    COMPENSATION = "COMPENSATION"
    SWAP_OFF = "SWAP_OFF"
    SWAP_ON = "SWAP_ON"


# A kind newer than this reader is absent here: such a day is what its weekday says.
WORKS: dict[str, bool] = {
    DayKind.WORKING: True,
    DayKind.SWAP_ON: True,
    DayKind.WEEKEND: False,
    DayKind.HOLIDAY: False,
    DayKind.COMPENSATION: False,
    DayKind.SWAP_OFF: False,
}


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that the calendar names, with the wording for papers."""

    on: date
    kind: str
    note: str = ""
    source: str = ""


class Calendar:
    """Working days as known in one version. Opening hours never enter here (domain.md §1.6)."""

    def __init__(self, special: Iterable[SpecialDay] = (), version: int = 0) -> None:
        self.version = version
        self._special = {day.on: day for day in special}
        changes = sorted(
            (on.toordinal(), self.is_working(on) - _is_weekday(on)) for on in self._special
        )
        self._at = [ordinal for ordinal, _ in changes]
        self._sums = [0, *accumulate(change for _, change in changes)]
        self._working_day = lru_cache(maxsize=10_000)(self._search)  # of today all day long

    def is_working(self, on: date) -> bool:
        special = self._special.get(on)
        return WORKS.get(special.kind, _is_weekday(on)) if special else _is_weekday(on)

    def special(self, on: date) -> SpecialDay | None:
        """What the calendar says about a day, if it names it."""
        return self._special.get(on)

    def kind(self, on: date) -> str:
        special = self._special.get(on)
        if special:
            return special.kind
        return DayKind.WORKING if _is_weekday(on) else DayKind.WEEKEND

    def next_working(self, on: date) -> date:
        """The day itself when it is working, else the first working day after it."""
        return self._working_day(self._number(on.toordinal() - 1) + 1, near=on)

    def previous_working(self, on: date) -> date:
        """The last working day before."""
        return self.working_days_before(on, 1)

    def add_working_days(self, on: date, days: int) -> date:
        """The last of so many working days after `on`, which does not count (BLDS Điều 147).

        No days: the end of `on`, or of the next working day.
        """
        if days == 0:
            return self.next_working(on)
        return self._working_day(self._number(on.toordinal()) + days, near=on)

    def working_days_before(self, on: date, days: int) -> date:
        """The first of so many working days before `on`, which does not count."""
        return self._working_day(self._number(on.toordinal() - 1) - days + 1, near=on)

    def count(self, after: date, until: date) -> int:
        """Working days later than `after`, up to and with `until`; none when that is not later."""
        return max(0, self._number(until.toordinal()) - self._number(after.toordinal()))

    def _number(self, ordinal: int) -> int:
        """How many working days there are from year 1 to that day."""
        weeks, rest = divmod(ordinal, 7)  # ordinal 1 is a Monday
        return 5 * weeks + min(rest, 5) + self._sums[bisect_right(self._at, ordinal)]

    def _search(self, number: int, near: date) -> date:
        start = near.toordinal()
        distance = 2 * abs(number - self._number(start)) + len(self._at) + 8
        days = range(max(1, start - distance), start + distance)
        return date.fromordinal(days[bisect_left(days, number, key=self._number)])


def _is_weekday(on: date) -> bool:
    return on.weekday() < 5
