"""What reporting does: fold facts into rows, and count the rows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from services.reporting.domain import complaint, dossier, summary, table06
from services.reporting.domain.refusals import FiguresBroken, PeriodInvalid, UnitUnknown
from services.reporting.domain.summary import CaseCounts, PetitionCounts
from services.reporting.domain.table06 import Counts, IdentityBroken
from services.reporting.store import complaints as complaint_store
from services.reporting.store import dossiers as dossier_store
from services.reporting.store.reach import below
from shared import audit, reference
from shared.auth import Principal
from shared.db import Connection
from shared.events.base import Event
from shared.worktime.hours import VN, local
from shared.worktime.periods import Period

LONGEST = timedelta(days=366)


class Span(NamedTuple):
    """What a report counts: units, first and last day, when what is open is judged."""

    units: Sequence[str]
    first: date
    last: date
    judged: datetime


async def fold(conn: Connection, facts: Sequence[Event]) -> None:
    """Facts of dossiers, in their order."""
    await dossier_store.save(conn, dossier.fold(facts))


async def fold_petitions(conn: Connection, facts: Sequence[Event]) -> None:
    """Facts of petitions, in their order. Raises BeginningUnknown."""
    known = await complaint_store.petitions(conn, [fact.key() for fact in facts])
    await complaint_store.save_petitions(conn, complaint.fold_petitions(known, facts))


async def fold_cases(conn: Connection, facts: Sequence[Event]) -> None:
    """Facts of cases, in their order. Raises BeginningUnknown."""
    known = await complaint_store.cases(conn, [fact.key() for fact in facts])
    await complaint_store.save_cases(conn, complaint.fold_cases(known, facts))


async def report06(
    conn: Connection, who: Principal, unit: str, period: Period, now: datetime
) -> tuple[str, Mapping[str, Counts]]:
    """Table 06 of a unit and all under it: (unit_id, counts by field).

    Raises UnitUnknown, UnitForbidden, PeriodInvalid, FiguresBroken.
    """
    unit_id, span = await _open(conn, who, unit, period, now)
    rows = await dossier_store.table06(conn, span.units, span.first, span.last, span.judged)
    try:
        table06.check(rows.values())
    except IdentityBroken as broken:
        raise FiguresBroken(str(broken)) from broken
    await audit.record(conn, str(who.staff_id), "report.read", "table06", unit_id, [])
    return unit_id, rows


async def complaints(
    conn: Connection, who: Principal, unit: str, period: Period, now: datetime
) -> tuple[str, Mapping[str, PetitionCounts], Mapping[str, CaseCounts]]:
    """Petitions by kind and cases by field, of a unit and all under it.

    Raises UnitUnknown, UnitForbidden, PeriodInvalid, FiguresBroken.
    """
    unit_id, span = await _open(conn, who, unit, period, now)
    petitions = await complaint_store.petition_counts(conn, span.units, span.first, span.last)
    on = local(span.judged).date()
    cases = await complaint_store.case_counts(conn, span.units, span.first, span.last, on)
    if not all(map(summary.is_whole, cases.values())):
        raise FiguresBroken("carried + accepted ≠ resolved + open")
    await audit.record(conn, str(who.staff_id), "complaints.read", "summary", unit_id, [])
    return unit_id, petitions, cases


async def _open(
    conn: Connection, who: Principal, unit: str, period: Period, now: datetime
) -> tuple[str, Span]:
    """What is to be counted, if it is there and theirs to see."""
    if not timedelta(0) <= period.last - period.first < LONGEST:
        raise PeriodInvalid
    found = await reference.unit(conn, unit, now.date())
    if found is None:
        raise UnitUnknown
    await who.require_unit(conn, found.unit_id)
    units = await below(conn, [found.unit_id])
    judged = min(now, datetime.combine(period.last, time.max, VN))
    return found.unit_id, Span(units, period.first, period.last, judged)
