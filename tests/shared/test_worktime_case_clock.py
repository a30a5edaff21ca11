"""Stops, restarts and moves of a running limit (domain.md §1.6)."""

import pytest

from shared.worktime import case_clock
from shared.worktime.acts import Act, ClockRefused, Ground, Move, Refusal, Resume, Rule, Stop, Wait
from shared.worktime.calendar import Calendar, SpecialDay
from shared.worktime.case_clock import CaseClock, LateAgainst
from shared.worktime.limit import Limit
from tests.shared.case_clocks import RECEIVED, moved, started, waited
from tests.shared.vietnam import SAME_DAY, VIETNAM, at, days, hours, months, on, wd


@pytest.mark.parametrize(
    ("limit", "stopped", "resumed", "due"),
    [
        pytest.param(wd(10), "2025-03-06 10:00", "2025-03-12 10:00", "2025-03-21 17:00", id="wd"),
        pytest.param(days(30), "2025-03-20 10:00", "2025-04-14 09:00", "2025-04-28 17:00", id="d"),
        pytest.param(hours(8), "2025-03-03 11:00", "2025-03-05 08:00", "2025-03-05 15:30", id="h"),
        pytest.param(months(2), "2025-03-31 10:00", "2025-04-30 10:00", "2025-06-09 17:00", id="m"),
        pytest.param(
            SAME_DAY, "2025-03-03 10:00", "2025-03-05 16:00", "2025-03-05 17:00", id="day"
        ),
    ],
)
def test_what_was_left_runs_on_after_a_pause(
    limit: Limit, stopped: str, resumed: str, due: str
) -> None:
    assert waited(started(limit), at(stopped), at(resumed)).due_at == at(due)


def test_several_pauses_use_up_the_limit_once() -> None:
    clock = waited(started(wd(10)), at("2025-03-05 10:00"), at("2025-03-10 10:00"))

    clock = waited(clock, at("2025-03-13 10:00"), at("2025-03-20 10:00"), wait=Wait.INTERAGENCY)
    clock = waited(clock, at("2025-03-21 10:00"), at("2025-03-24 10:00"))

    assert [pause.used for pause in clock.pauses] == [2, 5, 6]
    assert clock.due_at == at("2025-03-28 17:00")


@pytest.mark.parametrize("limit", [wd(10), days(14), months(1), SAME_DAY])
def test_paused_and_resumed_on_one_day_changes_nothing(limit: Limit) -> None:
    clock = started(limit)

    again = waited(clock, at("2025-03-03 09:30"), at("2025-03-03 20:00"))

    assert again.due_at == clock.due_at
    assert len(again.pauses) == 1


def test_hours_stand_still_within_a_day() -> None:
    clock = started(hours(4), at("2025-03-03 07:30"))

    again = waited(clock, at("2025-03-03 09:30"), at("2025-03-03 14:00"))

    assert clock.due_at == at("2025-03-03 11:30")
    assert again.due_at == at("2025-03-03 16:00")
    assert again.pauses[0].used == 120


@pytest.mark.parametrize(
    ("limit", "stopped"),
    [
        pytest.param(wd(10), "2025-03-17 16:00", id="working-days"),
        pytest.param(days(14), "2025-03-17 16:00", id="days"),
        pytest.param(hours(2), "2025-03-03 11:00", id="hours"),
    ],
)
def test_with_nothing_left_it_is_due_at_the_end_of_the_day_of_resuming(
    limit: Limit, stopped: str
) -> None:
    again = waited(started(limit), at(stopped), at("2025-03-20 08:00"))

    assert again.due_at == at("2025-03-20 17:00")


@pytest.mark.parametrize(
    ("limit", "stopped"),
    [
        pytest.param(wd(10), "2025-03-18 08:00", id="working-days"),
        pytest.param(days(14), "2025-03-18 08:00", id="days"),
        pytest.param(hours(2), "2025-03-03 11:01", id="hours"),
    ],
)
def test_a_pause_after_the_due_date_moves_nothing(limit: Limit, stopped: str) -> None:
    clock = started(limit)

    again = waited(clock, at(stopped), at("2025-03-25 08:00"))

    assert again.due_at == clock.due_at
    assert again.stopped_at is None


def test_a_rolled_end_is_still_in_time_for_a_pause() -> None:
    clock = started(days(30), at("2025-02-13 09:00"))  # ends Saturday 15/3, due Monday 17/3

    again = waited(clock, at("2025-03-17 10:00"), at("2025-03-19 10:00"))

    assert again.due_at == at("2025-03-19 17:00")


def test_a_supply_at_night_counts_on_the_next_working_day() -> None:
    again = waited(started(wd(10)), at("2025-03-06 10:00"), at("2025-03-11 22:00"))

    assert again.due_at == at("2025-03-21 17:00")


