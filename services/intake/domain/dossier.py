"""A dossier from its filing to its return: frozen, and changed only along the table of statuses."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.intake.domain.filing import ELECTRONIC, Filing, Paper
from services.intake.domain.refusals import InvalidTransition
from services.intake.domain.status import (
    NEXT,
    ONLY_BEFORE,
    ONLY_RECEIVED,
    STACKED,
    Back,
    ByReceipt,
    Status,
    Step,
    Target,
)
from shared.events.intake import Procedure, Unit
from shared.events.types import FeeLine, Limit
from shared.worktime import case_clock
from shared.worktime.calendar import Calendar
from shared.worktime.ledger import Line, explain
from shared.worktime.limit import Limit as WorkLimit
from shared.worktime.limit import LimitUnit


class Dossier(BaseModel):
    """A dossier as it stands; what may be None is not known before its receipt."""

    model_config = ConfigDict(frozen=True)

    dossier_id: UUID
    version: int = 1
    status: Status
    origins: tuple[Status, ...] = ()
    procedure_code: str
    procedure_version: int
    field: str
    level: str
    service_level: str
    unit_id: str
    channel: str
    party_id: UUID
    applicant_type: str
    by_proxy: bool = False
    papers: tuple[Paper, ...]
    submitted_at: datetime
    accept_due_at: datetime
    dossier_code: str | None = None
    received_at: datetime | None = None
    effective_received_on: date | None = None
    receiver_staff_id: UUID | None = None
    limit: Limit | None = None
    limit_reason: str | None = None
    clock: str
    original_due_at: datetime | None = None
    due_at: datetime | None = None
    ledger: tuple[Line, ...] = ()
    rule_version: str | None = None
    calendar_version: int | None = None
    fees: tuple[FeeLine, ...] = ()
    return_channel: str = "COUNTER"
    settled_at_once: bool = False

    @property
    def papers_total(self) -> int:
        return len(self.papers)

    @property
    def papers_digitised(self) -> int:
        return sum(paper.kind == ELECTRONIC for paper in self.papers)

    @property
    def papers_reused(self) -> int:
        return 0  # nothing is reused before the store of results exists

    def take(self, step: Step) -> Self:
        """The dossier after the step; raises InvalidTransition."""
        target = NEXT.get((self.status, step))
        if target is None:
            raise InvalidTransition(self.status, step.name)
        status = self._reached(target)
        received = self.received_at is not None or step is Step.RECEIVE
        if status in (ONLY_BEFORE if received else ONLY_RECEIVED):
            raise InvalidTransition(self.status, step.name)
        return self.model_copy(update={"status": status, "origins": self._stack(target, status)})

    def _reached(self, target: Target) -> Status:
        match target:
            case Status():
                return target
            case ByReceipt():
                return target.after if self.received_at else target.before
            case Back.TO_ORIGIN:
                return self.origins[-1]

    def _stack(self, target: Target, status: Status) -> tuple[Status, ...]:
        if target is Back.TO_ORIGIN:
            return self.origins[:-1]
        return (*self.origins, self.status) if status in STACKED else ()

    def receive(self, receipt: "Receipt", calendar: Calendar) -> Self:
        """1→2: the clock starts, a day to come back is promised (NĐ 61/2018 Điều 17)."""
        limit = WorkLimit(receipt.limit.amount, LimitUnit(receipt.limit.unit))
        clock = case_clock.start(limit, receipt.at, calendar)
        return self.take(Step.RECEIVE).model_copy(
            update={
                "dossier_code": receipt.dossier_code,
                "received_at": receipt.at,
                "effective_received_on": clock.running_from.date(),
                "receiver_staff_id": receipt.staff_id,
                "limit": receipt.limit,
                "limit_reason": receipt.limit_reason,
                "original_due_at": clock.original_due_at,
                "due_at": clock.due_at,
                "ledger": explain(clock, calendar),
                "rule_version": receipt.rule_version,
                "calendar_version": calendar.version,
                "fees": receipt.fees,
            }
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is laid down when a dossier is received."""

    dossier_code: str
    at: datetime
    staff_id: UUID
    limit: Limit
    limit_reason: str | None
    fees: tuple[FeeLine, ...]
    rule_version: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What a dossier begins with beside the filing itself."""

    dossier_id: UUID
    party_id: UUID
    submitted_at: datetime
    accept_due_at: datetime


def register(filing: Filing, unit: Unit, procedure: Procedure, opening: Opening) -> Dossier:
    """∅→1: filed, through whatever channel."""
    return Dossier(
        dossier_id=opening.dossier_id,
        status=Status.REGISTERED,
        procedure_code=procedure.code,
        procedure_version=procedure.version_,
        field=procedure.field,
        level=unit.level,
        service_level=procedure.service_level,
        unit_id=unit.unit_id,
        channel=filing.channel,
        party_id=opening.party_id,
        applicant_type=filing.applicant.type,
        papers=tuple(filing.papers),
        submitted_at=opening.submitted_at,
        accept_due_at=opening.accept_due_at,
        clock=procedure.supplement_clock,
    )
