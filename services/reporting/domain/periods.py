"""The report periods people choose from: months, quarters, half years and years, by a code each."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from services.reporting.domain.refusals import PeriodUnknown
from shared.worktime import periods
from shared.worktime.periods import Period

Kind = Literal["month", "quarter", "half", "year"]
CODE = re.compile(r"(?P<year>20[0-9]{2})(-(?P<kind>[QH])?(?P<number>[0-9]{1,2}))?", re.ASCII)
KINDS: Mapping[str | None, Kind] = {None: "month", "Q": "quarter", "H": "half"}
MOST: Mapping[Kind, int] = {"month": 12, "quarter": 4, "half": 2, "year": 1}
TAILS: Mapping[Kind, str] = {"month": "-{:02}", "quarter": "-Q{}", "half": "-H{}", "year": ""}
DAYS: Mapping[Kind, Callable[[int, int], Period]] = {
    "month": periods.month,
    "quarter": periods.quarter,
    "half": periods.half_year,
    "year": lambda year, _: periods.year(year),
}
MONTHS, QUARTERS, HALVES, YEARS = 13, 5, 3, 2


class Named(NamedTuple):
    """A report period: 2026-11, 2026-Q4, 2026-H1 or 2026, and its days."""

    code: str
    kind: Kind
    year: int
    number: int
    days: Period


def named(kind: Kind, year: int, number: int = 1) -> Named:
    """The period of that kind, year and number."""
    code = f"{year}{TAILS[kind].format(number)}"
    return Named(code, kind, year, number, DAYS[kind](year, number))


def read(code: str) -> Named:
    """The period of a code. Raises PeriodUnknown."""
    found = CODE.fullmatch(code)
    if not found:
        raise PeriodUnknown
    kind: Kind = KINDS[found["kind"]] if found["number"] else "year"
    number = int(found["number"] or 1)
    if not 1 <= number <= MOST[kind]:
        raise PeriodUnknown
    return named(kind, int(found["year"]), number)


def present(today: date) -> Named:
    """The report month of that day."""
    return named("month", *periods.report_month(today))


def before(period: Named) -> Named:
    """The period of the same kind that ends the day before."""
    if period.number > 1:
        return named(period.kind, period.year, period.number - 1)
    return named(period.kind, period.year - 1, MOST[period.kind])


def choices(today: date) -> Mapping[Kind, Sequence[Named]]:
    """What one may choose on a day, newest first."""
    year, month = periods.report_month(today)
    newest: Mapping[Kind, tuple[Named, int]] = {
        "month": (named("month", year, month), MONTHS),
        "quarter": (named("quarter", *periods.report_quarter(today)), QUARTERS),
        "half": (named("half", year, 1 if month <= 6 else 2), HALVES),
        "year": (named("year", year), YEARS),
    }
    return {kind: _back(one, count) for kind, (one, count) in newest.items()}


def _back(period: Named, count: int) -> Sequence[Named]:
    found = [period]
    while len(found) < count:
        found.append(before(found[-1]))
    return found
