"""What people decide about a dossier that is filed: the bodies of each step."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from services.intake.domain.filing import Code, Command, GivenLimit, Paper, ReturnChannel
from services.intake.domain.holder import WorkStep
from shared.contact import Line, PersonName, Text
from shared.events.codes import known
from shared.events.intake import Answers
from shared.events.types import DecisionNo


def _one_of(code_list: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in known(code_list):
            raise PydanticCustomError("not_in_list", "Không có trong danh mục")
        return value

    return AfterValidator(check)


SupplementReason = Annotated[str, Field(strict=True, max_length=40), _one_of("supplement")]
Cause = Annotated[str, Field(strict=True, max_length=40), _one_of("cause")]
Channel = Literal["1", "2", "3"]


class Acceptance(Command):
    """Receiving a dossier that was filed online or supplied before its receipt."""

    limit: GivenLimit | None = None


class Refusal(Command):
    """Turning a filing away, with the reason that Mẫu 03 names."""

    reason: Text


class Assignment(Command):
    """Handing on: the step that begins and who does it; nobody by name: the room."""

    step: WorkStep = "process"
    staff_id: UUID | None = None
    note: Line | None = None


class SupplementAsk(Command):
    """What Mẫu 02 asks for; the number of the head's decision where it is asked again."""

    reason_codes: Annotated[tuple[SupplementReason, ...], Field(min_length=1, max_length=7)]
    paper_keys: Annotated[tuple[Code, ...], Field(max_length=200)] = ()
    reason: Text
    head_decision_no: DecisionNo | None = None


class Supply(Command):
    """The papers that were asked for; one that was there already takes its place."""

    papers: Annotated[tuple[Paper, ...], Field(max_length=200)] = ()
    channel: Channel = "1"


class Completion(Command):
    """The signed result or refusal; a cause where it comes late, a reason where it refuses."""

    outcome: Literal["GRANTED", "REFUSED"]
    decision_no: DecisionNo
    signed_by: PersonName | None = None
    file_id: UUID | None = None
    late_cause: Cause | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _a_refusal_says_why(self) -> Self:
        if self.outcome == "REFUSED" and self.reason is None:
            raise PydanticCustomError("reason_needed", "Từ chối giải quyết phải nêu lý do")
        return self


class GiveBack(Command):
    """Handing the result over: how, to whom, with what proof, and whether all fees are paid."""

    channel_out: ReturnChannel = "COUNTER"
    taken_by: PersonName | None = None
    proof: Line | None = None
    fees_paid: Annotated[bool, Field(strict=True)] = False


class Rating(Command):
    """How it went, 1–5 a question (NĐ 61/2018 Điều 31); the text stays in intake."""

    answers: Answers
    text: Text | None = None
    channel: Channel = "2"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.answers.model_dump(exclude_none=True):
            raise PydanticCustomError("rating_empty", "Xin trả lời ít nhất một câu")
        return self
