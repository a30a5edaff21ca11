"""Why something is due that day: the limit that runs, its article, and its days one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.complaints.domain.deadline import Law
from services.complaints.domain.running import Running
from shared.web import explainer
from shared.web.due import Due, due
from shared.worktime import case_clock
from shared.worktime.hours import end_of
from shared.worktime.ledger import explain
from shared.worktime.limit import LimitUnit


@dataclass(frozen=True)
class Why:
    """What a page shows of a limit."""

    due: Due
    at: datetime
    limit: str
    article: str
    rows: Sequence[explainer.Row]
    working_days: bool


def why(law: Law, running: Running, rule_version: str, now: datetime) -> Why:
    """The days from the act that began it to the due date; an extended one shows the law's own."""
    rule = law.book.deadline(running.rule, rule_version, running.case)
    clock = case_clock.start(rule.limit, running.since, law.calendar)
    at = end_of(running.due_on)
    return Why(
        due=due(at, now, law.calendar, unit=rule.limit.unit),
        at=at,
        limit=str(rule.limit),
        article=rule.article,
        rows=tuple(explainer.rows(explain(clock, law.calendar), rule.limit.unit)),
        working_days=rule.limit.unit == LimitUnit.WORKING_DAY,
    )


def due_of(law: Law, due_on: date, now: datetime, *, working_days: bool) -> Due:
    """How a date stands today, for a list."""
    unit = LimitUnit.WORKING_DAY if working_days else LimitUnit.DAY
    return due(end_of(due_on), now, law.calendar, unit=unit)
