"""Early, on time, late; open in time; and the index of QĐ 766."""

import pytest

from shared.worktime.classes import Class, classify, in_time_766, judged_at, open_in_time
from shared.worktime.limit import LimitUnit
from tests.shared.vietnam import at

DUE = at("2025-03-17 15:30")
DAY, HOUR = LimitUnit.WORKING_DAY, LimitUnit.HOUR


@pytest.mark.parametrize(
    ("finished", "unit", "expected"),
    [
        pytest.param("2025-03-17 20:00", DAY, Class.ON_TIME, id="days-by-civil-date"),
        pytest.param("2025-03-17 15:30", HOUR, Class.ON_TIME, id="hours-at-the-instant"),
        pytest.param("2025-03-17 15:31", HOUR, Class.LATE, id="hours-a-minute-later"),
        pytest.param("2025-03-17 08:00", HOUR, Class.ON_TIME, id="hours-earlier-that-day"),
        pytest.param("2025-03-16 23:00", HOUR, Class.EARLY, id="hours-on-an-earlier-date"),
        pytest.param("2025-03-18 00:00", DAY, Class.LATE, id="after-midnight"),
    ],
)
def test_a_finish_has_one_class(finished: str, unit: LimitUnit, expected: Class) -> None:
    assert classify(at(finished), DUE, unit) is expected


def test_what_is_open_is_in_time_until_its_due_date() -> None:
    assert open_in_time(at("2025-03-17 23:59"), DUE, DAY)
    assert not open_in_time(at("2025-03-18 23:59"), DUE, DAY)
    assert not open_in_time(at("2025-03-17 23:59"), DUE, HOUR)


def test_a_case_that_waits_is_judged_when_its_clock_stopped() -> None:
    stopped = at("2025-03-14 10:00")

    assert open_in_time(at("2025-04-14 23:59"), DUE, DAY, stopped_at=stopped)
    assert judged_at(at("2025-04-14 23:59"), stopped) == stopped


def test_a_stop_that_came_later_does_not_matter_for_an_earlier_period() -> None:
    assert judged_at(at("2025-03-14 23:59"), at("2025-03-20 10:00")) == at("2025-03-14 23:59")


@pytest.mark.parametrize(
    ("facts", "in_time"),
    [
        pytest.param({"completed_at": at("2025-03-17 20:00")}, True, id="done-on-the-day"),
        pytest.param(
            {"completed_at": at("2025-03-17 09:00"), "returned_at": at("2025-03-25 09:00")},
            True,
            id="the-end-of-work-outranks-the-hand-over",
        ),
        pytest.param({"returned_at": at("2025-03-25 09:00")}, False, id="handed-over-late"),
        pytest.param(
            {"supplement_asked_at": at("2025-03-14 09:00"), "supplements": 1},
            True,
            id="judged-at-an-open-request",
        ),
        pytest.param(
            {"completed_at": at("2025-03-10 09:00"), "supplements": 2}, False, id="asked-twice"
        ),
        pytest.param({}, False, id="open-at-the-end-of-the-period"),
    ],
)
def test_in_time_for_the_index(facts: dict[str, object], in_time: bool) -> None:
    period_end = at("2025-04-14 23:59")

    assert in_time_766(DUE, DAY, period_end, **facts) is in_time  # type: ignore[arg-type]
