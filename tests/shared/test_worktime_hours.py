"""Working time within days: lunch, night, weekends, and acts outside it."""

from datetime import datetime

import pytest

from shared.worktime import hours
from tests.shared.vietnam import VIETNAM, at


@pytest.mark.parametrize(
    ("done", "counts"),
    [
        pytest.param("2025-03-03 06:10", "2025-03-03 07:30", id="before-it-opens"),
        pytest.param("2025-03-03 12:10", "2025-03-03 12:10", id="at-lunch"),
        pytest.param("2025-03-03 17:00:00", "2025-03-03 17:00", id="as-it-closes"),
        pytest.param("2025-03-03 17:00:01", "2025-03-04 07:30", id="a-second-later"),
        pytest.param("2025-03-07 18:00", "2025-03-10 07:30", id="friday-evening"),
        pytest.param("2025-03-08 09:00", "2025-03-10 07:30", id="saturday"),
        pytest.param("2025-04-26 09:00", "2025-04-26 09:00", id="worked-saturday"),
        pytest.param("2025-01-26 23:59", "2025-02-03 07:30", id="into-tet"),
    ],
)
def test_an_act_outside_working_time_counts_at_its_next_start(done: str, counts: str) -> None:
    assert hours.effective(VIETNAM, at(done)) == at(counts)


def test_an_instant_without_a_time_zone_is_refused() -> None:
    naive = datetime(2025, 3, 3, 9)  # noqa: DTZ001

    with pytest.raises(ValueError, match="names its time zone"):
        hours.effective(VIETNAM, naive)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        pytest.param("2025-03-03 07:30", 480, "2025-03-03 17:00", id="a-whole-day"),
        pytest.param("2025-03-03 07:30", 481, "2025-03-04 07:31", id="and-a-minute"),
        pytest.param("2025-03-03 07:30", 240, "2025-03-03 11:30", id="a-morning"),
        pytest.param("2025-03-03 12:00", 60, "2025-03-03 14:00", id="from-lunch"),
        pytest.param("2025-03-03 19:00", 60, "2025-03-04 08:30", id="from-the-evening"),
        pytest.param("2025-03-07 16:00", 120, "2025-03-10 08:30", id="over-the-weekend"),
        pytest.param("2025-01-24 16:00", 480, "2025-02-03 16:00", id="over-tet"),
        pytest.param("2025-03-03 09:00:59", 60, "2025-03-03 10:00", id="seconds-left-out"),
        pytest.param("2025-03-08 09:00", 0, "2025-03-10 07:30", id="nothing"),
    ],
)
def test_working_minutes_are_added_inside_working_time(start: str, minutes: int, end: str) -> None:
    assert hours.add_minutes(VIETNAM, at(start), minutes) == at(end)


@pytest.mark.parametrize(
    ("after", "until", "minutes"),
    [
        pytest.param("2025-03-03 11:00", "2025-03-03 13:30", 60, id="over-lunch"),
        pytest.param("2025-03-03 16:00", "2025-03-04 08:30", 120, id="over-night"),
        pytest.param("2025-03-07 20:00", "2025-03-10 07:00", 0, id="a-free-weekend"),
        pytest.param("2025-01-24 16:00", "2025-02-03 08:30", 120, id="over-tet"),
        pytest.param("2025-03-04 08:00", "2025-03-03 08:00", 0, id="backwards"),
    ],
)
def test_working_minutes_are_counted(after: str, until: str, minutes: int) -> None:
    assert hours.minutes_between(VIETNAM, at(after), at(until)) == minutes
