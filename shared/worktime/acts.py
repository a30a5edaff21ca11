"""What happens to a running limit: the clock stops, goes on, or the date is moved."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.worktime.limit import Limit, LimitUnit, When


class Rule(StrEnum):
    """How a limit goes on after a standstill (code list `clock`)."""

    RESTART = "RESTART"
    PAUSE = "PAUSE"


class Wait(StrEnum):
    """What the clock waits for."""

    SUPPLEMENT = "SUPPLEMENT"
    PAYMENT = "PAYMENT"
    INTERAGENCY = "INTERAGENCY"
    SUSPENSION = "SUSPENSION"
    OBSTACLE = "OBSTACLE"


class Ground(StrEnum):
    """Why a date is moved (code list `ground`); CALENDAR is a recount, not an act."""

    VERIFICATION = "VERIFICATION"
    APOLOGY = "APOLOGY"
    DECISION = "DECISION"
    CALENDAR = "CALENDAR"


class Refusal(StrEnum):
    NOT_STOPPED = "NOT_STOPPED"
    ALREADY_STOPPED = "ALREADY_STOPPED"
    CLOCK_STOPPED = "CLOCK_STOPPED"
    BACKWARDS = "BACKWARDS"
    REAPPOINTMENT_TOO_LATE = "REAPPOINTMENT_TOO_LATE"
    REAPPOINTMENT_USED = "REAPPOINTMENT_USED"
    EXTENSION_TOO_LATE = "EXTENSION_TOO_LATE"


class ClockRefused(ValueError):
    """The law or the order of acts does not allow it; `code` is stable."""

    def __init__(self, code: Refusal) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Stop:
    """The clock stands from then on."""

    at: When
    wait: Wait
    article: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    """What was waited for has come. Several waits: the clock goes on after the last."""

    at: When
    wait: Wait
    rule: Rule = Rule.PAUSE


@dataclass(frozen=True, slots=True)
class Move:
    """The date is moved by so much, by an act of that day."""

    on: date
    ground: Ground
    by: Limit
    article: str = ""

    def __post_init__(self) -> None:
        if self.ground == Ground.CALENDAR:
            raise ValueError("a changed calendar moves a date by recompute()")
        if self.by.amount < 1 or self.by.unit == LimitUnit.SAME_DAY:
            raise ValueError(f"a date is not moved by {self.by}")


Act = Stop | Resume | Move


@dataclass(frozen=True, slots=True)
class Pause:
    """A standstill; `used` of the limit had run before: in its unit, minutes for hours, days for
    months."""

    from_: datetime
    to: datetime
    used: int
    unit: LimitUnit
    wait: Wait


@dataclass(frozen=True, slots=True)
class Moved:
    """A move and what it did."""

    act: Move
    old_due_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch that is over: the clock ran towards `due_at`, then stood until `resumed_at`."""

    from_: datetime
    stopped_at: datetime
    resumed_at: datetime
    end: datetime
    due_at: datetime
    stop: Stop
    rule: Rule
    moved: tuple[Moved, ...]
