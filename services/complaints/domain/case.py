"""A complaint case, one a round: its states and how it is resolved (domain.md §4.7)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.complaints.domain import refusals
from services.complaints.domain.petition import Found, Petition
from services.complaints.domain.resolution import Resolution
from shared.worktime.classes import Class, classify
from shared.worktime.hours import end_of
from shared.worktime.limit import LimitUnit


class Status(StrEnum):
    ACCEPTED = "ACCEPTED"
    VERIFYING = "VERIFYING"
    DIALOGUE = "DIALOGUE"
    DECIDED = "DECIDED"
    SENT = "SENT"
    APPEALED_2 = "APPEALED_2"
    SUED = "SUED"
    EFFECTIVE = "EFFECTIVE"
    ENFORCING = "ENFORCING"
    SUSPENDED = "SUSPENDED"
    TERMINATED = "TERMINATED"
    CLOSED = "CLOSED"


class Step(StrEnum):
    ASSIGN = "ASSIGN"
    HEAR = "HEAR"
    VERIFY_AGAIN = "VERIFY_AGAIN"
    DECIDE = "DECIDE"
    SEND = "SEND"
    APPEAL = "APPEAL"
    APPEAL_UNANSWERED = "APPEAL_UNANSWERED"
    APPEAL_FELL = "APPEAL_FELL"
    GO_ON = "GO_ON"
    SUE = "SUE"
    SUIT_FELL = "SUIT_FELL"
    TAKE_EFFECT = "TAKE_EFFECT"
    LIFT_FORCE = "LIFT_FORCE"
    ENFORCE = "ENFORCE"
    SUSPEND = "SUSPEND"
    RESUME = "RESUME"
    TERMINATE = "TERMINATE"
    CLOSE = "CLOSE"


# Back to the status the case came from when it was suspended or appealed.
ORIGIN: Final = "ORIGIN"
_S = Status
NEXT: Final[Mapping[tuple[Status, Step], Status | Literal["ORIGIN"]]] = {
    (_S.ACCEPTED, Step.ASSIGN): _S.VERIFYING,
    (_S.ACCEPTED, Step.SUSPEND): _S.SUSPENDED,
    (_S.ACCEPTED, Step.TERMINATE): _S.TERMINATED,
    (_S.ACCEPTED, Step.APPEAL_UNANSWERED): _S.APPEALED_2,    # Điều 33: KN1_RESOLVE is over
    (_S.VERIFYING, Step.HEAR): _S.DIALOGUE,
    (_S.VERIFYING, Step.DECIDE): _S.DECIDED,                 # round one, views agree
    (_S.VERIFYING, Step.SUSPEND): _S.SUSPENDED,
    (_S.VERIFYING, Step.TERMINATE): _S.TERMINATED,
    (_S.VERIFYING, Step.APPEAL_UNANSWERED): _S.APPEALED_2,
    (_S.DIALOGUE, Step.VERIFY_AGAIN): _S.VERIFYING,          # new facts
    (_S.DIALOGUE, Step.DECIDE): _S.DECIDED,
    (_S.DIALOGUE, Step.SUSPEND): _S.SUSPENDED,
    (_S.DIALOGUE, Step.TERMINATE): _S.TERMINATED,
    (_S.DIALOGUE, Step.APPEAL_UNANSWERED): _S.APPEALED_2,
    (_S.SUSPENDED, Step.RESUME): ORIGIN,
    (_S.SUSPENDED, Step.TERMINATE): _S.TERMINATED,
    (_S.DECIDED, Step.SEND): _S.SENT,
    (_S.SENT, Step.APPEAL): _S.APPEALED_2,
    (_S.SENT, Step.SUE): _S.SUED,
    (_S.SENT, Step.TAKE_EFFECT): _S.EFFECTIVE,
    (_S.APPEALED_2, Step.APPEAL_FELL): _S.EFFECTIVE,         # there is a decision
    (_S.APPEALED_2, Step.GO_ON): ORIGIN,                     # there is none
    (_S.APPEALED_2, Step.CLOSE): _S.CLOSED,                  # round two decided
    (_S.SUED, Step.CLOSE): _S.CLOSED,                        # judgment in force
    (_S.SUED, Step.SUIT_FELL): _S.EFFECTIVE,
    (_S.EFFECTIVE, Step.ENFORCE): _S.ENFORCING,
    (_S.EFFECTIVE, Step.CLOSE): _S.CLOSED,
    (_S.EFFECTIVE, Step.SUE): _S.SUED,
    (_S.EFFECTIVE, Step.LIFT_FORCE): _S.SENT,
    (_S.ENFORCING, Step.CLOSE): _S.CLOSED,
    (_S.ENFORCING, Step.LIFT_FORCE): _S.SENT,
}  # fmt: skip
# Steps that remember where the case stood.
REMEMBERING: Final = frozenset({Step.SUSPEND, Step.APPEAL, Step.APPEAL_UNANSWERED})


class Case(BaseModel):
    """A case as its unit's register shows it."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", validate_by_name=True, validate_by_alias=True
    )

    case_id: UUID
    case_code: str
    petition_id: UUID
    party_id: UUID
    round: int
    unit_id: str
    field: str
    status: Status
    origin: Status | None = None
    accepted_on: date
    due_on: date
    complex: bool
    remote: bool
    rule_version: str
    dossier_id: UUID | None = None
    verifier_id: UUID | None = None
    assigned_on: date | None = None
    decided_on: date | None = None
    resolution: Resolution | None = None
    class_: Class | None = Field(None, alias="class")

    def take(self, step: Step) -> "Case":
        """The case after a step. Raises StepNotAllowed."""
        found = NEXT.get((self.status, step))
        status = self.origin if found == ORIGIN else found
        if status is None or not self._guarded(step):
            raise refusals.StepNotAllowed(self.status, step)
        origin = self.status if step in REMEMBERING else None
        return self.model_copy(update={"status": Status(status), "origin": origin})

    def _guarded(self, step: Step) -> bool:
        """An appeal that falls away leaves the decision in force, where there is one."""
        if step == Step.APPEAL_FELL:
            return self.origin == Status.SENT
        return step != Step.GO_ON or self.origin != Status.SENT


