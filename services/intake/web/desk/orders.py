"""The form of each step at the desk, and the command it becomes."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from services.intake.domain.commands import (
    Acceptance,
    Assignment,
    Cause,
    Completion,
    GiveBack,
    Refusal,
    SupplementAsk,
    SupplementReason,
    Supply,
)
from services.intake.domain.dossier import Dossier
from services.intake.domain.filing import Code, GivenLimit, Paper, ReturnChannel
from services.intake.domain.holder import WorkStep
from shared.contact import Line, PersonName, Text
from shared.events.types import DecisionNo
from shared.web import forms
from shared.worktime.limit import LimitUnit


class Accept(BaseModel):
    """A limit only where the catalogue has none; all three then (domain.md §6)."""

    limit_amount: Annotated[int, Field(ge=1, le=400)] | None = None
    limit_unit: LimitUnit | None = None
    limit_reason: Line | None = None

    def limit(self) -> GivenLimit | None:
        if self.limit_amount is None or self.limit_unit is None or self.limit_reason is None:
            return None
        return GivenLimit(amount=self.limit_amount, unit=self.limit_unit, reason=self.limit_reason)

    def command(self, dossier: Dossier) -> Acceptance:
        return Acceptance(limit=self.limit())


class Refuse(BaseModel):
    reason: Text

    def command(self, dossier: Dossier) -> Refusal:
        return Refusal(reason=self.reason)


class Forward(BaseModel):
    """`to`: a step and, behind a colon, who does it; without one the room has it."""

    to: Annotated[str, Field(pattern=r"^(process|verify|approve)(:[0-9a-f-]{36})?$")]
    note: Line | None = None

    def command(self, dossier: Dossier) -> Assignment:
        step, _, staff_id = self.to.partition(":")
        known: Mapping[str, WorkStep] = {s: s for s in ("process", "verify", "approve")}
        return Assignment(
            step=known[step], staff_id=UUID(staff_id) if staff_id else None, note=self.note
        )


class Supplement(BaseModel):
    paper_keys: Annotated[list[Code], Field(default_factory=list)]
    reason_codes: Annotated[list[SupplementReason], Field(min_length=1)]
    reason: Text
    head_decision_no: DecisionNo | None = None

    def command(self, dossier: Dossier) -> SupplementAsk:
        return SupplementAsk(
            reason_codes=tuple(self.reason_codes),
            paper_keys=tuple(self.paper_keys),
            reason=self.reason,
            head_decision_no=self.head_decision_no,
        )


class Supplied(BaseModel):
    """The papers that came; kind and number as Mẫu 02 asked for them."""

    papers: Annotated[list[Code], Field(default_factory=list)]
    channel: Literal["1", "3"] = "1"

    def command(self, dossier: Dossier, wanted: Mapping[str, Paper]) -> Supply:
        came = tuple(wanted[key] for key in self.papers if key in wanted)
        return Supply(papers=came, channel=self.channel)


class Complete(BaseModel):
    outcome: Literal["GRANTED", "REFUSED"]
    decision_no: DecisionNo
    signed_by: PersonName | None = None
    late_cause: Cause | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _a_refusal_says_why(self) -> Self:
        if self.outcome == "REFUSED" and self.reason is None:
            raise PydanticCustomError("reason_needed", "Từ chối giải quyết phải nêu lý do.")
        return self

    def command(self, dossier: Dossier, file_id: UUID | None) -> Completion:
        return Completion(
            file_id=file_id,
            outcome=self.outcome,
            decision_no=self.decision_no,
            signed_by=self.signed_by,
            late_cause=self.late_cause,
            reason=self.reason,
        )


class Return(BaseModel):
    channel_out: ReturnChannel = "COUNTER"
    taken_by: PersonName
    proof: Line | None = None
    fees_paid: Literal["yes"] | None = None

    def command(self, dossier: Dossier) -> GiveBack:
        return GiveBack(
            channel_out=self.channel_out,
            taken_by=self.taken_by,
            proof=self.proof,
            fees_paid=self.fees_paid == "yes",
        )


class Reissue(BaseModel):
    """The applicant showed who they are (domain.md §1.3)."""

    checked: Literal["yes"]


SAYS: forms.Says = {
    "reason": {
        "MISSING": "Ghi lý do; lý do được in trên phiếu gửi người nộp.",
        "TOO_LONG": "Lý do dài quá; rút gọn lại.",
    },
    "to": "Chọn bước tiếp theo.",
    "reason_codes": {
        "MISSING": "Chọn ít nhất một lý do.",
        "TOO_SHORT": "Chọn ít nhất một lý do.",
    },
    "head_decision_no": "Ghi số quyết định, ví dụ 128/QĐ-UBND.",
    "outcome": {"MISSING": "Chọn kết quả giải quyết."},
    "decision_no": "Ghi số văn bản, ví dụ 128/QĐ-UBND.",
    "taken_by": {"MISSING": "Ghi họ tên người nhận kết quả."},
    "checked": "Đánh dấu khi đã đối chiếu giấy tờ tùy thân.",
    "limit_amount": "Ghi thời hạn bằng số, từ 1 đến 400.",
    "limit_unit": "Chọn đơn vị của thời hạn.",
}
