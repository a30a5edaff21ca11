"""The copy of a dossier, as far as complaints about it need it; intake owns the original."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, computed_field

from services.complaints.domain.case import Case
from shared.events.intake import (
    DossierAssigned,
    DossierCompleted,
    DossierEvent,
    DossierForwarded,
    DossierReceived,
    DossierSupplemented,
    ResultReturned,
    SupplementRequested,
)
from shared.events.types import Instant

# Of the code list `status`: where a dossier can stand after its receipt, as far as facts tell.
RECEIVED, PROCESSING, SUPPLEMENT_REQUESTED, COMPLETED, RETURNED = "2", "4", "5", "9", "10"
RemedyState = Literal["OPEN", "DONE"]


class Dossier(BaseModel):
    """A dossier that intake received; `due_at` and `status` are those of the newest fact."""

    model_config = ConfigDict(frozen=True)

    dossier_id: UUID
    dossier_code: str
    unit_id: str
    procedure_code: str
    received_at: Instant
    due_at: Instant
    status: str
    receiver_staff_id: UUID | None = None
    approver_staff_id: UUID | None = None

    @property
    def answerable(self) -> frozenset[UUID]:
        """Who took or signed what a complaint may challenge."""
        both = (self.receiver_staff_id, self.approver_staff_id)
        return frozenset(one for one in both if one)


def follow(before: Dossier | None, fact: DossierEvent) -> Dossier | None:
    """The dossier as a fact leaves it; None before its receipt: there is no copy of it yet."""
    if isinstance(fact, DossierReceived):
        return Dossier(**fact.model_dump(), status=RECEIVED)
    if before is None:
        return None
    return before.model_copy(update=CHANGES[type(fact)](before, fact))


def _hand_on(dossier: Dossier, _: DossierAssigned | DossierForwarded) -> dict[str, object]:
    """The work begins; within it, from hand to hand, the status stays."""
    return {"status": PROCESSING} if dossier.status == RECEIVED else {}


def _ask(_: Dossier, __: SupplementRequested) -> dict[str, object]:
    return {"status": SUPPLEMENT_REQUESTED}


def _supply(dossier: Dossier, fact: DossierSupplemented) -> dict[str, object]:
    return {"status": PROCESSING, "due_at": fact.due_at or dossier.due_at}


def _complete(_: Dossier, fact: DossierCompleted) -> dict[str, object]:
    approver = fact.approver_staff_id
    return {"status": COMPLETED, "due_at": fact.due_at, "approver_staff_id": approver}


def _return(_: Dossier, __: ResultReturned) -> dict[str, object]:
    return {"status": RETURNED}


# One line a fact: what the next kind of fact moves is one more.
CHANGES: Final[Mapping[type[DossierEvent], Callable[[Dossier, Any], dict[str, object]]]] = {
    DossierForwarded: _hand_on,
    DossierAssigned: _hand_on,
    SupplementRequested: _ask,
    DossierSupplemented: _supply,
    DossierCompleted: _complete,
    ResultReturned: _return,
}
HEARD: Final[tuple[type[DossierEvent], ...]] = (DossierReceived, *CHANGES)


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