def test_a_stop_before_the_clock_began_to_run_leaves_the_whole_limit() -> None:
    evening = started(wd(5), at("2025-03-07 18:00"))  # runs from Monday

    again = waited(evening, at("2025-03-07 18:30"), at("2025-03-12 09:00"))

    assert again.pauses[0].used == 0
    assert again.due_at == at("2025-03-19 17:00")


def test_a_restart_forgets_what_ran_and_every_move() -> None:
    clock = moved(started(wd(10)), "2025-03-04", Ground.VERIFICATION, wd(3))

    again = waited(clock, at("2025-03-06 10:00"), at("2025-03-12 10:00"), Rule.RESTART)

    assert again.due_at == started(wd(10), at("2025-03-12 10:00")).due_at
    assert again.used == 0


def test_a_later_pause_counts_from_the_restart() -> None:
    clock = waited(started(wd(10)), at("2025-03-05 10:00"), at("2025-03-12 10:00"), Rule.RESTART)

    again = waited(clock, at("2025-03-14 10:00"), at("2025-03-18 10:00"))

    assert [pause.used for pause in again.pauses] == [2, 2]
    assert again.due_at == at("2025-03-28 17:00")


def test_the_clock_stands_until_the_last_of_several_waits_is_over() -> None:
    clock = case_clock.act(started(wd(10)), Stop(at("2025-03-05 10:00"), Wait.PAYMENT), VIETNAM)
    clock = case_clock.act(clock, Stop(at("2025-03-06 10:00"), Wait.INTERAGENCY), VIETNAM)

    clock = case_clock.act(clock, Resume(at("2025-03-07 10:00"), Wait.PAYMENT), VIETNAM)
    standing_since = clock.stopped_at
    clock = case_clock.act(clock, Resume(at("2025-03-12 10:00"), Wait.INTERAGENCY), VIETNAM)

    assert standing_since == at("2025-03-05 10:00")
    assert clock.due_at == at("2025-03-24 17:00")


def test_acts_that_contradict_one_another_are_refused() -> None:
    clock = started(wd(10))
    standing = case_clock.act(clock, Stop(at("2025-03-05 10:00"), Wait.PAYMENT), VIETNAM)
    wrong: list[tuple[CaseClock, Act, Refusal]] = [
        (clock, Resume(at("2025-03-05 10:00"), Wait.PAYMENT), Refusal.NOT_STOPPED),
        (standing, Resume(at("2025-03-06 10:00"), Wait.SUPPLEMENT), Refusal.NOT_STOPPED),
        (standing, Resume(at("2025-03-05 09:59"), Wait.PAYMENT), Refusal.BACKWARDS),
        (standing, Stop(at("2025-03-06 10:00"), Wait.PAYMENT), Refusal.ALREADY_STOPPED),
        (standing, Move(on("2025-03-06"), Ground.DECISION, wd(1)), Refusal.CLOCK_STOPPED),
    ]

    for before, what, refusal in wrong:
        with pytest.raises(ClockRefused, match=refusal):
            case_clock.act(before, what, VIETNAM)


def test_a_changed_calendar_is_no_act() -> None:
    with pytest.raises(ValueError, match="recompute"):
        Move(on("2025-03-06"), Ground.CALENDAR, wd(1))


def test_a_day_off_decided_later_moves_the_date_but_not_what_was_promised() -> None:
    clock = moved(started(wd(10)), "2025-03-14", Ground.APOLOGY, wd(1))
    storm = [SpecialDay(on("2025-03-17"), "HOLIDAY", "Nghỉ phòng, chống bão")]

    again = case_clock.recompute(clock, Calendar(storm, version=2))

    assert clock.due_at == at("2025-03-18 17:00")
    assert again.due_at == at("2025-03-19 17:00")
    assert again.original_due_at == clock.original_due_at == at("2025-03-17 17:00")


def test_three_dates_by_which_a_case_may_be_judged() -> None:
    clock = waited(
        started(wd(10)),
        at("2025-03-06 10:00"),
        at("2025-03-12 10:00"),
        Rule.RESTART,
        Wait.SUPPLEMENT,
    )
    clock = moved(clock, "2025-03-20", Ground.APOLOGY, wd(5))

    by = {each: case_clock.due_against(clock, each, VIETNAM).date() for each in LateAgainst}

    assert by == {
        LateAgainst.ORIGINAL: on("2025-03-17"),
        LateAgainst.CURRENT: on("2025-04-02"),
        LateAgainst.QD_766: on("2025-03-21"),  # as O7: the wait deducted, no restart, no apology
    }


def test_replaying_the_acts_gives_the_same_clock() -> None:
    clock = waited(started(days(30)), at("2025-03-10 10:00"), at("2025-03-14 10:00"))
    clock = moved(clock, "2025-03-20", Ground.DECISION, days(15))

    assert case_clock.replay(days(30), RECEIVED, clock.acts, VIETNAM) == clock
