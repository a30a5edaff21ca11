"""What is told of a dossier's road: the events, made from what the domain decided."""

from datetime import datetime

from services.intake.domain.clock import pauses_total
from services.intake.domain.dossier import Dossier
from services.intake.domain.result import Result
from services.intake.domain.road import GoneOn
from services.intake.domain.supplement import Request
from shared.events.intake import (
    DossierAssigned,
    DossierCompleted,
    DossierForwarded,
    DossierSupplemented,
    Procedure,
    StepCompleted,
    SupplementRequested,
)
from shared.events.types import ClassOf, Limit, Pause
from shared.worktime.calendar import Calendar
from shared.worktime.case_clock import LateAgainst
from shared.worktime.classes import Class, classify
from shared.worktime.limit import LimitUnit


def requested(request: Request) -> SupplementRequested:
    """→5."""
    return SupplementRequested(
        dossier_id=request.dossier_id,
        request_no=request.request_no,
        phase=request.phase.value,
        asked_at=request.asked_at,
        staff_id=request.staff_id,
        reason_codes=list(request.reason_codes),
        paper_keys=list(request.paper_keys),
        answer_by=request.answer_by,
        clock_stopped_at=request.clock_stopped_at,
        by_head_decision=request.head_decision_no is not None,
    )


def supplemented(supplied: Request, before: Dossier, gone_on: GoneOn | None) -> DossierSupplemented:
    """5→1, 5→4; a dossier that was received has its new day and the pause behind it."""
    moved = {}
    if gone_on is not None:
        pause = gone_on.clock.pauses[-1]
        moved = {
            "old_due_at": before.due_at,
            "due_at": gone_on.dossier.due_at,
            "pause": Pause(from_=pause.from_, to=pause.to, used=pause.used, unit=pause.unit.value),
        }
    return DossierSupplemented.model_validate(
        {
            "dossier_id": before.dossier_id,
            "request_no": supplied.request_no,
            "supplied_at": supplied.supplied_at,
            "channel": supplied.channel,
            "slip_no": supplied.slip_no,
            **moved,
        }
    )


def forwarded(before: Dossier, after: Dossier, at: datetime) -> list[DossierForwarded]:
    """Where another unit has it now; its paper is on the way there."""
    if before.at_unit == after.at_unit:
        return []
    return [
        DossierForwarded.model_validate(
            {
                "dossier_id": after.dossier_id,
                "from_unit_id": before.at_unit,
                "to_unit_id": after.at_unit,
                "from_step": before.holder_step,
                "to_step": after.holder_step,
                "at": at,
                "paper_with": "MOVING" if after.has_paper else "NONE",
            }
        )
    ]


def assigned(before: Dossier, after: Dossier, at: datetime) -> DossierAssigned:
    """A step begins; paper that sets out the next morning, or to another unit, is on its way."""
    entered_at = after.holder_since or at
    leaves = entered_at > at or before.at_unit != after.at_unit
    moving = "MOVING" if leaves else "UNIT"
    return DossierAssigned.model_validate(
        {
            "dossier_id": after.dossier_id,
            "unit_id": after.at_unit,
            "step": after.holder_step,
            "staff_id": after.holder_staff_id,
            "entered_at": entered_at,
            "step_due_at": after.holder_due_at,
            "paper_with": moving if after.has_paper else "NONE",
        }
    )


def step_completed(before: Dossier, at: datetime, procedure: Procedure | None) -> StepCompleted:
    """The step that had it ends; judged where the procedure limits it."""
    entered_at = before.holder_since or at
    left_at = max(at, entered_at)
    limit = step_limit(procedure, before.holder_step)
    judged = None
    if limit is not None and before.holder_due_at is not None and before.rule_version is not None:
        value = classify(left_at, before.holder_due_at, LimitUnit(limit.unit))
        judged = _class_of(value, before.rule_version)
    return StepCompleted.model_validate(
        {
            "dossier_id": before.dossier_id,
            "unit_id": before.at_unit,
            "step": before.holder_step,
            "staff_id": before.holder_staff_id,
            "entered_at": entered_at,
            "left_at": left_at,
            "step_due_at": before.holder_due_at,
            "class": judged,
        }
    )


def step_limit(procedure: Procedure | None, step: str | None) -> Limit | None:
    """What the procedure gives a step, if it does."""
    for known in procedure.steps if procedure else ():
        if known.step == step:
            return known.limit
    return None


def completed(
    after: Dossier, result: Result, supplements: int, agencies: int, calendar: Calendar
) -> DossierCompleted:
    """→9: with what the reports reckon by."""
    return DossierCompleted.model_validate(
        {
            "dossier_id": after.dossier_id,
            "outcome": result.outcome,
            "finished_at": result.finished_at,
            "approver_staff_id": result.approver_staff_id,
            "original_due_at": after.original_due_at,
            "due_at": after.due_at,
            "class": _class_of(result.timeliness, str(after.rule_version)),
            "late_cause_code": result.late_cause,
            "result_digital": result.file_id is not None,
            "result_signed": True,
            "agencies_touched": agencies,
            "pauses_total": pauses_total(after.case_clock(calendar), calendar),
            "supplements": supplements,
        }
    )


def _class_of(value: Class, rule_version: str) -> ClassOf:
    against = LateAgainst.CURRENT.value
    return ClassOf(value=value.value, against=against, rule_version=rule_version)
