"""What a receiver answers to a dossier that waits in status 1: received, or turned away."""

from services.intake.domain import fees, road, terms
from services.intake.domain.code import dossier_code
from services.intake.domain.commands import Acceptance, Refusal
from services.intake.domain.dossier import Dossier, Receipt
from services.intake.domain.slip import first_slip
from services.intake.domain.status import Step
from services.intake.handlers import steps
from services.intake.handlers.actor import official
from services.intake.handlers.steps import Act, Done
from services.intake.store import catalogue, papers
from services.intake.store.catalogue import Ground
from services.intake.store.numbers import Numbers
from shared.db import Connection
from shared.events.intake import DossierNotReceived, DossierReceived

REFUSED = "REFUSED"
MAU_03 = "MAU_03"


async def accept(conn: Connection, numbers: Numbers, act: Act, body: Acceptance) -> Dossier:
    """1→2: the code, the register and the day to come back (NĐ 61/2018 Điều 17).

    Raises InvalidTransition, LimitNeeded, LimitFixed and what lock() raises.
    """
    filed = await steps.lock(conn, act)
    filed.take(Step.RECEIVE)  # before a number is spent
    ground = await catalogue.ground_of(
        conn, filed.unit_id, (filed.procedure_code, filed.procedure_version)
    )
    receipt = await _receipt(numbers, act, body, filed, ground)
    received = filed.receive(receipt, ground.calendar)
    await papers.add_slip(conn, first_slip(received))
    fact = DossierReceived.model_validate(received, from_attributes=True)
    done = Done(filed, received, Step.RECEIVE.name, "dossier.accept", fields=("limit",))
    return await steps.keep(conn, act, done, fact)


async def _receipt(
    numbers: Numbers, act: Act, body: Acceptance, filed: Dossier, ground: Ground
) -> Receipt:
    unit, procedure = ground.unit, ground.procedure
    if unit is None or procedure is None:
        raise LookupError(f"dossier {filed.dossier_id}: its unit or procedure is gone")
    limit = terms.limit_of(procedure, filed.channel, body.limit)
    given = await numbers.next(unit.identification_code, unit.unit_id, act.at.date())
    return Receipt(
        dossier_code=dossier_code(unit.identification_code, act.at.date(), given.number),
        entry=given.entry,
        at=act.at,
        staff_id=official(act.who),
        limit=limit,
        limit_reason=body.limit.reason if body.limit else None,
        fees=fees.lines(ground.fees, filed.channel),
        rule_version=steps.rules_of(act.at.date()),
    )


async def refuse(conn: Connection, act: Act, body: Refusal) -> Dossier:
    """1→3, 5→3: turned away with a reason (Mẫu 03). Raises InvalidTransition."""
    before = await steps.lock(conn, act)
    after = road.refuse(before)
    number = await papers.issue(conn, before, MAU_03, 1, act.at)
    fact = DossierNotReceived(
        dossier_id=before.dossier_id,
        reason_code=REFUSED,
        at=act.at,
        staff_id=official(act.who),
        before=before.status.value,
    )
    done = Done(
        before,
        after,
        Step.REFUSE.name,
        "dossier.refuse",
        note=body.reason,
        data={"paper_no": number},
        fields=("reason",),
    )
    return await steps.keep(conn, act, done, fact)
