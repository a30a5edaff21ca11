"""Legal working days: the facts of domain.md §3, and the arithmetic on them."""

from datetime import date, timedelta

import pytest

from services.intake.catalogue import special_days
from shared.worktime.calendar import Calendar, DayKind, SpecialDay
from shared.worktime.seed import Override
from shared.worktime.seed import special_days as seeded
from tests.shared.vietnam import VIETNAM, on

CULTURE = "Ngày Văn hóa Việt Nam"


def weekdays_off(first: date, last: date) -> list[date]:
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5 and not VIETNAM.is_working(day)]


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2016-02-08", "2016-02-12", 5),
        ("2017-01-26", "2017-02-01", 5),
        ("2018-02-14", "2018-02-20", 5),
        ("2019-02-04", "2019-02-08", 5),
        ("2020-01-23", "2020-01-29", 5),
        ("2021-02-10", "2021-02-16", 5),
        ("2022-01-31", "2022-02-04", 5),
        ("2023-01-20", "2023-01-26", 5),
        ("2024-02-08", "2024-02-14", 5),
        ("2025-01-27", "2025-01-31", 5),
        ("2026-02-16", "2026-02-20", 5),
    ],
)
def test_tet_is_off_on_these_weekdays_and_no_others_around(
    first: str, last: str, count: int
) -> None:
    around = weekdays_off(on(first) - timedelta(5), on(last) + timedelta(5))

    assert (around[0], around[-1], len(around)) == (on(first), on(last), count)


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 250), (2026, 249)])
def test_a_year_has_so_many_working_days(year: int, count: int) -> None:
    assert VIETNAM.count(date(year - 1, 12, 31), date(year, 12, 31)) == count


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2018-12-31", DayKind.SWAP_OFF),
        ("2019-01-05", DayKind.SWAP_ON),
        ("2019-04-29", DayKind.SWAP_OFF),
        ("2019-05-04", DayKind.SWAP_ON),
        ("2024-04-29", DayKind.SWAP_OFF),
        ("2024-05-04", DayKind.SWAP_ON),
        ("2025-05-02", DayKind.SWAP_OFF),
        ("2025-04-26", DayKind.SWAP_ON),
        ("2026-08-31", DayKind.SWAP_OFF),
        ("2026-08-22", DayKind.SWAP_ON),
        ("2026-01-02", DayKind.SWAP_OFF),
        ("2026-01-10", DayKind.SWAP_ON),
        ("2025-04-07", DayKind.HOLIDAY),
        ("2026-04-27", DayKind.COMPENSATION),
        ("2024-09-03", DayKind.HOLIDAY),
        ("2025-09-01", DayKind.HOLIDAY),
        ("2026-11-24", DayKind.HOLIDAY),
        ("2025-11-24", DayKind.WORKING),
        ("2025-03-08", DayKind.WEEKEND),
    ],
)
def test_a_day_is_of_its_kind(day: str, kind: DayKind) -> None:
    works = kind in (DayKind.WORKING, DayKind.SWAP_ON)

    assert VIETNAM.kind(on(day)) == kind
    assert VIETNAM.is_working(on(day)) is works


def test_only_these_saturdays_are_worked() -> None:
    worked = [day.on for day in special_days(range(2016, 2027)) if day.kind == DayKind.SWAP_ON]

    assert worked == [
        on("2019-01-05"),
        on("2019-05-04"),
        on("2024-05-04"),
        on("2025-04-26"),
        on("2026-01-10"),
        on("2026-08-22"),
    ]


def test_a_swap_over_new_year_keeps_both_days_when_one_year_is_asked_for() -> None:
    assert on("2018-12-31") in {day.on for day in special_days([2018])}
    assert on("2019-01-05") in {day.on for day in special_days([2019])}
    assert all(day.on.year == 2019 for day in special_days([2019]))


def test_switching_a_holiday_off_takes_its_compensation_day_along() -> None:
    off = Override(None, DayKind.WORKING, CULTURE, "")

    kept = {day.on for day in seeded(range(2026, 2031), [])}
    left = {day.on for day in seeded(range(2026, 2031), [off])}

    assert kept - left >= {on("2026-11-24"), on("2029-11-24"), on("2029-11-26")}
    assert all(day.month == 11 for day in kept - left)


def test_a_holiday_carries_the_decision_that_made_it() -> None:
    day = VIETNAM.special(on("2026-11-24"))

    assert day == SpecialDay(on("2026-11-24"), "HOLIDAY", CULTURE, "NQ 80-NQ/TW (01/2026)")


def test_a_decision_outranks_the_rule() -> None:
    worked = Override(on("2026-09-02"), DayKind.WORKING, "họp bất thường", "Công văn 1")

    calendar = Calendar(seeded([2026], [worked]))

    assert calendar.is_working(on("2026-09-02"))


def test_no_years_hold_no_days() -> None:
    assert special_days([]) == []


def test_a_kind_this_reader_does_not_know_is_what_its_weekday_says() -> None:
    calendar = Calendar([SpecialDay(on("2025-03-03"), "STORM"), SpecialDay(on("2025-03-08"), "X")])

    assert calendar.is_working(on("2025-03-03"))
    assert not calendar.is_working(on("2025-03-08"))


def test_a_day_of_rest_moves_to_the_next_working_day_and_a_working_day_stays() -> None:
    assert VIETNAM.next_working(on("2025-01-25")) == on("2025-02-03")
    assert VIETNAM.next_working(on("2025-04-26")) == on("2025-04-26")
    assert VIETNAM.previous_working(on("2025-02-03")) == on("2025-01-24")
    assert VIETNAM.add_working_days(on("2025-03-08"), 0) == on("2025-03-10")


def test_counting_backwards_gives_nothing() -> None:
    assert VIETNAM.count(on("2025-03-10"), on("2025-03-03")) == 0
