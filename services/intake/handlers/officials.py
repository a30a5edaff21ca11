"""Declaring officials: who they are, what they may do and where."""

from datetime import date
from uuid import UUID

from services.intake.domain import official
from services.intake.domain.official import Official, Post
from services.intake.domain.refusals import UnitUnknown
from services.intake.handlers import actor
from services.intake.store import catalogue
from shared import audit, outbox, reference
from shared.auth import Principal
from shared.db import Connection
from shared.events.intake import Assignment, Staff


async def declare(
    conn: Connection, who: Principal, wanted: Official, new_staff_id: UUID, today: date
) -> Staff:
    """Create the official of that account or change them, where the administrator's right reaches.

    Raises UnitUnknown, UnitForbidden, RoleNotYours, PeriodReversed.
    """
    await catalogue.lock_subject(conn, wanted.subject)
    before = await reference.staff_by_subject(conn, wanted.subject)
    if not any("province_admin" in held.roles for held in who.assignments):
        official.check_grants(wanted, before)
    for held in before.assignments if before else ():
        if held.valid_to is None or held.valid_to >= today:
            await who.require_unit(conn, held.unit_id)
    posts = [await _assignment(conn, who, post, today) for post in wanted.assignments]
    after = official.staff(wanted, before.staff_id if before else new_staff_id, posts)
    await outbox.add(conn, *await catalogue.keep(conn, [after]))
    by, fields = str(actor.official(who)), ["name", "title", "email", "assignments"]
    await audit.record(conn, by, "staff.declare", "staff", str(after.staff_id), fields)
    return after


async def _assignment(conn: Connection, who: Principal, post: Post, today: date) -> Assignment:
    unit = await reference.unit(conn, post.unit, today)
    if unit is None:
        raise UnitUnknown("assignments")
    await who.require_unit(conn, unit.unit_id)
    return official.assignment(post, unit.unit_id, today)
