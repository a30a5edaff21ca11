"""The copy of a dossier, as far as complaints about it need it; intake owns the original."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, computed_field

from services.complaints.domain.case import Case
from shared.events.types import Instant

RECEIVED = "2"  # code list `status`
RemedyState = Literal["OPEN", "DONE"]


class Dossier(BaseModel):
    """A dossier that intake received."""

    model_config = ConfigDict(frozen=True)

    dossier_id: UUID
    dossier_code: str
    unit_id: str
    procedure_code: str
    received_at: Instant
    due_at: Instant
    status: str


class Remedy(BaseModel):
    """The work a decision ordered on a dossier."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    case_id: UUID
    decision_no: str
    due_on: date | None
    done_on: date | None
    new_dossier_id: UUID | None

    @computed_field
    def state(self) -> RemedyState:
        return "DONE" if self.done_on else "OPEN"


class DossierFile(Dossier):
    """A dossier with the complaints about it and what they ordered."""

    cases: list[Case]
    remedies: list[Remedy]
