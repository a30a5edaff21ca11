"""A petition (đơn): its states and what may be done with it (domain.md §4.7)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.complaints.domain import refusals
from services.complaints.domain.codes import ANONYMOUS, COMPLAINT, DENUNCIATION, NOT_YET, OWN
from services.complaints.domain.registration import Classification
from shared.worktime.classes import Class


class Status(StrEnum):
    RECEIVED = "RECEIVED"
    CLASSIFIED = "CLASSIFIED"
    ACCEPTED = "ACCEPTED"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    GUIDED = "GUIDED"
    TRANSFERRED = "TRANSFERRED"
    RETURNED = "RETURNED"
    URGED = "URGED"
    FILED = "FILED"
    WITHDRAWN = "WITHDRAWN"
    IN_CHARGE = "IN_CHARGE"
    MORE_ASKED = "MORE_ASKED"
    REJECTED = "REJECTED"
    ANSWERED = "ANSWERED"
    PUBLISHED = "PUBLISHED"
    CLOSED = "CLOSED"


class Step(StrEnum):
    CLASSIFY = "CLASSIFY"
    ACCEPT = "ACCEPT"
    NOT_ACCEPT = "NOT_ACCEPT"
    GUIDE = "GUIDE"
    TRANSFER = "TRANSFER"
    RETURN = "RETURN"
    URGE = "URGE"
    FILE = "FILE"
    WITHDRAW = "WITHDRAW"
    TAKE_CHARGE = "TAKE_CHARGE"
    REJECT = "REJECT"
    ASK_MORE = "ASK_MORE"
    ANSWER = "ANSWER"
    PUBLISH = "PUBLISH"
    CLOSE = "CLOSE"


_S = Status
NEXT: Final[Mapping[tuple[Status, Step], Status]] = {
    (_S.RECEIVED, Step.CLASSIFY): _S.CLASSIFIED,
    (_S.RECEIVED, Step.WITHDRAW): _S.WITHDRAWN,
    (_S.CLASSIFIED, Step.CLASSIFY): _S.CLASSIFIED,       # again, with reason
    (_S.CLASSIFIED, Step.ACCEPT): _S.ACCEPTED,           # opens a case
    (_S.CLASSIFIED, Step.NOT_ACCEPT): _S.NOT_ACCEPTED,
    (_S.CLASSIFIED, Step.GUIDE): _S.GUIDED,
    (_S.CLASSIFIED, Step.TRANSFER): _S.TRANSFERRED,
    (_S.CLASSIFIED, Step.RETURN): _S.RETURNED,
    (_S.CLASSIFIED, Step.URGE): _S.URGED,
    (_S.CLASSIFIED, Step.FILE): _S.FILED,
    (_S.CLASSIFIED, Step.WITHDRAW): _S.WITHDRAWN,
    (_S.CLASSIFIED, Step.TAKE_CHARGE): _S.IN_CHARGE,
    (_S.CLASSIFIED, Step.REJECT): _S.REJECTED,
    (_S.CLASSIFIED, Step.ASK_MORE): _S.MORE_ASKED,
    (_S.TRANSFERRED, Step.CLASSIFY): _S.CLASSIFIED,      # the other unit's receipt, or sent back
    (_S.TRANSFERRED, Step.WITHDRAW): _S.WITHDRAWN,
    (_S.TRANSFERRED, Step.CLOSE): _S.CLOSED,             # the result is told
    (_S.URGED, Step.URGE): _S.URGED,
    (_S.URGED, Step.WITHDRAW): _S.WITHDRAWN,
    (_S.URGED, Step.CLOSE): _S.CLOSED,                   # the lower office answered
    (_S.MORE_ASKED, Step.CLASSIFY): _S.CLASSIFIED,       # supplied
    (_S.MORE_ASKED, Step.REJECT): _S.REJECTED,
    (_S.MORE_ASKED, Step.WITHDRAW): _S.WITHDRAWN,
    (_S.IN_CHARGE, Step.ANSWER): _S.ANSWERED,
    (_S.IN_CHARGE, Step.WITHDRAW): _S.WITHDRAWN,
    (_S.ANSWERED, Step.PUBLISH): _S.PUBLISHED,
    (_S.ANSWERED, Step.CLOSE): _S.CLOSED,
}  # fmt: skip


class Found(BaseModel):
    """What a petition was found to be."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: str
    field: str
    earlier_handling: str
    eligible: bool
    ineligible_reason: str | None
    competence: str
    complex: bool
    remote: bool
    dossier_id: UUID | None
    party_id: UUID | None
    classified_on: date


class Ended(BaseModel):
    """How a petition ended without a case, or was answered (TT 05/2021/TT-TTCP)."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", validate_by_name=True, validate_by_alias=True
    )

    outcome: str  # a code of `petition_outcome` or `answer`
    reason_code: str | None = None  # of `na` where it is not accepted, else of `petition_reason`
    to_unit_id: str | None = None
    upheld: bool | None = None
    ended_on: date
    class_: Class | None = Field(None, alias="class")
    refused_case_id: UUID | None = None  # under which the refusal is told


class Petition(BaseModel):
    """A petition as its unit's register shows it; of its sender nothing."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    petition_id: UUID
    petition_code: str
    unit_id: str
    source: str
    received_on: date
    signatures: str
    people: int
    status: Status
    due_on: date
    rule_version: str
    stated_kind: str | None = None  # what the sender called it; never a denunciation
    classification: Found | None = None
    ended: Ended | None = None

    def take(self, step: Step) -> "Petition":
        """The petition after a step. Raises StepNotAllowed."""
        try:
            status = NEXT[self.status, step]
        except KeyError:
            raise refusals.StepNotAllowed(self.status, step) from None
        return self.model_copy(update={"status": status})


def check_classification(petition: Petition, form: Classification) -> None:
    """Raises StepNotAllowed, DenunciationRoadClosed, AnonymousNotEligible."""
    petition.take(Step.CLASSIFY)
    if form.kind == DENUNCIATION:
        raise refusals.DenunciationRoadClosed
    if form.eligible and petition.signatures == ANONYMOUS:
        raise refusals.AnonymousNotEligible


def classify(petition: Petition, found: Found, due_on: date) -> Petition:
    """The petition as it was found to be. Raises StepNotAllowed."""
    update = {"classification": found, "due_on": due_on, "ended": None}
    return petition.take(Step.CLASSIFY).model_copy(update=update)


def accept(petition: Petition) -> tuple[Petition, Found]:
    """Accept a first complaint (Luật Khiếu nại 2011 Điều 11, 27).

    Raises StepNotAllowed, NotAComplaint, NotEligible, NotCompetent, ResolvedBefore.
    """
    accepted, found = petition.take(Step.ACCEPT), petition.classification
    if found is None or found.kind != COMPLAINT:
        raise refusals.NotAComplaint
    if not found.eligible:
        raise refusals.NotEligible
    if found.competence != OWN:
        raise refusals.NotCompetent
    if found.earlier_handling != NOT_YET:
        raise refusals.ResolvedBefore
    return accepted, found
