"""The JSON door for dossiers: file one, read one, list what is due."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, TypeAdapter

from services.intake.api.once import once
from services.intake.api.paging import PAGE, Page, covered, page, place
from services.intake.domain.dossier import Dossier
from services.intake.domain.filing import Code, Filing, Paper
from services.intake.domain.party import Party
from services.intake.domain.refusals import DossierNotFound
from services.intake.domain.status import Status
from services.intake.handlers.filing import New, receive
from services.intake.store import dossiers as store
from services.intake.store import worklist
from services.intake.store.worklist import OPEN, Place, Wanted
from shared import audit, clock, command
from shared.auth import Principal, may
from shared.db import Connection, transaction
from shared.events.types import FeeLine, Instant, Limit
from shared.worktime.ledger import Line

router = APIRouter(prefix="/api/dossiers", tags=["dossiers"])
Receiver = Annotated[Principal, Depends(may("dossier.receive"))]
Reader = Annotated[Principal, Depends(may("dossier.read"))]
PERSONAL = {"Cache-Control": "no-store"}
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


@router.post("", status_code=201, response_model=Receipt)
async def file(filing: Filing, request: Request, who: Receiver) -> Response:
    """Nhận hồ sơ tại quầy: cấp mã và ngày hẹn trả."""
    dossier_id, numbers, keys = uuid4(), request.app.state.numbers, request.app.state.keys
    opened = keys.open(dossier_id)
    id_index = keys.id_index(filing.applicant.id_number)
    new = New(dossier_id, uuid4(), clock.now(), opened.access, id_index)
    received: list[Receipt] = []

    async def work(conn: Connection) -> Receipt:
        received.append(Receipt.model_validate(await receive(conn, numbers, who, filing, new)))
        return received[-1]

    answer = await command.run(request, who, filing, work)
    return once(answer, received, secret=opened.secret)


@router.get("/{dossier_id}")
async def show(dossier_id: UUID, request: Request, response: Response, who: Reader) -> DossierView:
    """Xem một hồ sơ; ETag là phiên bản của hồ sơ."""
    async with transaction(request.app.state.pool) as conn:
        found = await store.find(conn, dossier_id)
        if found is None or not await who.sees(conn, found.unit_id):
            raise DossierNotFound
        party = await store.party_of(conn, found)
        await _audit(conn, who, "dossier.read", str(dossier_id), ["applicant"])
    response.headers.update({**PERSONAL, "ETag": f'"{found.version}"'})
    return _view(found, party)


@router.get("")
async def due_first(
    request: Request,
    response: Response,
    who: Reader,
    narrowed: Annotated[Filter, Query()],
    unit: Annotated[str | None, Query(max_length=60)] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Page[DossierRow]:
    """Hồ sơ của đơn vị và cấp dưới, hẹn trả sớm nhất đứng trước."""
    after = place(cursor, place_of) or Place()
    async with transaction(request.app.state.pool) as conn:
        wanted = narrowed.wanted(await covered(conn, who, unit))
        rows = await worklist.rows(conn, wanted, after, PAGE + 1)
        await _audit(conn, who, "dossier.list", unit or "*", [])
    response.headers.update(PERSONAL)
    found = [DossierRow.model_validate(row) for row in rows]
    return page(found, lambda row: f"{row.due_at.isoformat()}|{row.dossier_id}")


def place_of(cursor: str) -> Place:
    """Where a list of dossiers goes on; raises ValueError."""
    at, dossier_id = cursor.split("|")
    return Place(INSTANT.validate_python(at), UUID(dossier_id))


def _view(found: Dossier, party: Party) -> DossierView:
    told: dict[str, Any] = dict(found)
    person = {"type": found.applicant_type, **dict(party)}
    return DossierView(**told, applicant=Applicant(**person), due_lines=list(found.ledger))


async def _audit(
    conn: Connection, who: Principal, action: str, object_id: str, fields: list[str]
) -> None:
    await audit.record(conn, str(who.staff_id), action, "dossier", object_id, fields)
