"""Limits and their ends: months, the 15:00 rule, windows, and times before an event."""

import pytest

from shared.worktime import limit
from shared.worktime.limit import Limit, LimitUnit
from tests.shared.vietnam import SAME_DAY, VIETNAM, at, days, hours, months, on, wd


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        pytest.param("2025-01-31", 1, "2025-02-28", id="last-day-of-a-shorter-month"),
        pytest.param("2024-01-31", 1, "2024-02-29", id="leap-year"),
        pytest.param("2024-02-29", 12, "2025-02-28", id="from-a-leap-day"),
        pytest.param("2024-12-15", 2, "2025-02-17", id="over-new-year-and-rolled"),
        pytest.param("2025-03-03", 6, "2025-09-03", id="same-day-number"),
    ],
)
def test_months_end_on_the_same_day_number_or_the_last_day(
    start: str, count: int, due: str
) -> None:
    assert limit.due_on(months(count), on(start), VIETNAM) == on(due)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        pytest.param("2025-03-03 15:00:00", "2025-03-03 17:00", id="15-sharp-is-still-today"),
        pytest.param("2025-03-03 15:00:01", "2025-03-04 17:00", id="a-second-later-is-not"),
        pytest.param("2025-03-03 18:00", "2025-03-04 17:00", id="evening-counts-once"),
        pytest.param("2025-03-08 16:00", "2025-03-10 17:00", id="saturday-afternoon"),
    ],
)
def test_the_15_oclock_rule(received: str, due: str) -> None:
    assert limit.due(SAME_DAY, at(received), VIETNAM) == at(due)


def test_a_date_on_a_paper_is_taken_as_written() -> None:
    saturday = on("2025-03-08")

    assert limit.due_on(days(3), saturday, VIETNAM) == on("2025-03-11")
    assert limit.due_on(days(3), at("2025-03-08 09:00"), VIETNAM) == on("2025-03-13")


def test_only_the_end_of_calendar_days_is_rolled() -> None:
    end = limit.unrolled_end(days(30), at("2025-02-13 07:30"), VIETNAM)

    assert end == at("2025-03-15 17:00")
    assert limit.rolled(LimitUnit.DAY, end, VIETNAM) == at("2025-03-17 17:00")


def test_the_supplement_window_closes_after_its_third_working_day() -> None:
    received = at("2025-03-07 16:59")

    assert limit.within(wd(3), received, at("2025-03-12 22:00"), VIETNAM)
    assert not limit.within(wd(3), received, at("2025-03-13 07:30"), VIETNAM)


def test_a_schedule_is_posted_so_long_before_the_day() -> None:
    assert limit.latest_before(wd(5), on("2025-02-05"), VIETNAM) == on("2025-01-22")
    assert limit.latest_before(days(5), on("2025-02-05"), VIETNAM) == on("2025-01-31")
    with pytest.raises(ValueError, match="is in days"):
        limit.latest_before(hours(5), on("2025-02-05"), VIETNAM)


@pytest.mark.parametrize(
    ("text", "expected", "label"),
    [
        ("3 working_day", wd(3), "3 ngày làm việc"),
        ("30 day", days(30), "30 ngày"),
        ("8 hour", hours(8), "8 giờ làm việc"),
        ("6 month", months(6), "6 tháng"),
        ("1 same_day", SAME_DAY, "trong ngày"),
    ],
)
def test_a_limit_is_read_and_told(text: str, expected: Limit, label: str) -> None:
    assert limit.parse(text) == expected
    assert str(expected) == label


@pytest.mark.parametrize(
    "text", ["", "3", "three day", "-1 day", "3 weeks", "2 same_day", "10001 day"]
)
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"limit|LimitUnit"):
        limit.parse(text)
