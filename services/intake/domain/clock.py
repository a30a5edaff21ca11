"""The clock of a dossier as it is kept: the acts that stopped it and let it go on."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.worktime.acts import Act, Pause, Resume, Rule, Stop, Wait
from shared.worktime.calendar import Calendar
from shared.worktime.case_clock import CaseClock
from shared.worktime.measure import used


class Stopped(BaseModel):
    """The clock stands from then on."""

    model_config = ConfigDict(frozen=True)

    act: Literal["STOP"] = "STOP"
    at: datetime
    wait: Wait

    def of_law(self) -> Act:
        return Stop(self.at, self.wait)


class Resumed(BaseModel):
    """What was waited for has come."""

    model_config = ConfigDict(frozen=True)

    act: Literal["RESUME"] = "RESUME"
    at: datetime
    wait: Wait
    rule: Rule

    def of_law(self) -> Act:
        return Resume(self.at, self.wait, self.rule)


ClockAct = Annotated[Stopped | Resumed, Field(discriminator="act")]


def pauses_total(clock: CaseClock, calendar: Calendar) -> int:
    """How long the clock stood, in the limit's unit; minutes for hours, days for months."""
    return sum(_stood(pause, calendar) for pause in clock.pauses)


def _stood(pause: Pause, calendar: Calendar) -> int:
    return used(pause.unit, pause.from_, pause.to, calendar)
