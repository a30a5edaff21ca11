"""What reporting does: fold facts into rows, and count the rows."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from services.reporting import store
from services.reporting.domain import table06
from services.reporting.domain.refusals import PeriodInvalid, UnitUnknown
from services.reporting.domain.table06 import Counts
from shared import audit, reference
from shared.auth import Principal
from shared.db import Connection
from shared.events.base import Event
from shared.events.intake import DossierReceived, DossierSubmitted
from shared.worktime.hours import VN
from shared.worktime.periods import Period

LONGEST = timedelta(days=366)


async def fold(conn: Connection, facts: Sequence[Event]) -> None:
    """Facts of dossiers, in their order: a dossier is submitted before it is received."""
    submitted = [fact for fact in facts if isinstance(fact, DossierSubmitted)]
    received = [fact for fact in facts if isinstance(fact, DossierReceived)]
    if submitted:
        await store.submit(conn, submitted)
    if received:
        await store.receive(conn, received)
    times = [f.submitted_at for f in submitted] + [f.received_at for f in received]
    if times:
        await store.reach(conn, max(times))


async def report06(
    conn: Connection, who: Principal, unit: str, period: Period, now: datetime
) -> tuple[str, dict[str, Counts]]:
    """Table 06 of a unit and all under it: (unit_id, counts by field).

    Raises UnitUnknown, UnitForbidden, PeriodInvalid, IdentityBroken.
    """
    if not period.first <= period.last < period.first + LONGEST:
        raise PeriodInvalid
    found = await reference.unit(conn, unit, now.date())
    if found is None:
        raise UnitUnknown
    await who.require_unit(conn, found.unit_id)
    units = await store.below(conn, [found.unit_id])
    judged = min(now, _end(period.last))
    rows = await store.table06(conn, units, period.first, period.last, judged)
    table06.check(rows.values())
    await audit.record(conn, str(who.staff_id), "report.read", "table06", found.unit_id, [])
    return found.unit_id, rows


def _end(day: date) -> datetime:
    return datetime.combine(day, time.max, VN)
