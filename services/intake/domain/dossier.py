"""A dossier from its filing to its return: frozen, and changed only along the table of statuses."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.intake.domain import holder
from services.intake.domain.clock import ClockAct
from services.intake.domain.filing import ELECTRONIC, Handed, Paper
from services.intake.domain.hash import Hash
from services.intake.domain.holder import Holder
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
from shared.worktime.case_clock import CaseClock
from shared.worktime.hours import effective, transfer_by
from shared.worktime.ledger import Line, explain
from shared.worktime.limit import Limit as WorkLimit
from shared.worktime.limit import LimitUnit


class Dossier(BaseModel):
    """A dossier as it stands; `version` counts the steps taken, None is not known yet."""

    model_config = ConfigDict(frozen=True)

    dossier_id: UUID
    version: int
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
    request: str | None = None
    owner_subject: str | None = None
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
    register_year: int | None = None
    register_book: int | None = None
    register_no: int | None = None
    acts: tuple[ClockAct, ...] = ()
    clock_stopped_at: datetime | None = None
    slip_no: int = 0
    holder_step: str | None = None
    holder_staff_id: UUID | None = None
    holder_since: datetime | None = None
    holder_due_at: datetime | None = None
    holder_unit_id: str | None = None
    outcome: str | None = None
    finished_at: datetime | None = None
    approver_staff_id: UUID | None = None
    returned_at: datetime | None = None
    secret_hash: Hash | None = None
    link_hash: Hash | None = None
    link_no: int | None = None

    @property
    def papers_total(self) -> int:
        return len(self.papers)

    @property
    def papers_digitised(self) -> int:
        return sum(paper.kind == ELECTRONIC for paper in self.papers)

    @property
    def papers_reused(self) -> int:
        return 0  # nothing is reused before the store of results exists

    @property
    def at_unit(self) -> str:
        """The unit that has it now; its own is the one that received it."""
        return self.holder_unit_id or self.unit_id

    @property
    def has_paper(self) -> bool:
        """Whether something on paper goes along with it."""
        return self.papers_digitised < self.papers_total

    def take(self, step: Step) -> Self:
        """The dossier after the step; raises InvalidTransition."""
        target = NEXT.get((self.status, step))
        if target is None:
            raise InvalidTransition(self.status, step.name)
        status = self._reached(target)
        received = self.received_at is not None or step is Step.RECEIVE
        if status in (ONLY_BEFORE if received else ONLY_RECEIVED):
            raise InvalidTransition(self.status, step.name)
        return self.after(status=status, origins=self._stack(target, status))

    def after(self, **changed: object) -> Self:
        """The dossier after something was done, whether or not that leads to another status."""
        return self.model_copy(update={"version": self.version + 1, **changed})

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
                "ledger": explain(clock, calendar, receipt.rule_version, receipt.limit_reason),
                "rule_version": receipt.rule_version,
                "calendar_version": calendar.version,
                "fees": receipt.fees,
                "slip_no": 1,
                "register_year": receipt.at.year,
                "register_book": receipt.entry.book,
                "register_no": receipt.entry.number,
                **receipt.transfer(calendar).columns(),
            }
        )

    def case_clock(self, calendar: Calendar) -> CaseClock:
        """The clock by the acts that are kept; raises ValueError before its receipt."""
        if self.limit is None or self.received_at is None:
            raise ValueError(f"dossier {self.dossier_id} was not received")
        limit = WorkLimit(self.limit.amount, LimitUnit(self.limit.unit))
        acts = [act.of_law() for act in self.acts]
        return case_clock.replay(limit, self.received_at, acts, calendar)


class Entry(NamedTuple):
    """Where the register has it: quyển số, số thứ tự (TT 01/2018/TT-VPCP Điều 10)."""

    book: int
    number: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is laid down when a dossier is received."""

    dossier_code: str
    entry: Entry
    at: datetime
    staff_id: UUID
    limit: Limit
    limit_reason: str | None
    fees: tuple[FeeLine, ...]
    rule_version: str

    def transfer(self, calendar: Calendar) -> Holder:
        """The receiver has it until it is handed on (NĐ 61/2018 Điều 18(2))."""
        since, due_at = effective(calendar, self.at), transfer_by(calendar, self.at)
        return Holder(holder.TRANSFER, since, self.staff_id, due_at)


@dataclass(frozen=True, slots=True)
class Opening:
    """What a dossier begins with beside the filing itself."""

    dossier_id: UUID
    party_id: UUID
    submitted_at: datetime
    accept_due_at: datetime
    owner_subject: str | None = None
    access: "Access | None" = None


class Access(NamedTuple):
    """Hashes of what opens a dossier without an account: a typed secret, a link."""

    secret_hash: bytes
    link_hash: bytes
    link_no: int


def register(
    filing: Handed, channel: str, unit: Unit, procedure: Procedure, opening: Opening
) -> Dossier:
    """∅→1: filed, through whatever channel."""
    access = opening.access._asdict() if opening.access else {}
    return Dossier(
        dossier_id=opening.dossier_id,
        version=1,
        status=Status.REGISTERED,
        procedure_code=procedure.code,
        procedure_version=procedure.version_,
        field=procedure.field,
        level=unit.level,
        service_level=procedure.service_level,
        unit_id=unit.unit_id,
        channel=channel,
        party_id=opening.party_id,
        applicant_type=filing.applicant.type,
        by_proxy=filing.by_proxy,
        request=filing.request,
        owner_subject=opening.owner_subject,
        papers=tuple(filing.papers),
        submitted_at=opening.submitted_at,
        accept_due_at=opening.accept_due_at,
        clock=procedure.supplement_clock,
        return_channel=filing.return_channel,
        holder_step=holder.RECEIVE,
        holder_since=opening.submitted_at,
        holder_due_at=opening.accept_due_at,
        **access,
    )