def open_first(
    petition: Petition,
    found: Found,
    *,
    case_id: UUID,
    case_code: str,
    on: date,
    due_on: date,
    complex_: bool,
    remote: bool,
) -> Case:
    """The first round of an accepted complaint. Raises NotEligible when nobody sent it."""
    if found.party_id is None:
        raise refusals.NotEligible
    return Case(
        case_id=case_id,
        case_code=case_code,
        petition_id=petition.petition_id,
        party_id=found.party_id,
        round=1,
        unit_id=petition.unit_id,
        field=found.field,
        status=Status.ACCEPTED,
        accepted_on=on,
        due_on=due_on,
        complex=complex_,
        remote=remote,
        rule_version=petition.rule_version,
        dossier_id=found.dossier_id,
    )


def assign(case: Case, verifier_id: UUID, on: date) -> Case:
    """Give the case to a verifier (Luật Khiếu nại 2011 Điều 29). Raises StepNotAllowed."""
    return case.take(Step.ASSIGN).model_copy(update={"verifier_id": verifier_id, "assigned_on": on})


def resolve(case: Case, resolution: Resolution, on: date) -> Case:
    """Decide (Luật Khiếu nại 2011 Điều 31). Raises StepNotAllowed, DialogueRequired."""
    decided = case.take(Step.DECIDE)
    agreed = case.round == 1 and resolution.views_agree
    if case.status == Status.VERIFYING and not agreed:
        raise refusals.DialogueRequired
    update = {"resolution": resolution, "decided_on": on, "class_": class_of(on, case.due_on)}
    return decided.model_copy(update=update)


def class_of(on: date, due_on: date) -> Class:
    """By civil date (TT 01/2018/TT-VPCP Điều 13(1))."""
    return classify(end_of(on), end_of(due_on), LimitUnit.DAY)
