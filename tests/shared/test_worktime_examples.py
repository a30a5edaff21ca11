"""Every worked example of the law that concerns time, by its number (domain.md §7)."""

from datetime import date, datetime

import pytest

from shared import rulebook
from shared.worktime import case_clock, limit, periods
from shared.worktime import hours as worktime
from shared.worktime.acts import ClockRefused, Ground, Move, Refusal, Resume, Rule, Stop, Wait
from shared.worktime.classes import classify
from shared.worktime.limit import Limit, LimitUnit
from tests.shared.vietnam import SAME_DAY, VIETNAM, at, days, hours, on, wd

RULES = rulebook.load()


@pytest.mark.parametrize(
    ("received", "allowed", "due"),
    [
        pytest.param("2025-01-22 09:00", wd(5), "2025-02-05 17:00", id="O1-over-tet"),
        pytest.param("2024-04-26 09:00", wd(3), "2024-05-04 17:00", id="O3-worked-saturday"),
        pytest.param("2025-01-24 15:30", hours(8), "2025-02-03 15:30", id="O6-hours-over-tet"),
        pytest.param("2025-03-10 08:00", wd(3), "2025-03-13 17:00", id="O10-from-acceptance"),
        pytest.param("2025-03-08 09:00", wd(3), "2025-03-13 17:00", id="O10-stamped-on-saturday"),
        pytest.param("2026-11-20 09:00", wd(3), "2026-11-26 17:00", id="O13-culture-day"),
        pytest.param("2025-04-29 15:20", SAME_DAY, "2025-05-05 17:00", id="O20-after-15"),
        pytest.param("2025-04-29 14:30", SAME_DAY, "2025-04-29 17:00", id="O20-before-15"),
        pytest.param("2025-06-10 14:30", hours(4), "2025-06-11 09:00", id="O22-over-night"),
        pytest.param("2025-06-10 10:30", hours(2), "2025-06-10 14:00", id="O22-over-lunch"),
    ],
)
def test_a_dossier_is_due(received: str, allowed: Limit, due: str) -> None:
    assert limit.due(allowed, at(received), VIETNAM) == at(due)


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        pytest.param(Rule.PAUSE, "2025-03-21 17:00", id="O7-pause"),
        pytest.param(Rule.RESTART, "2025-03-26 17:00", id="O8-restart"),
    ],
)
def test_a_supplement_moves_the_date(rule: Rule, due: str) -> None:
    received, asked = at("2025-03-03 09:00"), at("2025-03-06 10:00")
    first = case_clock.start(wd(10), received, VIETNAM)

    stopped = case_clock.act(first, Stop(asked, Wait.SUPPLEMENT), VIETNAM)
    supplied = Resume(at("2025-03-12 10:00"), Wait.SUPPLEMENT, rule)
    again = case_clock.act(stopped, supplied, VIETNAM)

    assert limit.within(wd(3), received, asked, VIETNAM)
    assert first.due_at == at("2025-03-17 17:00")
    assert again.pauses[0].used == 3
    assert again.due_at == at(due)


def test_o17_an_apology_moves_the_date_once_and_not_on_the_due_date() -> None:
    first = case_clock.start(wd(10), at("2025-05-20 09:00"), VIETNAM)
    apology = Move(on("2025-06-02"), Ground.APOLOGY, wd(5))

    later = case_clock.act(first, apology, VIETNAM)

    assert first.due_at == at("2025-06-03 17:00")
    assert later.due_at == at("2025-06-10 17:00")
    with pytest.raises(ClockRefused, match=Refusal.REAPPOINTMENT_USED):
        case_clock.act(later, apology, VIETNAM)
    with pytest.raises(ClockRefused, match=Refusal.REAPPOINTMENT_TOO_LATE):
        case_clock.act(first, Move(on("2025-06-03"), Ground.APOLOGY, wd(5)), VIETNAM)


@pytest.mark.parametrize(
    ("received", "by"),
    [
        pytest.param("2025-04-29 15:20", "2025-05-05 07:30", id="O19-after-15"),
        pytest.param("2025-04-29 14:59", "2025-04-29 17:00", id="O19-before-15"),
    ],
)
def test_paper_goes_on_the_same_day_or_at_the_start_of_the_next(received: str, by: str) -> None:
    assert worktime.transfer_by(VIETNAM, at(received)) == at(by)


@pytest.mark.parametrize(
    ("finished", "expected"),
    [
        pytest.param("2025-03-14 09:00", "EARLY", id="O24-early"),
        pytest.param("2025-03-17 20:00", "ON_TIME", id="O24-evening-of-the-day"),
        pytest.param("2025-03-18 07:30", "LATE", id="O24-late"),
    ],
)
def test_a_finish_is_early_on_time_or_late(finished: str, expected: str) -> None:
    assert classify(at(finished), at("2025-03-17 17:00"), LimitUnit.WORKING_DAY) == expected


