"""What can be done with a complaint case: assign, hear, resolve; load, decide, save, tell."""

from datetime import date, datetime
from uuid import UUID

from services.complaints import facts, store
from services.complaints.domain import case as cases
from services.complaints.domain import refusals
from services.complaints.domain.case import Case
from services.complaints.domain.registration import Decision, Dialogue, Verification
from services.complaints.handlers import acts, reach
from services.complaints.handlers.books import record
from shared import outbox, reference
from shared.auth import Principal
from shared.db import Connection

VERIFIER = "verifier"


async def assign(
    conn: Connection, who: Principal, case_id: UUID, form: Verification, now: datetime
) -> Case:
    """Give the case to a verifier of its unit."""
    case = await reach.case(conn, who, case_id, lock=True)
    on = await acts.dated(conn, case.petition_id, form.on, now, case.accepted_on)
    assigned = cases.assign(case, form.staff_id, on)
    if not await _verifies(conn, form.staff_id, case.unit_id, on):
        raise refusals.NotAVerifier
    dossier = await store.find_dossier(conn, case.dossier_id) if case.dossier_id else None
    if dossier and form.staff_id in dossier.answerable:
        raise refusals.OwnDecision
    await store.save_case(conn, assigned)
    await outbox.add(conn, facts.assigned(assigned, form.staff_id, on))
    await acts.write(conn, case.petition_id, cases.Step.ASSIGN, on, now, who.staff_id)
    await record(conn, who, "case.assign", case_id, form)
    return assigned


async def hear(
    conn: Connection, who: Principal, case_id: UUID, form: Dialogue, now: datetime
) -> Case:
    """Keep that the sides met; then the case can be decided though their views differ."""
    case = await reach.case(conn, who, case_id, lock=True)
    heard = case.take(cases.Step.HEAR)
    since = case.assigned_on or case.accepted_on
    on = await acts.dated(conn, case.petition_id, form.on, now, since)
    await store.save_case(conn, heard)
    await outbox.add(conn, facts.heard(heard, form, on))
    await acts.write(conn, case.petition_id, cases.Step.HEAR, on, now, who.staff_id)
    await record(conn, who, "case.hear", case_id, form)
    return heard


async def resolve(
    conn: Connection, who: Principal, case_id: UUID, form: Decision, now: datetime
) -> Case:
    """Decide a case and judge whether it was in time."""
    case = await reach.case(conn, who, case_id, lock=True)
    since = case.assigned_on or case.accepted_on
    on = await acts.dated(conn, case.petition_id, form.on, now, since)
    resolution = form.resolution()
    resolved = cases.resolve(case, resolution, on)
    await store.save_case(conn, resolved)
    await outbox.add(conn, facts.resolved(resolved, resolution, on))
    await acts.write(conn, case.petition_id, cases.Step.DECIDE, on, now, who.staff_id)
    await record(conn, who, "case.resolve", case_id, form)
    return resolved


async def _verifies(conn: Connection, staff_id: UUID, unit_id: str, on: date) -> bool:
    """Whether the official is a verifier of that very unit on that day."""
    staff = await reference.staff(conn, staff_id)
    return staff is not None and any(
        a.unit_id == unit_id
        and VERIFIER in a.roles
        and a.valid_from <= on
        and (a.valid_to is None or on <= a.valid_to)
        for a in staff.assignments
    )
