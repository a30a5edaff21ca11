"""A due date counted for anyone, of no dossier: the rules of domain.md §1.6 on numbers given."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticKnownError

from services.intake.domain.refusals import LimitTooLong, PauseIncomplete, TimesBackwards
from shared.worktime import case_clock
from shared.worktime.acts import Act, Resume, Rule, Stop, Wait
from shared.worktime.calendar import Calendar
from shared.worktime.hours import VN
from shared.worktime.ledger import Line, explain
from shared.worktime.limit import Limit, LimitUnit, When, moment, stated

# About ten years each: a longer question is a slip of the keyboard and a long answer.
MOST: Mapping[LimitUnit, int] = {
    LimitUnit.WORKING_DAY: 2_500,
    LimitUnit.DAY: 3_650,
    LimitUnit.HOUR: 20_000,
    LimitUnit.MONTH: 120,
    LimitUnit.SAME_DAY: 1,
}
YEARS = range(2000, 2100)


def _moment(value: object) -> When:
    """In an address `+07:00` arrives as ` 07:00` unless it is escaped."""
    text = str(value).strip().replace(" ", "+")
    try:
        if len(text) == len("2025-01-31"):
            return _known(date.fromisoformat(text))
        at = datetime.fromisoformat(text)
        return _known(at if at.tzinfo else at.replace(tzinfo=VN))
    except ValueError as error:
        raise PydanticKnownError("datetime_parsing", {"error": str(error)}) from None


def _known(when: When) -> When:
    if when.year not in YEARS:
        raise ValueError(f"a year of {YEARS}")
    return when


# A day, or an instant; without an offset it is Vietnam's time.
Moment = Annotated[When, PlainValidator(_moment, json_schema_input_type=str)]


class Question(BaseModel):
    """What is known of a case; a pause has both its ends."""

    model_config = ConfigDict(extra="forbid")

    received_at: Moment
    amount: int = Field(ge=0)
    per: LimitUnit
    paused_at: Moment | None = None
    resumed_at: Moment | None = None
    clock: Rule = Rule.PAUSE
    unit: str | None = Field(default=None, max_length=60)

    @property
    def limit(self) -> Limit:
        return Limit(self.amount, self.per)

    @property
    def acts(self) -> list[Act]:
        if self.paused_at is None or self.resumed_at is None:
            return []
        wait = Wait.SUPPLEMENT
        return [Stop(self.paused_at, wait), Resume(self.resumed_at, wait, self.clock)]


class Counted(NamedTuple):
    """The answer: from which day it counts, when it is due, and why."""

    effective_received_on: date
    due_at: datetime
    ledger: tuple[Line, ...]


def count(question: Question, calendar: Calendar, rule_version: str) -> Counted:
    """By the same code as a dossier's own date.

    Raises LimitTooLong, PauseIncomplete, TimesBackwards.
    """
    _check(question)
    clock = case_clock.replay(question.limit, question.received_at, question.acts, calendar)
    begins = moment(question.received_at, calendar)
    return Counted(begins.date(), clock.due_at, explain(clock, calendar, rule_version))


def _check(question: Question) -> None:
    if question.amount > MOST[question.per]:
        raise LimitTooLong(MOST[question.per])
    paused, resumed = question.paused_at, question.resumed_at
    if paused is None or resumed is None:
        if paused or resumed:
            raise PauseIncomplete("paused_at" if resumed else "resumed_at")
        return
    if stated(paused) < stated(question.received_at):
        raise TimesBackwards("paused_at")
    if stated(resumed) < stated(paused):
        raise TimesBackwards("resumed_at")
