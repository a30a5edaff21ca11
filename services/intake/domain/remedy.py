"""Work on a dossier that a complaint's decision orders, and its end."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.intake.domain.refusals import RemedyAlreadyDone

ORDERS_WORK = frozenset({"AMEND", "CANCEL"})


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
