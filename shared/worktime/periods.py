"""Report periods: every month runs from the 15th of the one before to the 14th."""

from dataclasses import dataclass
from datetime import date

from shared.worktime.limit import add_months

FIRST, LAST = 15, 14  # TT 02/2021/TT-TTCP Điều 7; NĐ 09/2019 Điều 12


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it."""

    first: date
    last: date

    def __contains__(self, on: date) -> bool:
        return self.first <= on <= self.last

    def before(self) -> "Period":
        """The period of the same length that ends the day before."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        return Period(add_months(self.first, -months), self.first.replace(day=LAST))


def report_month(on: date) -> tuple[int, int]:
    """The report year and month a day belongs to: 15/06–14/07/2026 is (2026, 7)."""
    month = add_months(on.replace(day=1), 1 if on.day >= FIRST else 0)
    return month.year, month.month


def report_year(on: date) -> int:
    """TT 02/2021/TT-TTCP Điều 7: from 15/12 on it is the next year's."""
    return report_month(on)[0]


def report_quarter(on: date) -> tuple[int, int]:
    year, month = report_month(on)
    return year, (month + 2) // 3


def month(year: int, number: int) -> Period:
    return _months(year, number, number)


def quarter(year: int, number: int) -> Period:
    return _months(year, 3 * number - 2, 3 * number)


def half_year(year: int, number: int = 1) -> Period:
    """Six months: 15/12–14/06 is the first."""
    return _months(year, 6 * number - 5, 6 * number)


def nine_months(year: int) -> Period:
    return _months(year, 1, 9)


def year(number: int) -> Period:
    return _months(number, 1, 12)


def _months(year: int, first: int, last: int) -> Period:
    begins = add_months(date(year, first, FIRST), -1)
    return Period(begins, date(year, last, LAST))
