"""Handing a received dossier on: out of the counter, and within the work (Mẫu 05)."""

from services.intake import facts
from services.intake.domain import holder, road
from services.intake.domain.commands import Assignment
from services.intake.domain.dossier import Dossier
from services.intake.domain.holder import WORKERS, Holder
from services.intake.domain.refusals import InvalidTransition, StaffUnfit
from services.intake.domain.status import Status, Step
from services.intake.handlers import steps
from services.intake.handlers.actor import check_role
from services.intake.handlers.steps import Act, Done
from services.intake.store import catalogue
from services.intake.store.catalogue import Ground
from shared import reference
from shared.db import Connection
from shared.events.base import Event
from shared.worktime.limit import Limit, LimitUnit, due

ASSIGN = "ASSIGN"


async def forward(conn: Connection, act: Act, body: Assignment) -> Dossier:
    """2→4, and within 4 to the next step or person (NĐ 61/2018 Điều 18, 19).

    Raises InvalidTransition, RoleMissing, StaffUnfit.
    """
    before = await steps.lock(conn, act)
    if before.status not in road.FORWARDERS:
        raise InvalidTransition(before.status, Step.PROCESS.name)
    await check_role(conn, act.who, before, road.FORWARDERS[before.status])
    unit_id = await _unit_of(conn, before, body, act)
    filed_with = (before.procedure_code, before.procedure_version)
    ground = await catalogue.ground_of(conn, before.unit_id, filed_with)
    after = road.forward(before, _holder(before, body, act, ground, unit_id))
    told: list[Event] = [
        *facts.forwarded(before, after, act.at),
        facts.assigned(before, after, act.at),
    ]
    if before.status == Status.PROCESSING:
        told.insert(0, facts.step_completed(before, act.at, ground.procedure))
    step = ASSIGN if before.status == Status.PROCESSING else Step.PROCESS.name
    return await steps.keep(conn, act, _done(before, after, step, body), *told)


def _holder(
    before: Dossier, body: Assignment, act: Act, ground: Ground, unit_id: str | None
) -> Holder:
    received_at = before.received_at or act.at
    since = holder.entered_at(act.at, received_at, before.has_paper, ground.calendar)
    given = facts.step_limit(ground.procedure, body.step)
    due_at = None
    if given is not None:
        due_at = due(Limit(given.amount, LimitUnit(given.unit)), since, ground.calendar)
    return Holder(body.step, since, body.staff_id, due_at, unit_id)


def _done(before: Dossier, after: Dossier, step: str, body: Assignment) -> Done:
    data = {
        "from_step": before.holder_step,
        "from_staff_id": str(before.holder_staff_id) if before.holder_staff_id else None,
        "to_step": body.step,
        "to_staff_id": str(body.staff_id) if body.staff_id else None,
        "to_unit_id": after.holder_unit_id,
        "entered_at": after.holder_since.isoformat() if after.holder_since else None,
    }
    fields = ("step", "staff_id")
    return Done(before, after, step, "dossier.forward", note=body.note, data=data, fields=fields)


async def _unit_of(conn: Connection, before: Dossier, body: Assignment, act: Act) -> str | None:
    """The unit where who is given the step does it; None: the dossier's own, or its room.

    Raises StaffUnfit for who does not do that step where the dossier is.
    """
    if body.staff_id is None:
        return None
    staff = await reference.staff(conn, body.staff_id)
    today = act.at.date()
    serves = {
        post.unit_id
        for post in (staff.assignments if staff else ())
        if not WORKERS[body.step].isdisjoint(post.roles)
        and post.valid_from <= today
        and (post.valid_to is None or today <= post.valid_to)
    }
    nearest = (unit for unit in await reference.ancestors(conn, before.unit_id) if unit in serves)
    unit_id = next(nearest, None)
    if unit_id is None:
        raise StaffUnfit
    return None if unit_id == before.unit_id else unit_id
