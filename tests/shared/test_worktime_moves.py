"""Moves of a running limit: extensions, the one apology, what is refused (domain.md §1.6)."""

import pytest

from shared.worktime.acts import ClockRefused, Ground, Move, Refusal, Rule
from shared.worktime.limit import Limit
from tests.shared.case_clocks import moved, started, waited
from tests.shared.vietnam import SAME_DAY, at, days, hours, months, on, wd


def test_working_days_are_extended_from_the_due_date_and_pauses_keep_them() -> None:
    clock = moved(started(wd(10)), "2025-03-10", Ground.DECISION, wd(5))
    extended_to = clock.due_at

    again = waited(clock, at("2025-03-20 10:00"), at("2025-03-24 10:00"))

    assert extended_to == at("2025-03-24 17:00")
    assert again.due_at == at("2025-03-26 17:00")


@pytest.mark.parametrize(
    ("limit", "by", "due"),
    [
        pytest.param(days(12), days(10), "2025-03-25 17:00", id="days-from-the-unrolled-end"),
        pytest.param(days(12), wd(5), "2025-03-24 17:00", id="working-days-from-the-due-date"),
        pytest.param(days(12), months(1), "2025-04-15 17:00", id="a-month-from-the-unrolled-end"),
        pytest.param(wd(10), days(5), "2025-03-24 17:00", id="days-on-working-days-roll"),
        pytest.param(SAME_DAY, wd(3), "2025-03-06 17:00", id="khai-tu"),
        pytest.param(hours(8), hours(4), "2025-03-04 14:30", id="hours"),
        pytest.param(hours(8), wd(2), "2025-03-06 09:00", id="working-days-on-hours"),
        pytest.param(hours(8), days(1), "2025-03-05 17:00", id="days-on-hours"),
    ],
)
def test_a_date_is_moved_by(limit: Limit, by: Limit, due: str) -> None:
    assert moved(started(limit), "2025-03-03", Ground.VERIFICATION, by).due_at == at(due)


def test_a_limit_in_days_is_not_moved_by_hours() -> None:
    with pytest.raises(ValueError, match="is not moved by 4 giờ"):
        moved(started(wd(10)), "2025-03-03", Ground.VERIFICATION, hours(4))


@pytest.mark.parametrize(
    ("day", "ground", "refusal"),
    [
        pytest.param("2025-03-17", Ground.APOLOGY, Refusal.REAPPOINTMENT_TOO_LATE, id="apology"),
        pytest.param("2025-03-17", Ground.DECISION, Refusal.EXTENSION_TOO_LATE, id="decision"),
        pytest.param("2025-03-18", Ground.VERIFICATION, Refusal.EXTENSION_TOO_LATE, id="by-law"),
    ],
)
def test_too_late_to_move_the_date(day: str, ground: Ground, refusal: Refusal) -> None:
    clock = started(wd(10))  # due 17/3

    with pytest.raises(ClockRefused) as refused:
        moved(clock, day, ground, wd(1))

    assert refused.value.code == refusal


def test_the_apology_is_due_on_the_working_day_before() -> None:
    clock = started(wd(10), at("2025-02-28 09:00"))  # due Friday 14/3
    monday = started(wd(11), at("2025-02-28 09:00"))  # due Monday 17/3

    assert moved(clock, "2025-03-13", Ground.APOLOGY, wd(1)).apologised
    assert moved(monday, "2025-03-14", Ground.APOLOGY, wd(1)).apologised
    with pytest.raises(ClockRefused, match=Refusal.REAPPOINTMENT_TOO_LATE):
        moved(monday, "2025-03-15", Ground.APOLOGY, wd(1))


def test_only_an_apology_uses_up_the_apology() -> None:
    clock = moved(started(wd(10)), "2025-03-10", Ground.DECISION, wd(5))

    assert not clock.apologised
    assert moved(clock, "2025-03-20", Ground.APOLOGY, wd(1)).apologised


def test_the_apology_stays_used_after_a_restart() -> None:
    clock = moved(started(wd(10)), "2025-03-04", Ground.APOLOGY, wd(5))

    again = waited(clock, at("2025-03-06 10:00"), at("2025-03-12 10:00"), Rule.RESTART)

    with pytest.raises(ClockRefused, match=Refusal.REAPPOINTMENT_USED):
        moved(again, "2025-03-13", Ground.APOLOGY, wd(5))


@pytest.mark.parametrize("by", [wd(0), SAME_DAY])
def test_a_move_by_nothing_is_no_move(by: Limit) -> None:
    with pytest.raises(ValueError, match="is not moved by"):
        Move(on("2025-03-06"), Ground.DECISION, by)
