"""Taking a filing in: load what the catalogue says, decide, save, tell."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from services.intake.domain import dossier, fees, terms
from services.intake.domain.action import receiving, registering
from services.intake.domain.code import dossier_code
from services.intake.domain.dossier import Access, Dossier, Opening, Receipt
from services.intake.domain.filing import ONLINE, Filing, Handed, OnlineFiling
from services.intake.domain.party import party
from services.intake.domain.refusals import ProcedureUnknown, UnitUnknown
from services.intake.domain.slip import first_slip
from services.intake.handlers.actor import APPLICANT, official
from services.intake.handlers.steps import ACCEPT_CHECK, limit_of, rules_of
from services.intake.store import catalogue, dossiers
from services.intake.store.numbers import Numbers
from shared import audit, outbox
from shared.auth import Principal
from shared.db import Connection
from shared.events.intake import DossierReceived, DossierSubmitted, Procedure, Unit
from shared.events.types import FeeLine
from shared.worktime.calendar import Calendar
from shared.worktime.limit import due
from shared.writes import write

FIELDS = ("procedure_code", "unit", "channel", "applicant", "papers", "limit")


class New(NamedTuple):
    """What the door gives a new dossier: random ids, the moment, and what opens and finds it."""

    dossier_id: UUID
    party_id: UUID
    at: datetime
    access: Access | None = None
    id_index: bytes | None = None


class Offer(NamedTuple):
    """Who takes it in, what for, what it costs, and the days that count."""

    unit: Unit
    procedure: Procedure
    fees: tuple[FeeLine, ...]
    calendar: Calendar


async def receive(
    conn: Connection, numbers: Numbers, who: Principal, filing: Filing, new: New
) -> Dossier:
    """Registered and received at once, as at a counter: ∅→1→2.

    Raises what the permission, the catalogue and the terms refuse.
    """
    offer = await _offer(conn, who, filing, filing.channel, new.at.date())
    limit = terms.limit(offer.procedure, filing)
    filed = _registered(filing, filing.channel, offer, new, None)
    unit = offer.unit
    given = await numbers.next(unit.identification_code, unit.unit_id, new.at.date())
    receipt = Receipt(
        dossier_code=dossier_code(unit.identification_code, new.at.date(), given.number),
        entry=given.entry,
        at=new.at,
        staff_id=official(who),
        limit=limit,
        limit_reason=filing.limit.reason if filing.limit else None,
        fees=offer.fees,
        rule_version=rules_of(new.at.date()),
    )
    received = filed.receive(receipt, offer.calendar)
    await _keep_and_tell(conn, filed, received, filing, new)
    return received


async def submit(conn: Connection, who: Principal, filing: OnlineFiling, new: New) -> Dossier:
    """Filed online by somebody with an account: ∅→1, to be checked within 8 working hours.

    Raises what the catalogue and the terms refuse.
    """
    offer = await _offer(conn, None, filing, ONLINE, new.at.date())
    terms.published_limit(offer.procedure, ONLINE)
    filed = _registered(filing, ONLINE, offer, new, who.subject)
    applicant = party(filed.party_id, filed.dossier_id, filing.applicant, new.id_index)
    submitted = DossierSubmitted.model_validate(filed, from_attributes=True)
    dossier_id = str(filed.dossier_id)
    await write(
        conn,
        dossiers.added(filed, applicant, [registering(filed, None)]),
        outbox.told(submitted, applicant.state()),
        audit.recorded(APPLICANT, "dossier.submit", "dossier", dossier_id, FIELDS[:-1]),
    )
    return filed


async def _offer(
    conn: Connection, who: Principal | None, filing: Handed, channel: str, on: date
) -> Offer:
    ground = await catalogue.ground(conn, filing.unit, filing.procedure_code, on)
    unit, procedure = ground.unit, ground.procedure
    if unit is None:
        raise UnitUnknown
    if who is not None:
        await who.require_unit(conn, unit.unit_id)
    if procedure is None:
        raise ProcedureUnknown
    terms.check_offered(procedure, unit)
    return Offer(unit, procedure, fees.lines(ground.fees, channel), ground.calendar)


def _registered(
    filing: Handed, channel: str, offer: Offer, new: New, subject: str | None
) -> Dossier:
    check = limit_of(ACCEPT_CHECK, rules_of(new.at.date()))
    opening = Opening(
        dossier_id=new.dossier_id,
        party_id=new.party_id,
        submitted_at=new.at,
        accept_due_at=due(check, new.at, offer.calendar),
        owner_subject=subject,
        access=new.access,
    )
    return dossier.register(filing, channel, offer.unit, offer.procedure, opening)


async def _keep_and_tell(
    conn: Connection, filed: Dossier, received: Dossier, filing: Filing, new: New
) -> None:
    applicant = party(received.party_id, received.dossier_id, filing.applicant, new.id_index)
    staff_id = received.receiver_staff_id
    actions = [registering(filed, staff_id), receiving(filed, received)]
    submitted = DossierSubmitted.model_validate(received, from_attributes=True)
    told = DossierReceived.model_validate(received, from_attributes=True)
    dossier_id = str(received.dossier_id)
    await write(
        conn,
        dossiers.added(received, applicant, actions, [first_slip(received)]),
        outbox.told(submitted, told, applicant.state()),
        audit.recorded(str(staff_id), "dossier.receive", "dossier", dossier_id, FIELDS),
    )
