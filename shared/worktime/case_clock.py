"""The clock of a case: one limit through every stop, restart and move (domain.md §1.6)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from shared.worktime.acts import (
    Act,
    ClockRefused,
    Ground,
    Move,
    Moved,
    Pause,
    Refusal,
    Resume,
    Rule,
    Span,
    Stop,
    Wait,
)
from shared.worktime.calendar import Calendar
from shared.worktime.hours import minutes_between
from shared.worktime.limit import Limit, LimitUnit, When, moment, rolled, stated, unrolled_end
from shared.worktime.measure import end_after_wait, extended_end, is_over, used


class LateAgainst(StrEnum):
    """The date by which a case is judged; QD_766 is the index of QĐ 766/QĐ-TTg."""

    ORIGINAL = "ORIGINAL"
    CURRENT = "CURRENT"
    QD_766 = "QD_766"


@dataclass(frozen=True, slots=True)
class CaseClock:
    """Where a limit stands. `end` is the end of the count, `due_at` where it is rolled to."""

    limit: Limit
    accepted: When
    running_from: datetime
    end: datetime
    due_at: datetime
    original_due_at: datetime
    index_end: datetime  # QĐ 766: every wait deducted, no restart, no move
    used: int = 0
    stop: Stop | None = None
    waits: frozenset[Wait] = frozenset()
    rule: Rule = Rule.PAUSE
    pauses: tuple[Pause, ...] = ()
    moved: tuple[Moved, ...] = ()
    spans: tuple[Span, ...] = ()
    acts: tuple[Act, ...] = ()

    @property
    def stopped_at(self) -> datetime | None:
        """Since when the clock stands, if it does; never before it began to run."""
        return max(stated(self.stop.at), self.running_from) if self.stop else None

    @property
    def apologised(self) -> bool:
        return any(isinstance(a, Move) and a.ground == Ground.APOLOGY for a in self.acts)


def start(limit: Limit, accepted: When, calendar: Calendar) -> CaseClock:
    """Start a limit with the acceptance, never the submission; its first day does not count."""
    begins = moment(accepted, calendar)
    end = unrolled_end(limit, begins, calendar)
    due_at = rolled(limit.unit, end, calendar)
    return CaseClock(limit, accepted, begins, end, due_at, due_at, index_end=end)


def replay(limit: Limit, accepted: When, acts: Iterable[Act], calendar: Calendar) -> CaseClock:
    """The clock after acts that were allowed when they were done."""
    clock = start(limit, accepted, calendar)
    for done in acts:
        clock = apply(clock, done, calendar)
    return clock


def recompute(clock: CaseClock, calendar: Calendar) -> CaseClock:
    """The same case by another calendar; what was first promised stays on its paper.

    Never earlier than the day promised last: a holiday on the day of receipt can spare a dossier
    handed in after 15:00 the day that it had lost.
    """
    again = replay(clock.limit, clock.accepted, clock.acts, calendar)
    if again.due_at < clock.due_at:
        return clock
    return replace(again, original_due_at=clock.original_due_at)


def due_against(clock: CaseClock, against: LateAgainst, calendar: Calendar) -> datetime:
    """The date by which the case is judged."""
    match against:
        case LateAgainst.ORIGINAL:
            return clock.original_due_at
        case LateAgainst.CURRENT:
            return clock.due_at
        case LateAgainst.QD_766:
            return rolled(clock.limit.unit, clock.index_end, calendar)


def act(clock: CaseClock, what: Act, calendar: Calendar) -> CaseClock:
    """Do it when the law allows; raises ClockRefused."""
    if isinstance(what, Move):
        check_move(clock, what, calendar)
    return apply(clock, what, calendar)


def check_move(clock: CaseClock, move: Move, calendar: Calendar) -> None:
    """Whether the date may still be moved; raises ClockRefused."""
    due_on = clock.due_at.date()
    if clock.stop:
        raise ClockRefused(Refusal.CLOCK_STOPPED)
    if move.ground == Ground.APOLOGY:
        if clock.apologised:
            raise ClockRefused(Refusal.REAPPOINTMENT_USED)  # NĐ 61/2018 Điều 19(9)
        if move.on > calendar.previous_working(due_on):
            raise ClockRefused(Refusal.REAPPOINTMENT_TOO_LATE)
    elif move.on > due_on or (move.ground == Ground.DECISION and move.on == due_on):
        raise ClockRefused(Refusal.EXTENSION_TOO_LATE)


def apply(clock: CaseClock, what: Act, calendar: Calendar) -> CaseClock:
    """The clock after an act. Raises ClockRefused where acts contradict one another."""
    match what:
        case Stop():
            after = _stop(clock, what)
        case Resume():
            after = _resume(clock, what, calendar)
        case Move():
            after = _move(clock, what, calendar)
    return replace(after, acts=(*clock.acts, what))


def _stop(clock: CaseClock, stop: Stop) -> CaseClock:
    if stop.wait in clock.waits:
        raise ClockRefused(Refusal.ALREADY_STOPPED)
    return replace(clock, stop=clock.stop or stop, waits=clock.waits | {stop.wait})


def _resume(clock: CaseClock, resume: Resume, calendar: Calendar) -> CaseClock:
    if clock.stop is None or resume.wait not in clock.waits:
        raise ClockRefused(Refusal.NOT_STOPPED)
    if stated(resume.at) < stated(clock.stop.at):
        raise ClockRefused(Refusal.BACKWARDS)
    rule = Rule.RESTART if Rule.RESTART in (clock.rule, resume.rule) else Rule.PAUSE
    still = replace(clock, waits=clock.waits - {resume.wait}, rule=rule)
    return still if still.waits else _go_on(still, clock.stop, resume.at, calendar)


def _go_on(clock: CaseClock, stop: Stop, at: When, calendar: Calendar) -> CaseClock:
    unit = clock.limit.unit
    stopped, resumed = max(stated(stop.at), clock.running_from), moment(at, calendar)
    ran = clock.used + used(unit, clock.running_from, stopped, calendar)
    pause = Pause(stopped, resumed, ran, unit, stop.wait)
    after = replace(clock, stop=None, rule=Rule.PAUSE, pauses=(*clock.pauses, pause))
    brief = _is_brief(unit, stop.at, at, calendar)
    if not brief:
        index_end = end_after_wait(unit, clock.index_end, stopped, resumed, calendar)
        after = replace(after, index_end=index_end)
    if clock.rule == Rule.RESTART:
        end = unrolled_end(clock.limit, resumed, calendar)
        return _run_from(after, stop, pause, clock.rule, end, calendar)
    if brief or is_over(unit, stopped, clock.due_at):
        return after
    end = end_after_wait(unit, clock.end, stopped, resumed, calendar)
    return _run_from(after, stop, pause, clock.rule, end, calendar)


def _is_brief(unit: LimitUnit, stopped: When, resumed: When, calendar: Calendar) -> bool:
    """Whether a wait moves nothing: within one day, for hours without a working minute."""
    if unit == LimitUnit.HOUR:
        return minutes_between(calendar, stated(stopped), stated(resumed)) == 0
    return stated(stopped).date() == stated(resumed).date()


def _run_from(
    clock: CaseClock, stop: Stop, pause: Pause, rule: Rule, end: datetime, calendar: Calendar
) -> CaseClock:
    over = Span(
        clock.running_from, pause.from_, pause.to, clock.end, clock.due_at, stop, rule, clock.moved
    )
    return replace(
        clock,
        running_from=pause.to,
        end=end,
        due_at=rolled(clock.limit.unit, end, calendar),
        used=0 if rule == Rule.RESTART else pause.used,
        moved=(),
        spans=(*clock.spans, over),
    )


def _move(clock: CaseClock, move: Move, calendar: Calendar) -> CaseClock:
    end = extended_end(clock.limit.unit, clock.end, move.by, calendar)
    due_at = rolled(clock.limit.unit, end, calendar)
    moved = Moved(move, clock.due_at, due_at)
    return replace(clock, end=end, due_at=due_at, moved=(*clock.moved, moved))
