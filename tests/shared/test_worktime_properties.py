"""What holds for every limit, every calendar and every course of a case."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.worktime import case_clock, hours, limit
from shared.worktime.acts import Act, Ground, Move, Resume, Rule, Stop, Wait
from shared.worktime.calendar import DAY, Calendar, SpecialDay
from shared.worktime.case_clock import CaseClock, LateAgainst
from shared.worktime.classes import Class, classify
from shared.worktime.hours import CLOSES, VN
from shared.worktime.ledger import explain
from shared.worktime.limit import Limit, LimitUnit, stated
from tests.shared.vietnam import SAME_DAY, VIETNAM, days, months, wd
from tests.shared.vietnam import hours as in_hours

FEW = settings(max_examples=60, deadline=None)
INSTANTS = st.datetimes(datetime(2016, 1, 1), datetime(2029, 12, 31)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=VN)
)
DATES = st.dates(date(2016, 1, 1), date(2029, 12, 31))
WHENS = INSTANTS | DATES
COUNTS = st.integers(0, 120)
IN_DAYS = COUNTS.map(wd) | COUNTS.map(days) | st.integers(0, 12).map(months) | st.just(SAME_DAY)
LIMITS = IN_DAYS | COUNTS.map(in_hours)
CLASSES = {Class.EARLY: -1, Class.ON_TIME: 0, Class.LATE: 1}


@st.composite
def courses(draw: st.DrawFn) -> tuple[Limit, datetime, list[Act]]:
    """A case with waits and moves in order, as a file would show it."""
    allowed, accepted = draw(LIMITS), draw(INSTANTS)
    acts: list[Act] = []
    now = accepted
    for _ in range(draw(st.integers(0, 4))):
        stopped = now + timedelta(minutes=draw(st.integers(0, 30_000)))
        now = stopped + timedelta(minutes=draw(st.integers(0, 60_000)))
        rule = draw(st.sampled_from(Rule))
        acts += [Stop(stopped, Wait.SUPPLEMENT), Resume(now, Wait.SUPPLEMENT, rule)]
        if draw(st.booleans()):
            by = draw(st.integers(1, 30).map(wd) | st.integers(1, 30).map(days))
            acts.append(Move(now.date(), Ground.VERIFICATION, by))
    return allowed, accepted, acts


def run(course: tuple[Limit, datetime, list[Act]], calendar: Calendar = VIETNAM) -> CaseClock:
    allowed, accepted, acts = course
    return case_clock.replay(allowed, accepted, acts, calendar)


def with_holidays(extra: list[date]) -> Calendar:
    known = [special for day in _all_days() if (special := VIETNAM.special(day))]
    return Calendar([*known, *(SpecialDay(day, "HOLIDAY", "thêm") for day in extra)])


def _all_days() -> list[date]:
    return [date(2016, 1, 1) + timedelta(n) for n in range(365 * 15)]


@FEW
@given(LIMITS, WHENS)
def test_nothing_is_due_before_it_began(allowed: Limit, when: datetime | date) -> None:
    due = limit.due(allowed, when, VIETNAM)

    assert due >= limit.moment(when, VIETNAM)
    assert due.date() >= stated(when).date()


@FEW
@given(st.integers(0, 120), st.sampled_from([wd, days, in_hours, months]), WHENS)
def test_more_time_is_never_due_earlier(
    amount: int, unit: Callable[[int], Limit], when: datetime | date
) -> None:
    less, more = unit(amount), unit(amount + 1)

    assert limit.due(less, when, VIETNAM) <= limit.due(more, when, VIETNAM)


@FEW
@given(courses())
def test_a_limit_in_days_ends_as_a_working_day_closes(
    course: tuple[Limit, datetime, list[Act]],
) -> None:
    clock = run(course)

    assert VIETNAM.is_working(clock.due_at.date())
    assert clock.limit.unit == LimitUnit.HOUR or clock.due_at.time() == CLOSES


@FEW
@given(courses())
def test_the_lines_of_the_ledger_lead_to_the_due_date(
    course: tuple[Limit, datetime, list[Act]],
) -> None:
    clock = run(course)

    lines = explain(clock, VIETNAM)

    way = timedelta(days=sum(line.added for line in lines))
    assert stated(clock.accepted).date() + way == clock.due_at.date()
    assert all(line.added >= 0 and line.label for line in lines)


@FEW
@given(courses(), st.integers(0, 30_000))
def test_a_pause_of_no_length_changes_nothing(
    course: tuple[Limit, datetime, list[Act]], later: int
) -> None:
    clock = run(course)
    moment = stated(clock.running_from) + timedelta(minutes=later)

    stopped = case_clock.apply(clock, Stop(moment, Wait.PAYMENT), VIETNAM)
    again = case_clock.apply(stopped, Resume(moment, Wait.PAYMENT), VIETNAM)

    assert again.due_at == clock.due_at
    assert case_clock.due_against(again, LateAgainst.QD_766, VIETNAM) == case_clock.due_against(
        clock, LateAgainst.QD_766, VIETNAM
    )


@FEW
@given(courses(), st.integers(0, 30_000), st.integers(0, 60_000))
def test_a_restart_is_a_fresh_start(
    course: tuple[Limit, datetime, list[Act]], later: int, waited: int
) -> None:
    clock = run(course)
    stopped = stated(clock.running_from) + timedelta(minutes=later)
    supplied = stopped + timedelta(minutes=waited)

    clock = case_clock.apply(clock, Stop(stopped, Wait.SUPPLEMENT), VIETNAM)
    clock = case_clock.apply(clock, Resume(supplied, Wait.SUPPLEMENT, Rule.RESTART), VIETNAM)

    assert clock.due_at == case_clock.start(clock.limit, supplied, VIETNAM).due_at


@FEW
@given(LIMITS, INSTANTS, st.integers(0, 20_000), st.integers(0, 60_000))
def test_a_wait_never_brings_the_date_forward(
    allowed: Limit, accepted: datetime, later: int, waited: int
) -> None:
    clock = case_clock.start(allowed, accepted, VIETNAM)
    stopped = accepted + timedelta(minutes=later)

    standing = case_clock.apply(clock, Stop(stopped, Wait.PAYMENT), VIETNAM)
    resumed = Resume(stopped + timedelta(minutes=waited), Wait.PAYMENT)

    assert case_clock.apply(standing, resumed, VIETNAM).due_at >= clock.due_at


@FEW
@given(courses(), st.lists(st.integers(0, 200), max_size=4))
def test_a_new_holiday_never_brings_the_date_forward(
    course: tuple[Limit, datetime, list[Act]], offsets: list[int]
) -> None:
    clock = run(course)
    extra = [course[1].date() + timedelta(offset) for offset in offsets]

    again = case_clock.recompute(clock, with_holidays(extra))

    assert again.due_at >= clock.due_at
    assert again.original_due_at == clock.original_due_at


@FEW
@given(INSTANTS, INSTANTS, st.sampled_from(LimitUnit))
def test_every_finish_has_exactly_one_class(
    finished: datetime, due_at: datetime, unit: LimitUnit
) -> None:
    late = finished > due_at if unit == LimitUnit.HOUR else finished.date() > due_at.date()
    early = not late and finished.date() < due_at.date()

    assert CLASSES[classify(finished, due_at, unit)] == late - early


@FEW
@given(INSTANTS, st.integers(1, 5_000))
def test_minutes_added_are_the_minutes_between(start: datetime, minutes: int) -> None:
    end = hours.add_minutes(VIETNAM, start, minutes)

    counted = hours.minutes_between(VIETNAM, start.replace(second=0, microsecond=0), end)
    assert counted == minutes
    assert hours.effective(VIETNAM, end) == end


@FEW
@given(DATES, st.integers(1, 400))
def test_working_days_added_are_the_working_days_between(start: date, amount: int) -> None:
    end = VIETNAM.add_working_days(start, amount)

    assert VIETNAM.count(start, end) == amount
    assert VIETNAM.is_working(end)
    assert VIETNAM.working_days_before(end, amount) == VIETNAM.previous_working(start + DAY)


@FEW
@given(DATES, st.integers(0, 60))
def test_counting_agrees_with_looking_at_each_day(start: date, length: int) -> None:
    each = [start + timedelta(n) for n in range(1, length + 1)]

    assert VIETNAM.count(start, start + timedelta(length)) == sum(map(VIETNAM.is_working, each))
