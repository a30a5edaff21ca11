"""`python -m services.intake.load`: data/ into reference rows; what changed is told by events."""

import asyncio
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from services.intake import catalogue
from services.intake.catalogue.procedures import MISSING_PARTS
from services.intake.domain.imported import Version
from services.intake.domain.procedure_values import values_of
from services.intake.handlers import shipping
from services.intake.handlers.shipping import Shipped
from services.intake.settings import Settings
from services.intake.store import catalogue as store
from shared import clock, outbox, settings
from shared.db import OUTAGE, Connection, Pool, open_pool, transaction
from shared.events import intake as events
from shared.events.base import Event
from shared.events.types import Limit
from shared.tables import BadTable
from shared.worktime.calendar import Calendar, SpecialDay
from shared.worktime.limit import Limit as WorkLimit

CHUNK = 500
FIRST_YEAR, YEARS_AHEAD = 2016, 2
PERSONAS_SINCE = date(2016, 1, 1)
HEADER = ("code", "version", "valid_from", "name", "field", "level", "unit_ids", "limits")


async def load(pool: Pool, province: str, today: date, *, with_personas: bool) -> str:
    """Load a deployment's data; a second time changes and tells nothing. Returns a line of counts.

    Raises BadTable.
    """
    tree, agencies = catalogue.units(province), catalogue.agencies(province)
    procedures = [_shipped(one) for one in catalogue.procedures(province)]
    people = [_staff(p) for p in catalogue.personas(province) if with_personas and p.assignments]
    places = [_unit(unit) for unit in (*tree, *agencies)]
    told = await _keep(pool, [*places, *people])
    told += await _keep_calendar(pool, today)
    async with transaction(pool) as conn:
        here = frozenset(place.unit_id for place in places)
        told += await shipping.keep(conn, procedures, today, here)
    levels = [unit.level for unit in tree if unit.valid_on(today)]
    return (
        f"{levels.count('DISTRICT')} districts, {levels.count('COMMUNE')} communes, "
        f"{len(agencies)} agencies, {len(procedures)} procedures, "
        f"{len(people)} personas; "
        f"{told} states told"
    )


async def _keep(pool: Pool, states: Sequence[Event]) -> int:
    """Keep and tell in transactions of bounded size; returns how many were told."""
    told = 0
    for start in range(0, len(states), CHUNK):
        async with transaction(pool) as conn:
            told += await _keep_chunk(conn, states[start : start + CHUNK])
    return told


async def _keep_chunk(conn: Connection, states: Sequence[Event]) -> int:
    changed = await store.keep(conn, states)
    await outbox.add(conn, *changed)
    return len(changed)


async def _keep_calendar(pool: Pool, today: date) -> int:
    """One version more when any day is another than before; all days in one transaction."""
    wanted = catalogue.special_days(range(FIRST_YEAR, today.year + YEARS_AHEAD + 1))
    async with transaction(pool) as conn:
        known = await store.calendar_days(conn)
        version = max((day.calendar_version for day in known), default=0) + 1
        before = {day.date: day for day in known}
        states = [_day(day, version) for day in (*wanted, *_ordinary(before, wanted))]
        changed = [s for s in states if not _same(before.get(s.date), s)]
        return await _keep_chunk(conn, changed)


def _ordinary(before: Iterable[date], wanted: Iterable[SpecialDay]) -> list[SpecialDay]:
    """Days no longer named: from now on they are what their weekday says."""
    gone = set(before) - {day.on for day in wanted}
    plain = Calendar()
    return [SpecialDay(on, plain.kind(on)) for on in sorted(gone)]


def _same(before: events.CalendarDay | None, after: events.CalendarDay) -> bool:
    now = after.calendar_version
    return before is not None and before.model_copy(update={"calendar_version": now}) == after


def _day(day: SpecialDay, version: int) -> events.CalendarDay:
    return events.CalendarDay(
        date=day.on, kind=day.kind, note=day.note, source=day.source, calendar_version=version
    )


def _unit(unit: catalogue.Unit) -> events.Unit:
    hours = [(o.weekday, f"{o.from_:%H:%M}", f"{o.to:%H:%M}") for o in unit.opening_hours]
    return events.Unit(
        unit_id=unit.unit_id,
        code=unit.code,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        kind=unit.kind,
        level=unit.level,
        name=unit.name,
        parent_unit_id=unit.parent_unit_id,
        identification_code=unit.identification_code,
        remote=unit.remote,
        opening_hours=[events.Opening(weekday=d, from_=a, to=b) for d, a, b in hours],
        successors=[events.Successor(unit_id=u, date=on) for u, on in unit.successors],
    )


def _procedure(procedure: catalogue.Procedure) -> events.Procedure:
    return events.Procedure(
        code=procedure.code,
        version_=procedure.version,
        valid_from=procedure.valid_from,
        name=procedure.name,
        field=procedure.field,
        level=procedure.level,
        unit_ids=list(procedure.unit_ids),
        channels=[
            events.ProcedureChannel(channel=channel, limit=_limit(limit))
            for channel, limit in procedure.limits.items()
        ],
        service_level=procedure.service_level,
        payable_online=procedure.payable_online,
        supplement_clock=procedure.supplement_clock,
        steps=[],
        missing_parts=list(MISSING_PARTS),
    )


def _limit(limit: WorkLimit) -> Limit:
    return Limit(amount=limit.amount, unit=limit.unit.value)


def _shipped(procedure: catalogue.Procedure) -> Shipped:
    detail = _detail(procedure)
    values = values_of(_procedure(procedure), detail)
    return Shipped(
        Version(procedure.code, procedure.version, procedure.valid_from, values, {}), detail
    )


def _detail(procedure: catalogue.Procedure) -> dict[str, Any]:
    """What only intake keeps: papers, fees, result, sources; as JSON has it, to be compared."""
    told = {name: value for name, value in asdict(procedure).items() if name not in HEADER}
    plain: dict[str, Any] = json.loads(json.dumps(told))
    return plain


def _staff(persona: catalogue.Persona) -> events.Staff:
    """The same person has the same id in every development database."""
    return events.Staff(
        staff_id=uuid5(NAMESPACE_URL, f"motcua:persona:{persona.subject}"),
        subject=persona.subject,
        name=persona.name,
        title=persona.title,
        email=persona.email,
        assignments=[
            events.Assignment(unit_id=a.unit_id, roles=list(a.roles), valid_from=PERSONAS_SINCE)
            for a in persona.assignments
        ],
    )


async def _main(told: Settings) -> str:
    pool = await open_pool(told.database_url.get_secret_value(), size=2)
    try:
        production = told.env == "production"
        return await load(pool, told.province, clock.today(), with_personas=not production)
    finally:
        await pool.close()


if __name__ == "__main__":
    try:
        counts = asyncio.run(_main(settings.load(Settings)))
    except BadTable as error:
        sys.exit(f"load: {error}")
    except OUTAGE as error:
        sys.exit(f"load: PostgreSQL does not answer: {error!r}")
    sys.stdout.write(f"intake: {counts}\n")
