"""Dossiers as the API shows them, and which of them a list is asked for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, TypeAdapter

from services.intake.domain.dossier import Dossier
from services.intake.domain.filing import Code, Paper
from services.intake.domain.party import Party
from services.intake.domain.status import Status
from services.intake.store.worklist import OPEN, Place, Wanted
from shared.events.types import FeeLine, Instant, Limit
from shared.worktime.ledger import Line

INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)


class View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Receipt(View):
    """What the applicant goes home with. Handed in after hours it counts from the next day."""

    dossier_id: UUID
    dossier_code: str
    version: int
    status: Status
    due_at: Instant
    effective_received_on: date
    secret: str | None = None


class Applicant(View):
    type: str
    name: str
    email: str | None
    phone: str | None
    address: str | None
    id_number: str | None


class DossierView(View):
    """A dossier as officials see it; `due_lines` say why it is due that day."""

    dossier_id: UUID
    dossier_code: str | None
    version: int
    status: Status
    procedure_code: str
    procedure_version: int
    field: str
    level: str
    service_level: str
    unit_id: str
    channel: str
    applicant: Applicant
    papers: list[Paper]
    submitted_at: Instant
    accept_due_at: Instant
    received_at: Instant | None
    effective_received_on: date | None
    receiver_staff_id: UUID | None
    limit: Limit | None
    limit_reason: str | None
    clock: str
    original_due_at: Instant | None
    due_at: Instant | None
    due_lines: list[Line]
    rule_version: str | None
    calendar_version: int | None
    fees: list[FeeLine]
    return_channel: str
    request: str | None
    clock_stopped_at: Instant | None
    slip_no: int
    register_book: int | None
    register_no: int | None
    holder_step: str | None
    holder_staff_id: UUID | None
    holder_since: Instant | None
    holder_due_at: Instant | None
    holder_unit_id: str | None
    outcome: str | None
    finished_at: Instant | None
    approver_staff_id: UUID | None
    returned_at: Instant | None


class DossierRow(View):
    """A dossier in a list, and who has it."""

    dossier_id: UUID
    dossier_code: str | None
    version: int
    status: Status
    procedure_code: str
    unit_id: str
    channel: str
    received_at: Instant | None
    due_at: Instant
    clock_stopped_at: Instant | None
    holder_step: str | None
    holder_staff_id: UUID | None
    holder_since: Instant | None


class Filter(BaseModel):
    """Which dossiers to list; without a status those that are open."""

    status: Status | None = None
    step: Code | None = None
    holder: UUID | None = None
    procedure: Code | None = None
    channel: Code | None = None

    def wanted(self, units: Sequence[str]) -> Wanted:
        statuses = (self.status,) if self.status else OPEN
        return Wanted(units, statuses, self.step, self.holder, self.procedure, self.channel)


def place_of(cursor: str) -> Place:
    """Where a list of dossiers goes on; raises ValueError."""
    at, dossier_id = cursor.split("|")
    return Place(INSTANT.validate_python(at), UUID(dossier_id))


def view_of(found: Dossier, party: Party) -> DossierView:
    told: dict[str, Any] = dict(found)
    person = {"type": found.applicant_type, **dict(party)}
    return DossierView(**told, applicant=Applicant(**person), due_lines=list(found.ledger))
