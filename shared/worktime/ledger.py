"""Why a case is due that day: lines from the acceptance to the due date, day by day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from shared.worktime.acts import Ground, Moved, Rule, Span, Wait
from shared.worktime.calendar import DAY, Calendar, DayKind
from shared.worktime.case_clock import CaseClock
from shared.worktime.hours import after_cut_off, end_of, minutes_between, start_of
from shared.worktime.limit import LimitUnit, stated
from shared.worktime.rules import WITH_ARTICLES, cite


class Reason(StrEnum):
    OUTSIDE_HOURS = "OUTSIDE_HOURS"
    FIRST_DAY = "FIRST_DAY"
    CUT_OFF = "CUT_OFF"
    COUNTED = "COUNTED"
    SWAP_ON = "SWAP_ON"
    WEEKEND = "WEEKEND"
    HOLIDAY = "HOLIDAY"
    COMPENSATION = "COMPENSATION"
    SWAP_OFF = "SWAP_OFF"
    ROLLED = "ROLLED"
    OVERDUE = "OVERDUE"
    WAIT = "WAIT"
    RESTART = "RESTART"
    VERIFICATION = "VERIFICATION"
    APOLOGY = "APOLOGY"
    DECISION = "DECISION"


ARTICLES: dict[Reason, str] = {
    Reason.FIRST_DAY: "Điều 147 Bộ luật Dân sự 2015",
    Reason.CUT_OFF: "Điều 21 Nghị định 23/2015/NĐ-CP",
    Reason.HOLIDAY: "Điều 112 Bộ luật Lao động 2019",
    Reason.COMPENSATION: "Điều 111 Bộ luật Lao động 2019",
    Reason.ROLLED: "Điều 148 Bộ luật Dân sự 2015",
}
# These stand in the one-stop decree, which the day of receipt decides.
ONE_STOP_ARTICLES: dict[Reason, str] = {Reason.RESTART: "19", Reason.APOLOGY: "19"}
OFF: dict[str, Reason] = {
    DayKind.HOLIDAY: Reason.HOLIDAY,
    DayKind.COMPENSATION: Reason.COMPENSATION,
    DayKind.SWAP_OFF: Reason.SWAP_OFF,
}
# Days whose own legal source outranks the general article.
NAMED = frozenset({*OFF.values(), Reason.SWAP_ON})
WAITS = {
    Wait.SUPPLEMENT: "chờ bổ sung hồ sơ",
    Wait.PAYMENT: "chờ thực hiện nghĩa vụ tài chính",
    Wait.INTERAGENCY: "chờ cơ quan phối hợp",
    Wait.SUSPENSION: "tạm đình chỉ",
    Wait.OBSTACLE: "trở ngại khách quan",
}
MOVES = {
    Ground.VERIFICATION: "xác minh theo luật",
    Ground.APOLOGY: "xin lỗi, hẹn lại",
    Ground.DECISION: "quyết định gia hạn",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What a stretch of days adds; `added` is in calendar days, the day of acceptance is 0."""

    on: date
    added: int
    reason: Reason
    label: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch in which the clock ran."""

    unit: LimitUnit
    from_: datetime
    to: datetime
    end: datetime
    due_at: datetime
    moved: Sequence[Moved] = ()


def explain(
    clock: CaseClock,
    calendar: Calendar,
    rule_version: str = WITH_ARTICLES,
    given: str | None = None,
) -> tuple[Line, ...]:
    """The whole way: acceptance + all `added` = due date, cited by the rules of its receipt.

    `given`: the ground that an official wrote for a limit which no source has.
    """
    return tuple(_cited(line, rule_version) for line in _lines(clock, calendar, given))


def _cited(line: Line, rule_version: str) -> Line:
    article = ONE_STOP_ARTICLES.get(line.reason)
    if line.article or article is None:
        return line
    return replace(line, article=cite(rule_version, article))


def _lines(clock: CaseClock, calendar: Calendar, given: str | None) -> tuple[Line, ...]:
    lines = [*_beginning(clock, given)]
    unit = clock.limit.unit
    for span in clock.spans:
        run = Run(unit, span.from_, span.stopped_at, span.end, span.due_at, span.moved)
        lines += [*_running(run, calendar), *_standing(span)]
    last = Run(unit, clock.running_from, clock.due_at, clock.end, clock.due_at, clock.moved)
    return (*lines, *_running(last, calendar))


def _beginning(clock: CaseClock, given: str | None) -> Iterator[Line]:
    accepted = stated(clock.accepted).date()
    begins = clock.spans[0].from_ if clock.spans else clock.running_from
    on, unit = begins.date(), clock.limit.unit
    if on != accepted:
        label = f"nhận ngoài giờ làm việc {_days(accepted)}, tính từ {_days(on)}"
        yield Line(accepted, (on - accepted).days, Reason.OUTSIDE_HOURS, label)
    limit = f"thời hạn {clock.limit} ({given})" if given else f"thời hạn {clock.limit}"
    if unit == LimitUnit.SAME_DAY and after_cut_off(begins):
        said = "nhận sau 15 giờ, trả trong ngày làm việc tiếp theo"
        yield _line(on, 0, Reason.CUT_OFF, f"{limit}; {said}" if given else said)
    elif unit in (LimitUnit.SAME_DAY, LimitUnit.HOUR):
        yield Line(on, 0, Reason.COUNTED, limit)
    else:
        yield _line(on, 0, Reason.FIRST_DAY, f"{limit}, không tính ngày đầu")


def _running(run: Run, calendar: Calendar) -> Iterator[Line]:
    first = run.from_.date()
    if run.unit == LimitUnit.HOUR:
        yield Line(first, 0, Reason.COUNTED, _hours(run, first, calendar))
    later = [first + n * DAY for n in range(1, (run.to.date() - first).days + 1)]
    told = 0
    for (moves, reason, note), days in groupby(later, lambda on: _what(run, on, calendar)):
        yield from map(_moving, run.moved[told:moves])
        told = moves
        yield _stretch(run, reason, note, list(days), calendar)
    yield from map(_moving, run.moved[told:])


def _what(run: Run, on: date, calendar: Calendar) -> tuple[int, Reason, str]:
    """How many moves came before a day, what the day is, and its wording."""
    moves = sum(moved.old_due_at.date() < on for moved in run.moved)
    special = calendar.special(on)
    note = special.note if special else ""
    if on > run.due_at.date():
        return moves, Reason.OVERDUE, ""
    if on > run.end.date():
        return moves, Reason.ROLLED, ""
    if run.unit in (LimitUnit.DAY, LimitUnit.MONTH):
        return moves, Reason.COUNTED, ""
    if not calendar.is_working(on):
        return moves, OFF.get(calendar.kind(on), Reason.WEEKEND), note
    if calendar.kind(on) == DayKind.SWAP_ON:
        return moves, Reason.SWAP_ON, note
    return moves, Reason.COUNTED, _hours(run, on, calendar) if run.unit == LimitUnit.HOUR else ""


def _stretch(run: Run, reason: Reason, note: str, days: list[date], calendar: Calendar) -> Line:
    special = calendar.special(days[0])
    source = special.source if special and reason in NAMED else ""
    label = _label(run, reason, note, days)
    return Line(days[0], len(days), reason, label, source or ARTICLES.get(reason, ""))


def _label(run: Run, reason: Reason, note: str, days: list[date]) -> str:
    when = _days(days[0], days[-1])
    match reason:
        case Reason.COUNTED if run.unit in (LimitUnit.DAY, LimitUnit.MONTH):
            return f"{len(days)} ngày: {when}"
        case Reason.COUNTED:
            return note or f"{len(days)} ngày làm việc: {when}"
        case Reason.SWAP_ON:
            return f"{when} làm việc: {note}"
        case Reason.ROLLED:
            return f"{_days(run.end.date())} là ngày nghỉ, chuyển sang {_days(run.due_at.date())}"
        case Reason.OVERDUE:
            return f"{when} quá hạn"
    return f"{when} nghỉ: {note or 'cuối tuần'}"


def _standing(span: Span) -> Iterator[Line]:
    stopped, resumed = span.stopped_at.date(), span.resumed_at.date()
    label = f"{_days(stopped, resumed)} {WAITS[span.stop.wait]}"
    yield Line(stopped, (resumed - stopped).days, Reason.WAIT, label, span.stop.article)
    if span.rule == Rule.RESTART:
        label = f"đã bổ sung, tính lại từ đầu từ {_days(resumed)}"
        yield Line(resumed, 0, Reason.RESTART, label, span.stop.article)


def _moving(moved: Moved) -> Line:
    move = moved.act
    old, new = moved.old_due_at.date(), moved.due_at.date()
    label = f"{MOVES[move.ground]}: thêm {move.by}, từ {_days(old)} sang {_days(new)}"
    reason = Reason(move.ground)
    return Line(move.on, 0, reason, label, move.article or ARTICLES.get(reason, ""))


def _line(on: date, added: int, reason: Reason, label: str) -> Line:
    return Line(on, added, reason, label, ARTICLES[reason])


def _hours(run: Run, on: date, calendar: Calendar) -> str:
    begins, ends = max(run.from_, start_of(on)), min(run.to, end_of(on))
    hours, minutes = divmod(minutes_between(calendar, begins, ends), 60)
    amount = f"{hours} giờ {minutes} phút" if minutes else f"{hours} giờ"
    return f"{amount} làm việc: {_days(on)}"


def _days(first: date, last: date | None = None) -> str:
    if last is None or last == first:
        return f"{first:%d/%m}"
    return f"{first:%d/%m}–{last:%d/%m}"
