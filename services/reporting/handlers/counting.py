"""What the public figures of a period are made of: counted once for all who look, then kept.

Anyone may ask, and a count reads every dossier of the period. So one is made at a time, and is good
for all units until something is folded, or a few seconds have gone: then what is open may be late.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.reporting.domain import figures as public
from services.reporting.domain.figures import Shares
from services.reporting.domain.periods import Named, before
from services.reporting.domain.table06 import Cell, Counts
from services.reporting.domain.tree import Tree
from services.reporting.handlers.reports import Span, counted06, judged
from services.reporting.store import figures as store
from services.reporting.store.reach import Position, position
from shared.db import Connection, Pool, snapshot
from shared.events.intake import DossierReceived
from shared.worktime.hours import local
from shared.worktime.periods import Period, month, report_month

TOPIC = DossierReceived.topic
KEPT_FOR = timedelta(seconds=5)
MOST = 40  # periods; the one that was asked for longest ago goes


@dataclass(frozen=True, slots=True)
class Counted:
    """All units of a period, and of the one before it."""

    tree: Tree
    rows: Mapping[Cell, Counts]
    before: Shares
    rated: Mapping[str, tuple[int, int, int]]
    months: Mapping[date, Shares]  # the last twelve
    days: Mapping[date, Shares]  # of the last of them
    at: datetime
    position: Position | None

    def holds(self, now: datetime, folded: Position | None) -> bool:
        """Nothing is kept of a province that is still coming in."""
        fresh = abs(now - self.at) < KEPT_FOR and folded == self.position
        return fresh and folded is not None and self.tree.root() is not None


class Counting:
    """The counts that are kept in this process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Counted] = OrderedDict()
        self._turn = asyncio.Lock()

    async def of(self, pool: Pool, period: Named, now: datetime) -> Counted:
        """The counts of a period as they are now. Raises FiguresBroken."""
        if kept := await self._fresh(pool, period, now):
            return kept
        async with self._turn:  # whoever waits here holds no connection
            if kept := await self._fresh(pool, period, now):
                return kept
            async with snapshot(pool) as conn:
                counted = await count(conn, period, now)
            self._kept[period.code] = counted
            self._kept.move_to_end(period.code)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
            return counted

    async def _fresh(self, pool: Pool, period: Named, now: datetime) -> Counted | None:
        kept = self._kept.get(period.code)
        if kept is None or not kept.holds(now, await position(pool, TOPIC)):
            return None
        return kept


async def count(conn: Connection, period: Named, now: datetime) -> Counted:
    """Read it all. Raises FiguresBroken."""
    reached = await position(conn, TOPIC)  # first: what is folded meanwhile counts as not seen
    tree = await store.tree(conn)
    first, last = period.days.first, period.days.last
    rows = await counted06(conn, Span(list(tree.places), first, last, judged(now, last)))
    until = min(last, _this_month(now).last)
    newest = month(*report_month(until))
    eve = newest.last.replace(year=newest.last.year - 1)
    earlier = before(period).days
    return Counted(
        tree=tree,
        rows=rows,
        before=public.added((await _finished(conn, earlier, by_month=True)).values()),
        rated=await store.rated(conn, first, last),
        months=await _finished(conn, Period(eve + timedelta(days=1), until), by_month=True),
        days=await _finished(conn, Period(newest.first, until), by_month=False),
        at=now,
        position=reached,
    )


async def _finished(conn: Connection, days: Period, *, by_month: bool) -> Mapping[date, Shares]:
    return await store.finished(conn, days.first, days.last, by_month=by_month)


def _this_month(now: datetime) -> Period:
    return month(*report_month(local(now).date()))
