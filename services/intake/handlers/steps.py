"""What every step on a dossier has in common: lock and check, then save, tell and record."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from services.intake.domain.action import Action
from services.intake.domain.dossier import Dossier
from services.intake.domain.refusals import ChangedMeanwhile, DossierNotFound
from services.intake.handlers.actor import APPLICANT, Actor, Applicant, check_reach, staff_id
from services.intake.store import dossiers
from shared import audit, outbox, reference, rulebook
from shared.db import Connection
from shared.events.base import Event
from shared.events.types import in_vietnam
from shared.worktime.limit import Limit
from shared.worktime.rules import ONE_STOP

ACCEPT_CHECK = "ACCEPT_CHECK"  # NĐ 45/2020 Điều 11


class Act(NamedTuple):
    """Who takes a step on which dossier and when.

    `version`: as they saw it when they decided; None: where it stands alone decides.
    """

    who: Actor
    dossier_id: UUID
    version: int | None
    at: datetime


class Done(NamedTuple):
    """A step that was decided: what it made of the dossier, and how the timeline tells it."""

    before: Dossier
    after: Dossier
    step: str
    action: str  # as permissions and audit rows name it
    note: str | None = None
    data: Mapping[str, Any] = MappingProxyType({})
    fields: tuple[str, ...] = ()


async def lock(conn: Connection, act: Act) -> Dossier:
    """Hold the dossier until the transaction ends. Raises DossierNotFound, ChangedMeanwhile."""
    dossier = await dossiers.lock(conn, act.dossier_id)
    if dossier is None:
        raise DossierNotFound
    await check_reach(conn, act.who, dossier)
    if act.version is not None and dossier.version != act.version:
        raise await _changed(conn, act.who, dossier)
    return dossier


async def keep(conn: Connection, act: Act, done: Done, *facts: Event) -> Dossier:
    """Save it with its action, tell the facts, record who did it."""
    after = done.after
    action = Action(
        dossier_id=after.dossier_id,
        n=after.version,
        step=done.step,
        at=act.at,
        staff_id=staff_id(act.who),
        from_status=done.before.status,
        to_status=after.status,
        note=done.note,
        data=dict(done.data),
    )
    await dossiers.save(conn, after, action)
    await outbox.add(conn, *facts)
    actor = str(action.staff_id or APPLICANT)
    await audit.record(conn, actor, done.action, "dossier", str(after.dossier_id), done.fields)
    return after


def rules_of(on: date) -> str:
    """The name of the law for what is received that day."""
    return rulebook.load().rule_set(ONE_STOP, on).name


def law_of(dossier: Dossier) -> str:
    """The rules that a dossier goes by: of its receipt, of its filing as long as it waits."""
    return dossier.rule_version or rules_of(in_vietnam(dossier.submitted_at).date())


def limit_of(code: str, rule_set: str) -> Limit:
    """A limit of the law by its code."""
    return rulebook.load().deadline(code, rule_set).limit


async def _changed(conn: Connection, who: Actor, dossier: Dossier) -> ChangedMeanwhile:
    """Officials are told who it was; an applicant only when."""
    last = await dossiers.last_action(conn, dossier)
    if last is None:
        raise LookupError(f"dossier {dossier.dossier_id}: no action {dossier.version}")
    by = last["staff_id"]
    named = by is not None and not isinstance(who, Applicant)
    staff = await reference.staff(conn, by) if named else None
    return ChangedMeanwhile(last["step"], in_vietnam(last["at"]), by, staff.name if staff else None)
