"""Work that a complaint orders on a dossier: opened by the fact, finished by a person."""

from datetime import date
from uuid import UUID

from services.intake.domain import remedy as domain
from services.intake.domain.refusals import DossierUnknown, RemedyNotFound
from services.intake.domain.remedy import Remedy
from services.intake.handlers.actor import official
from services.intake.handlers.steps import limit_of
from services.intake.store import dossiers, remedies
from shared import audit, outbox, reference
from shared.auth import Principal
from shared.db import Connection
from shared.events.complaints import ComplaintResolved
from shared.events.intake import RemedyDone, RemedyOpened
from shared.worktime.limit import due_on

ACTOR = "complaints"
LIMIT = "REMEDY"


async def open_remedy(conn: Connection, remedy_id: UUID, resolved: ComplaintResolved) -> None:
    """Open the work where a dossier is named and the effect is AMEND or CANCEL.

    Raises LookupError for a dossier that is not ours: a person has to look into it.
    """
    if resolved.dossier_id is None or resolved.effect not in domain.ORDERS_WORK:
        return
    unit_id = await dossiers.unit_of(conn, resolved.dossier_id)
    if unit_id is None:
        raise LookupError(f"case {resolved.case_id} names dossier {resolved.dossier_id}: not ours")
    limit = limit_of(LIMIT, resolved.class_.rule_version)
    remedy = Remedy(
        remedy_id=remedy_id,
        dossier_id=resolved.dossier_id,
        unit_id=unit_id,
        case_id=resolved.case_id,
        decision_no=resolved.decision_no,
        due_on=due_on(limit, resolved.on, await reference.calendar(conn)),
    )
    await remedies.add(conn, remedy)
    await outbox.add(conn, RemedyOpened.model_validate(remedy, from_attributes=True))
    await audit.record(conn, ACTOR, "remedy.open", "remedy", str(remedy_id))


async def finish_remedy(
    conn: Connection, who: Principal, remedy_id: UUID, new_dossier_id: UUID | None, on: date
) -> Remedy:
    """The ordered work is done; raises RemedyNotFound, RemedyAlreadyDone, DossierUnknown."""
    remedy = await remedies.lock(conn, remedy_id)
    if remedy is None or not await who.sees(conn, remedy.unit_id):
        raise RemedyNotFound
    done = remedy.done(on, official(who), new_dossier_id)
    if new_dossier_id is not None:
        await _check_seen(conn, who, new_dossier_id)
    await remedies.finish(conn, done)
    await outbox.add(conn, RemedyDone.model_validate(done, from_attributes=True))
    fields = ["done_on", "new_dossier_id"]
    await audit.record(conn, str(done.done_by), "remedy.finish", "remedy", str(remedy_id), fields)
    return done


async def _check_seen(conn: Connection, who: Principal, dossier_id: UUID) -> None:
    unit_id = await dossiers.unit_of(conn, dossier_id)
    if unit_id is None or not await who.sees(conn, unit_id):
        raise DossierUnknown
