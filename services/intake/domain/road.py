"""The steps after filing, each a dossier to the next: what moves the clock, the holder, the end."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.intake.domain import holder
from services.intake.domain.clock import Resumed, Stopped
from services.intake.domain.commands import Completion
from services.intake.domain.dossier import Dossier
from services.intake.domain.filing import Paper
from services.intake.domain.holder import NOBODY, Holder
from services.intake.domain.refusals import InvalidTransition, LateCauseNeeded, SamePerson
from services.intake.domain.slip import Slip
from services.intake.domain.status import Status, Step
from services.intake.domain.supplement import Request
from shared.events.types import in_vietnam
from shared.worktime.acts import Rule, Wait
from shared.worktime.calendar import Calendar
from shared.worktime.case_clock import CaseClock
from shared.worktime.classes import Class, classify
from shared.worktime.hours import effective
from shared.worktime.ledger import explain
from shared.worktime.limit import LimitUnit

# Who may ask for papers, where the dossier stands (domain.md §1.4).
ASKERS = {
    Status.REGISTERED: frozenset({"receiver"}),
    Status.RECEIVED: frozenset({"receiver", "processor"}),
    Status.PROCESSING: frozenset({"processor"}),
}
# Who may hand on: out of the counter, or within the work.
FORWARDERS = {
    Status.RECEIVED: frozenset({"receiver", "dispatcher", "processor"}),
    Status.PROCESSING: frozenset({"dispatcher", "processor", "approver"}),
}


def refuse(dossier: Dossier) -> Dossier:
    """1→3, 5→3: turned away before it was received (Mẫu 03)."""
    return dossier.take(Step.REFUSE).model_copy(update=NOBODY)


def forward(dossier: Dossier, to: Holder) -> Dossier:
    """2→4, and within 4 from hand to hand (NĐ 61/2018 Điều 18, 19). Raises InvalidTransition."""
    if dossier.status == Status.PROCESSING:
        return dossier.after(**to.columns())
    return dossier.take(Step.PROCESS).model_copy(update=to.columns())


def ask(dossier: Dossier, request: Request) -> Dossier:
    """→5: who asked keeps it in hand; after receipt its clock stops."""
    asked = dossier.take(Step.ASK_SUPPLEMENT)
    if request.clock_stopped_at is None:
        return asked
    stopped = Stopped(at=request.asked_at, wait=Wait.SUPPLEMENT)
    update = {"clock_stopped_at": request.asked_at, "acts": (*dossier.acts, stopped)}
    return asked.model_copy(update=update)


def supply_before(
    dossier: Dossier, at: datetime, accept_due_at: datetime, calendar: Calendar
) -> Dossier:
    """5→1: the check begins anew."""
    again = Holder(holder.RECEIVE, effective(calendar, at), None, accept_due_at)
    supplied = dossier.take(Step.SUPPLY)
    return supplied.model_copy(update={"accept_due_at": accept_due_at, **again.columns()})


class GoneOn(NamedTuple):
    """A dossier whose clock runs again, and the slip where its day moved."""

    dossier: Dossier
    clock: CaseClock
    slip: Slip | None


def supply_after(
    dossier: Dossier, at: datetime, staff_id: UUID | None, calendar: Calendar
) -> GoneOn:
    """5→4: the day by RESTART or PAUSE, and why (domain.md §1.6)."""
    resumed = Resumed(at=at, wait=Wait.SUPPLEMENT, rule=Rule(dossier.clock))
    supplied = dossier.take(Step.SUPPLY).model_copy(
        update={"acts": (*dossier.acts, resumed), "clock_stopped_at": None}
    )
    clock = supplied.case_clock(calendar)
    moved = dossier.clock == Rule.RESTART or clock.due_at != dossier.due_at
    slip_no = dossier.slip_no + moved
    update: dict[str, object] = {
        "due_at": clock.due_at,
        "ledger": explain(clock, calendar, dossier.rule_version or "", dossier.limit_reason),
        "calendar_version": calendar.version,
        "slip_no": slip_no,
    }
    if dossier.holder_step == holder.TRANSFER:  # asked at the counter: now it goes to the room
        update |= Holder(holder.PROCESS, effective(calendar, at)).columns()
    slip = Slip(
        dossier_id=dossier.dossier_id,
        slip_no=slip_no,
        issued_at=at,
        staff_id=staff_id,
        old_due_at=dossier.due_at,
        due_at=clock.due_at,
    )
    return GoneOn(supplied.model_copy(update=update), clock, slip if moved else None)


def with_papers(dossier: Dossier, papers: Sequence[Paper]) -> Dossier:
    """What was supplied beside what was there; the same paper takes the old one's place."""
    new = {paper.key for paper in papers}
    kept = [paper for paper in dossier.papers if paper.key not in new]
    return dossier.model_copy(update={"papers": (*kept, *papers)})


def complete(
    dossier: Dossier, completion: Completion, approver: UUID, at: datetime, *, same_person: bool
) -> tuple[Dossier, Class]:
    """4→9: finished, and judged by the day promised last (TT 01/2018/TT-VPCP Điều 13(1)).

    Raises InvalidTransition, SamePerson, LateCauseNeeded.
    """
    if dossier.receiver_staff_id == approver and not same_person:
        raise SamePerson
    done = dossier.take(Step.COMPLETE)
    if dossier.due_at is None or dossier.limit is None:
        raise InvalidTransition(dossier.status, Step.COMPLETE.name)
    timeliness = classify(at, dossier.due_at, LimitUnit(dossier.limit.unit))
    if timeliness is Class.LATE and completion.late_cause is None:
        raise LateCauseNeeded(dossier.rule_version)
    update = {
        "outcome": completion.outcome,
        "finished_at": in_vietnam(at),
        "approver_staff_id": approver,
        **Holder(holder.RETURN, at).columns(),
    }
    return done.model_copy(update=update), timeliness


def give_back(dossier: Dossier, at: datetime) -> Dossier:
    """9→10: the result is with the applicant (NĐ 61/2018 Điều 20)."""
    return dossier.take(Step.RETURN).model_copy(update={"returned_at": at, **NOBODY})
