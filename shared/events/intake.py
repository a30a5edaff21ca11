"""What intake tells of dossiers; its reference states stand beside, in intake_states.py."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.events.base import Event, Part
from shared.events.intake_states import (
    Assignment,
    CalendarDay,
    Opening,
    Party,
    Procedure,
    ProcedureChannel,
    ProcedureStep,
    Staff,
    StaffState,
    Successor,
    Unit,
    UnitMailbox,
)
from shared.events.kinds import Code
from shared.events.types import (
    CivilDate,
    ClassOf,
    Count,
    DecisionNo,
    Dong,
    DossierCode,
    FeeLine,
    FieldSlug,
    Flag,
    Instant,
    Limit,
    PaperKey,
    Pause,
    ProcedureCode,
    RuleVersion,
    Score,
    StepCode,
    UnitId,
    Uuid,
    Version,
)

__all__ = [  # the states, handed on: readers need one place
    "Assignment",
    "CalendarDay",
    "Opening",
    "Party",
    "Procedure",
    "ProcedureChannel",
    "ProcedureStep",
    "Staff",
    "StaffState",
    "Successor",
    "Unit",
    "UnitMailbox",
]


class DossierEvent(Event):
    topic: ClassVar[str] = "intake.dossier.v1"
    dossier_id: Uuid

    def key(self) -> str:
        return str(self.dossier_id)


class Filing(DossierEvent):
    """What is known of a dossier when it is filed."""

    procedure_code: ProcedureCode
    procedure_version: Version
    field: FieldSlug
    level: Annotated[str, Code("level")]
    unit_id: UnitId
    channel: Annotated[str, Code("channel")]
    service_level: Annotated[str, Code("service_level")]
    party_id: Uuid
    applicant_type: Annotated[str, Code("applicant_type")]
    by_proxy: Flag
    submitted_at: Instant
    accept_due_at: Instant
    papers_total: Count
    papers_digitised: Count
    papers_reused: Count


class DossierSubmitted(Filing):
    """∅→1, every channel."""


class DossierReceived(Filing):
    """1→2: accepted, with a code and a day to come back (NĐ 61/2018 Điều 17)."""

    dossier_code: DossierCode
    received_at: Instant
    effective_received_on: CivilDate
    receiver_staff_id: Uuid
    limit: Limit
    clock: Annotated[str, Code("clock")]
    original_due_at: Instant
    due_at: Instant
    rule_version: RuleVersion
    calendar_version: Version
    fees: list[FeeLine]
    return_channel: Annotated[str, Code("return_channel")]
    reopened_from: Uuid | None = None
    parent_dossier_id: Uuid | None = None
    settled_at_once: Flag


class DossierNotReceived(DossierEvent):
    """→3: an end before receipt (NĐ 61/2018 Điều 17)."""

    reason_code: Annotated[str, Code("not_received")]
    at: Instant
    staff_id: Uuid | None = None
    before: Annotated[str, Code("status")]


class DossierForwarded(DossierEvent):
    """Another unit has it (NĐ 61/2018 Điều 18)."""

    from_unit_id: UnitId
    to_unit_id: UnitId
    from_step: StepCode
    to_step: StepCode
    at: Instant
    paper_with: Annotated[str, Code("paper_with")]


class DossierAssigned(DossierEvent):
    """A step or a person begins (NĐ 61/2018 Điều 19(1))."""

    unit_id: UnitId
    step: StepCode
    staff_id: Uuid | None = None
    entered_at: Instant
    step_due_at: Instant | None = None
    paper_with: Annotated[str, Code("paper_with")]


class StepCompleted(DossierEvent):
    """A step of the work ends; without a limit of its own it has no class."""

    unit_id: UnitId
    step: StepCode
    staff_id: Uuid | None = None
    entered_at: Instant
    left_at: Instant
    step_due_at: Instant | None = None
    class_: ClassOf | None = Field(default=None, alias="class")


class SupplementRequested(DossierEvent):
    """→5: papers are missing or wrong (NĐ 61/2018 Điều 17, 19(4))."""

    request_no: Version
    phase: Annotated[str, Code("phase")]
    asked_at: Instant
    staff_id: Uuid
    reason_codes: list[Annotated[str, Code("supplement")]]
    paper_keys: list[PaperKey]
    answer_by: CivilDate
    clock_stopped_at: Instant | None = None
    by_head_decision: Flag


class DossierSupplemented(DossierEvent):
    """5→1, 5→4: what was asked for has come; a received dossier has its new date."""

    request_no: Version
    supplied_at: Instant
    channel: Annotated[str, Code("channel")]
    old_due_at: Instant | None = None
    due_at: Instant | None = None
    pause: Pause | None = None
    slip_no: Count


class DossierCompleted(DossierEvent):
    """→9: a signed result or a signed refusal (NĐ 61/2018 Điều 19)."""

    outcome: Annotated[str, Code("outcome")]
    finished_at: Instant
    approver_staff_id: Uuid
    original_due_at: Instant
    due_at: Instant
    class_: ClassOf = Field(alias="class")
    late_cause_code: Annotated[str, Code("cause")] | None = None
    result_digital: Flag
    result_signed: Flag
    agencies_touched: Count
    pauses_total: Count
    supplements: Count


class ResultReturned(DossierEvent):
    """9→10: the result is in the applicant's hands (NĐ 61/2018 Điều 20)."""

    returned_at: Instant
    channel_out: Annotated[str, Code("return_channel")]
    contacts_count: Count
    fee_paid_total: Dong


class Answers(Part):
    """What was asked (NĐ 61/2018 Điều 31); a question left out was not answered."""

    time: Score | None = None
    agencies: Score | None = None
    contacts: Score | None = None
    accuracy: Score | None = None
    attitude: Score | None = None
    cost: Score | None = None
    answers: Score | None = None
    online: Score | None = None


class DossierRated(DossierEvent):
    """The applicant says how it went, once a dossier; free text stays with intake."""

    answers: Answers
    channel: Annotated[str, Code("channel")]
    rated_at: Instant


class RemedyOpened(DossierEvent):
    """A complaint's decision orders work on the dossier. Never for a denunciation."""

    decision_no: DecisionNo
    case_id: Uuid
    due_on: CivilDate


class RemedyDone(DossierEvent):
    """The work ordered by a complaint's decision is done."""

    decision_no: DecisionNo
    case_id: Uuid
    done_on: CivilDate
    new_dossier_id: Uuid | None = None
