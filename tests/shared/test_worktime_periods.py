"""Report periods close on the 14th (TT 02/2021 Điều 7, NĐ 09/2019 Điều 12)."""

import pytest

from shared.worktime import periods
from shared.worktime.periods import Period
from tests.shared.vietnam import on


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        pytest.param(periods.month(2026, 7), "2026-06-15", "2026-07-14", id="july"),
        pytest.param(periods.month(2026, 1), "2025-12-15", "2026-01-14", id="january"),
        pytest.param(periods.quarter(2025, 1), "2024-12-15", "2025-03-14", id="q1"),
        pytest.param(periods.quarter(2025, 2), "2025-03-15", "2025-06-14", id="q2"),
        pytest.param(periods.quarter(2025, 3), "2025-06-15", "2025-09-14", id="q3"),
        pytest.param(periods.quarter(2025, 4), "2025-09-15", "2025-12-14", id="q4"),
        pytest.param(periods.half_year(2025), "2024-12-15", "2025-06-14", id="six-months"),
        pytest.param(periods.nine_months(2025), "2024-12-15", "2025-09-14", id="nine-months"),
        pytest.param(periods.year(2025), "2024-12-15", "2025-12-14", id="year"),
    ],
)
def test_a_period_runs_from_the_15th_to_the_14th(period: Period, first: str, last: str) -> None:
    assert period == Period(on(first), on(last))
    assert on(first) in period
    assert on(last) in period


@pytest.mark.parametrize(
    "period",
    [periods.month(2026, 1), periods.quarter(2025, 1), periods.year(2025), periods.half_year(2025)],
)
def test_the_period_before_ends_the_day_before(period: Period) -> None:
    before = period.before()

    assert (period.first - before.last).days == 1
    assert before.last.day == 14
    assert before.first.day == 15


def test_a_day_belongs_to_one_report_month() -> None:
    assert periods.report_month(on("2026-06-14")) == (2026, 6)
    assert periods.report_month(on("2026-06-15")) == (2026, 7)
    assert periods.report_month(on("2026-12-31")) == (2027, 1)