@pytest.mark.parametrize(
    ("code", "case", "from_", "due"),
    [
        pytest.param("KN1_ACCEPT", "", "2025-03-03", "2025-03-13", id="C1"),
        pytest.param("KN1_ACCEPT", "", "2025-01-20", "2025-02-03", id="C2-rolls-over-tet"),
        pytest.param("KN1_RESOLVE", "", "2025-03-12", "2025-04-11", id="C3-plain"),
        pytest.param("KN1_RESOLVE", "complex", "2025-03-12", "2025-04-26", id="C3-complex"),
        pytest.param("TC_CHECK", "", "2025-01-22", "2025-02-07", id="C6-check"),
        pytest.param("TC_CHECK", "several_places", "2025-01-22", "2025-02-12", id="C6-extended"),
        pytest.param("TC_TRANSFER", "", "2025-01-22", "2025-02-05", id="C6-transfer"),
        pytest.param("KN2_FILE", "", "2025-04-04", "2025-05-05", id="C11-rolls"),
        pytest.param("KN2_FILE", "remote", "2025-04-04", "2025-05-19", id="C11-remote"),
        pytest.param("KN1_ACCEPT", "", "2026-07-01", "2026-07-10", id="C16-new-rule"),
        pytest.param("KN1_ACCEPT", "", "2026-08-27", "2026-09-10", id="C16-over-national-day"),
        pytest.param("KN1_ACCEPT", "", "2026-06-30", "2026-07-10", id="C20-old-rule"),
    ],
)
def test_a_complaint_is_due(code: str, case: str, from_: str, due: str) -> None:
    rules = RULES.rule_set("complaint", on(from_))

    deadline = RULES.deadline(code, rules.name, case)

    assert limit.due_on(deadline.limit, on(from_), VIETNAM) == on(due)


def test_c20_the_day_of_receipt_chooses_the_rule() -> None:
    old, new = (RULES.rule_set("complaint", on(day)) for day in ("2026-06-30", "2026-07-01"))

    assert str(RULES.deadline("KN1_ACCEPT", old.name).limit) == "10 ngày"
    assert str(RULES.deadline("KN1_ACCEPT", new.name).limit) == "7 ngày làm việc"


@pytest.mark.parametrize(
    ("accepted", "due_on"),
    [
        pytest.param("2025-02-10", ["2025-03-12", "2025-04-11", "2025-05-12"], id="C7"),
        pytest.param("2025-02-13", ["2025-03-17", "2025-04-14"], id="C7b-from-the-unrolled-end"),
    ],
)
def test_an_extension_counts_all_days_from_the_acceptance(accepted: str, due_on: list[str]) -> None:
    rules = RULES.rule_set("complaint", on(accepted))
    resolve = RULES.deadline("TC_RESOLVE", rules.name).limit
    by = RULES.deadline("TC_EXTEND", rules.name, "specially_complex").limit
    clock = case_clock.start(resolve, on(accepted), VIETNAM)

    seen = [clock.due_at.date()]
    for _ in due_on[1:]:
        decided = VIETNAM.previous_working(clock.due_at.date())
        clock = case_clock.act(clock, Move(decided, Ground.DECISION, by), VIETNAM)
        seen.append(clock.due_at.date())

    assert seen == [on(day) for day in due_on]


def test_c15_a_suspended_denunciation_goes_on_with_what_was_left() -> None:
    first = case_clock.start(days(30), on("2025-03-10"), VIETNAM)

    stopped = case_clock.act(first, Stop(on("2025-03-20"), Wait.SUSPENSION), VIETNAM)
    again = case_clock.act(stopped, Resume(on("2025-04-14"), Wait.SUSPENSION), VIETNAM)

    assert first.due_at.date() == on("2025-04-09")
    assert again.due_at.date() == on("2025-05-05")


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        pytest.param(date(2024, 12, 14), 2024, 4, id="C22-last-day"),
        pytest.param(date(2024, 12, 15), 2025, 1, id="C22-first-day"),
    ],
)
def test_a_case_belongs_to_a_report_year(day: date, year: int, quarter: int) -> None:
    assert periods.report_year(day) == year
    assert periods.report_quarter(day) == (year, quarter)


def test_an_instant_of_another_zone_is_read_in_vietnam() -> None:
    received = datetime.fromisoformat("2025-03-03T18:30:00+00:00")  # 01:30 of 4 March

    assert limit.due(wd(1), received, VIETNAM) == at("2025-03-05 17:00")
