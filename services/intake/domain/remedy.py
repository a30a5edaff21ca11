"""Work on a dossier that a complaint's decision orders, and its end."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.intake.domain.refusals import RemedyAlreadyDone
from shared.worktime.calendar import Calendar

ORDERS_WORK = frozenset({"AMEND", "CANCEL"})
DAYS = 10  # working days [D], events.md §4.1


class Remedy(BaseModel):
    """A task of the unit that has the dossier."""

    model_config = ConfigDict(frozen=True)

    remedy_id: UUID
    dossier_id: UUID
    unit_id: str
    case_id: UUID
    decision_no: str
    due_on: date
    done_on: date | None = None
    done_by: UUID | None = None
    new_dossier_id: UUID | None = None

    def done(self, on: date, by: UUID, new_dossier_id: UUID | None) -> Self:
        """Finished; raises RemedyAlreadyDone."""
        if self.done_on is not None:
            raise RemedyAlreadyDone
        return self.model_copy(
            update={"done_on": on, "done_by": by, "new_dossier_id": new_dossier_id}
        )


def due_on(decided_on: date, calendar: Calendar) -> date:
    """Until when the ordered work is to be done."""
    return calendar.add_working_days(decided_on, DAYS)
