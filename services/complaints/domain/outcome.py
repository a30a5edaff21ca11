"""How a petition ends without a case, and how proposals and reflections are answered."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from services.complaints.domain import refusals
from services.complaints.domain.codes import (
    COMPLAINT,
    GUIDED_BEFORE,
    NOT_YET,
    OTHER_OFFICE,
    OWN,
    NotAcceptedFor,
    PetitionReason,
)
from services.complaints.domain.forms import Form
from services.complaints.domain.petition import Ended, Found, Petition, Status, Step
from services.complaints.domain.registration import Text, UnitCodeOrId
from shared.events.types import CivilDate, Flag
from shared.worktime.classes import Class, classify
from shared.worktime.hours import end_of
from shared.worktime.limit import LimitUnit

WORDS_AT_MOST = 5_000
Words = Annotated[str, Text, Field(min_length=1, max_length=WORDS_AT_MOST)]
STEPS: Final[Mapping[str, Step]] = {
    "GUIDE": Step.GUIDE,
    "TRANSFER": Step.TRANSFER,
    "RETURN": Step.RETURN,
    "FILE": Step.FILE,
    "WITHDRAWN": Step.WITHDRAW,
}
ANSWERS: Final[Mapping[str, Step]] = {"ANSWERED": Step.ANSWER, "REJECTED": Step.REJECT}


class Refusal(Form):
    """A complaint is not accepted (Luật Khiếu nại 2011 Điều 11). `words` are sealed."""

    na_code: NotAcceptedFor
    words: Words | None = None
    on: CivilDate | None = None


class Outcome(Form):
    """The one outcome of a petition that opens no case. `words` are sealed."""

    outcome: Literal["GUIDE", "TRANSFER", "RETURN", "FILE", "WITHDRAWN"]
    reason_code: PetitionReason | None = None
    to_unit: UnitCodeOrId | None = None
    words: Words | None = None
    on: CivilDate | None = None

    @model_validator(mode="after")
    def _hangs_together(self) -> "Outcome":
        if self.outcome == "RETURN" and self.reason_code is None:
            raise PydanticCustomError("return_and_reason", "Trả đơn thì ghi lý do")
        if self.outcome == "WITHDRAWN" and self.reason_code is not None:
            raise PydanticCustomError("withdrawn_and_reason", "Rút đơn thì không ghi lý do")
        if self.to_unit is not None and self.outcome not in ("GUIDE", "TRANSFER"):
            raise PydanticCustomError("unit_and_outcome", "Chỉ hướng dẫn, chuyển mới ghi nơi đến")
        return self


class Charge(Form):
    """A proposal or reflection is taken in hand."""

    on: CivilDate | None = None


class Answer(Form):
    """What a proposal or reflection is answered. `words` are sealed."""

    answer: Literal["ANSWERED", "REJECTED"]
    upheld: Flag | None = None
    words: Words | None = None
    on: CivilDate | None = None

    @model_validator(mode="after")
    def _hangs_together(self) -> "Answer":
        if (self.upheld is None) != (self.answer == "REJECTED"):
            raise PydanticCustomError(
                "answer_and_upheld", "Trả lời thì ghi đúng hay không đúng, từ chối thì không"
            )
        return self


def refuse(petition: Petition, form: Refusal, on: date, case_id: UUID) -> tuple[Petition, Found]:
    """Not accepted. Raises what check_refusal() raises."""
    refused, found = check_refusal(petition)
    ended = Ended(
        outcome="NOT_ACCEPT",
        reason_code=form.na_code,
        ended_on=on,
        class_=class_of(on, petition.due_on),
        refused_case_id=case_id,
    )
    return refused.model_copy(update={"ended": ended}), found


def check_refusal(petition: Petition) -> tuple[Petition, Found]:
    """The petition after it, where Article 11 may be said of it.

    Raises StepNotAllowed, OnlyComplaintRefused, NotEligible, NotCompetent.
    """
    refused, found = _classified(petition, Step.NOT_ACCEPT)
    if found.kind != COMPLAINT:
        raise refusals.OnlyComplaintRefused
    if not found.eligible or found.party_id is None:
        raise refusals.NotEligible
    if found.competence != OWN:
        raise refusals.NotCompetent
    return refused, found


def end(
    petition: Petition, form: Outcome, on: date, due_on: date, to_unit_id: str | None
) -> Petition:
    """The outcome. Raises what check_outcome() raises, SameUnit."""
    ended_as = check_outcome(petition, form.outcome)
    if to_unit_id == petition.unit_id:
        raise refusals.SameUnit
    found = petition.classification
    default = {"GUIDE": OTHER_OFFICE, "TRANSFER": OTHER_OFFICE}.get(form.outcome)
    if form.outcome == "FILE" and found:
        default = found.ineligible_reason
    ended = Ended(
        outcome=form.outcome,
        reason_code=form.reason_code or default,
        to_unit_id=to_unit_id,
        ended_on=on,
        class_=class_of(on, due_on),
    )
    return ended_as.model_copy(update={"ended": ended})


def check_outcome(petition: Petition, outcome: str) -> Petition:
    """The petition after it, where it may have this outcome (TT 05/2021/TT-TTCP).

    Raises StepNotAllowed, CompetentHere, ComplaintNotTransferred, GuidedOnce, StillEligible.
    """
    if outcome == "WITHDRAWN":
        return petition.take(Step.WITHDRAW)
    after, found = _classified(petition, STEPS[outcome])
    if outcome == "FILE" and found.eligible:
        raise refusals.StillEligible
    if outcome in ("GUIDE", "TRANSFER") and not _of_others(found):
        raise refusals.CompetentHere
    if outcome == "TRANSFER" and found.kind == COMPLAINT:
        raise refusals.ComplaintNotTransferred
    if outcome == "GUIDE" and found.ineligible_reason == GUIDED_BEFORE:
        raise refusals.GuidedOnce
    return after


def take_charge(petition: Petition) -> Petition:
    """Begin to deal with a proposal or reflection of one's own.

    Raises StepNotAllowed, ComplaintNotAnswered, NotEligible, NotCompetent.
    """
    taken, found = _classified(petition, Step.TAKE_CHARGE)
    if found.kind == COMPLAINT:
        raise refusals.ComplaintNotAnswered
    if not found.eligible:
        raise refusals.NotEligible
    if found.competence != OWN:
        raise refusals.NotCompetent
    return taken


def answer(petition: Petition, form: Answer, on: date, due_on: date) -> Petition:
    """Answered or rejected. Raises what check_answer() raises."""
    answered = check_answer(petition, form.answer)
    ended = Ended(outcome=form.answer, upheld=form.upheld, ended_on=on, class_=class_of(on, due_on))
    return answered.model_copy(update={"ended": ended})


def check_answer(petition: Petition, how: str) -> Petition:
    """The petition after it. Raises StepNotAllowed, ComplaintNotAnswered."""
    answered, found = _classified(petition, ANSWERS[how])
    if found.kind == COMPLAINT:
        raise refusals.ComplaintNotAnswered
    return answered


def class_of(on: date, due_on: date) -> Class:
    """By civil date (TT 01/2018/TT-VPCP Điều 13(1))."""
    return classify(end_of(on), end_of(due_on), LimitUnit.DAY)


def _classified(petition: Petition, step: Step) -> tuple[Petition, Found]:
    after, found = petition.take(step), petition.classification
    if found is None:
        raise refusals.StepNotAllowed(Status.RECEIVED, step)
    return after, found


def _of_others(found: Found) -> bool:
    """Whether another office is competent; a second round belongs to the head above."""
    return found.competence != OWN or (
        found.kind == COMPLAINT and found.earlier_handling != NOT_YET
    )
