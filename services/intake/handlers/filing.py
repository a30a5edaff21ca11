"""Taking a filing in: load what the catalogue says, decide, save, tell."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from services.intake.domain import dossier, fees, terms
from services.intake.domain.code import dossier_code
from services.intake.domain.dossier import Dossier, Opening, Receipt
from services.intake.domain.filing import Filing
from services.intake.domain.party import party
from services.intake.domain.refusals import ProcedureUnknown, UnitUnknown
from services.intake.handlers.actor import official
from services.intake.store import catalogue, dossiers
from services.intake.store.numbers import Numbers
from shared import audit, outbox, rulebook
from shared.auth import Principal
from shared.db import Connection
from shared.events.intake import DossierReceived, DossierSubmitted, Procedure, Unit
from shared.events.types import FeeLine
from shared.worktime.calendar import Calendar
from shared.worktime.limit import due
from shared.worktime.rules import ONE_STOP

ACCEPT_CHECK = "ACCEPT_CHECK"  # NĐ 45/2020 Điều 11
FIELDS = ("procedure_code", "unit", "channel", "applicant", "papers", "limit")


class New(NamedTuple):
    """What the door gives a new dossier: random ids and the moment."""

    dossier_id: UUID
    party_id: UUID
    at: datetime


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
    offer = await _offer(conn, who, filing, new.at.date())
    limit = terms.limit(offer.procedure, filing)
    filed = _registered(filing, offer, new)
    unit_code = offer.unit.identification_code
    number = await numbers.next(unit_code, new.at.date())
    receipt = Receipt(
        dossier_code=dossier_code(unit_code, new.at.date(), number),
        at=new.at,
        staff_id=official(who),
        limit=limit,
        limit_reason=filing.limit.reason if filing.limit else None,
        fees=offer.fees,
        rule_version=_rules(new),
    )
    received = filed.receive(receipt, offer.calendar)
    await _keep_and_tell(conn, received, filing)
    return received


async def _offer(conn: Connection, who: Principal, filing: Filing, on: date) -> Offer:
    ground = await catalogue.ground(conn, filing.unit, filing.procedure_code, on)
    unit, procedure = ground.unit, ground.procedure
    if unit is None:
        raise UnitUnknown
    await who.require_unit(conn, unit.unit_id)
    if procedure is None:
        raise ProcedureUnknown
    terms.check_offered(procedure, unit)
    lines = fees.lines(ground.fees, filing.channel)
    return Offer(unit, procedure, lines, ground.calendar)


def _registered(filing: Filing, offer: Offer, new: New) -> Dossier:
    check = rulebook.load().deadline(ACCEPT_CHECK, _rules(new))
    opening = Opening(
        dossier_id=new.dossier_id,
        party_id=new.party_id,
        submitted_at=new.at,
        accept_due_at=due(check.limit, new.at, offer.calendar),
    )
    return dossier.register(filing, offer.unit, offer.procedure, opening)


def _rules(new: New) -> str:
    return rulebook.load().rule_set(ONE_STOP, new.at.date()).name


async def _keep_and_tell(conn: Connection, received: Dossier, filing: Filing) -> None:
    applicant = party(received.party_id, received.dossier_id, filing.applicant)
    await dossiers.add(conn, received, applicant)
    await outbox.add(
        conn,
        DossierSubmitted.model_validate(received, from_attributes=True),
        DossierReceived.model_validate(received, from_attributes=True),
        applicant.state(),
    )
    actor, dossier_id = str(received.receiver_staff_id), str(received.dossier_id)
    await audit.record(conn, actor, "dossier.receive", "dossier", dossier_id, FIELDS)
