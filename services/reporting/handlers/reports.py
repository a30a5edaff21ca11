"""Reports for officials: table 06 and the summary of complaints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from services.reporting.domain import summary, table06
from services.reporting.domain.refusals import FiguresBroken, PeriodInvalid, UnitUnknown
from services.reporting.domain.summary import CaseCounts, PetitionCounts
from services.reporting.domain.table06 import Beside, Cell, Counts, Group, IdentityBroken
from services.reporting.store import complaints as complaint_store
from services.reporting.store import table06 as table_store
from services.reporting.store.reach import as_of, below
from shared import audit, reference
from shared.auth import Principal
from shared.db import Connection
from shared.events.complaints import ComplaintAccepted, PetitionReceived
from shared.events.intake import DossierReceived, Unit
from shared.worktime.hours import VN, local
from shared.worktime.periods import Period

LONGEST = timedelta(days=366)


class Span(NamedTuple):
    """What a report counts: units, first and last day, when what is open is judged."""

    units: Sequence[str]
    first: date
    last: date
    judged: datetime


@dataclass(frozen=True, slots=True)
class Report06:
    """Table 06 of a unit and all under it."""

    unit: Unit
    days: Period
    groups: Sequence[Group]
    total: Counts
    beside: Beside
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Petitions by kind and cases by field, of a unit and all under it."""

    unit: Unit
    days: Period
    petitions: Mapping[str, PetitionCounts]
    cases: Mapping[str, CaseCounts]
    as_of: datetime | None


async def report06(
    conn: Connection, who: Principal, unit: str, period: Period, now: datetime
) -> Report06:
    """Raises UnitUnknown, UnitForbidden, PeriodInvalid, FiguresBroken."""
    found, span = await _open(conn, who, unit, period, now)
    rows = await counted06(conn, span)
    groups = table06.groups(rows)
    await audit.record(conn, str(who.staff_id), "report.read", "table06", found.unit_id, [])
    return Report06(
        unit=found,
        days=period,
        groups=groups,
        total=table06.total(group.total for group in groups),
        beside=await table_store.beside(conn, span.units, span.first, span.last),
        as_of=await as_of(conn, DossierReceived.topic),
    )


async def counted06(conn: Connection, span: Span) -> Mapping[Cell, Counts]:
    """Table 06 by unit, with all its identities. Raises FiguresBroken."""
    rows = await table_store.table06(conn, span.units, span.first, span.last, span.judged)
    eve = span.first - timedelta(days=1) if span.first > date.min else span.first
    left = await table_store.left_open(conn, span.units, eve)
    try:
        table06.check(rows, left)
    except IdentityBroken as broken:
        raise FiguresBroken(str(broken)) from broken
    return rows


async def complaints(
    conn: Connection, who: Principal, unit: str, period: Period, now: datetime
) -> Summary:
    """Raises UnitUnknown, UnitForbidden, PeriodInvalid, FiguresBroken."""
    found, span = await _open(conn, who, unit, period, now)
    petitions = await complaint_store.petition_counts(conn, span.units, span.first, span.last)
    on = local(span.judged).date()
    cases = await complaint_store.case_counts(conn, span.units, span.first, span.last, on)
    if not all(map(summary.is_whole, cases.values())):
        raise FiguresBroken("carried + accepted ≠ resolved + open")
    if not all(map(summary.is_whole_petitions, petitions.values())):
        raise FiguresBroken("received ≠ outcomes + open")
    await audit.record(conn, str(who.staff_id), "complaints.read", "summary", found.unit_id, [])
    reached = await as_of(conn, PetitionReceived.topic, ComplaintAccepted.topic)
    return Summary(found, period, petitions, cases, reached)


def judged(now: datetime, last: date) -> datetime:
    """When what is open in a period is judged: at its end, or now while it runs."""
    return min(now, datetime.combine(last, time.max, VN))


async def _open(
    conn: Connection, who: Principal, unit: str, period: Period, now: datetime
) -> tuple[Unit, Span]:
    """What is to be counted, if it is there and theirs to see."""
    if not timedelta(0) <= period.last - period.first < LONGEST:
        raise PeriodInvalid
    found = await reference.unit(conn, unit, now.date())
    if found is None:
        raise UnitUnknown
    await who.require_unit(conn, found.unit_id)
    units = await below(conn, [found.unit_id])
    return found, Span(units, period.first, period.last, judged(now, period.last))
