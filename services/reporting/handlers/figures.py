"""The figures that everyone may see."""

from datetime import date, datetime, timedelta

from services.reporting.domain import figures as public
from services.reporting.domain.figures import By, Figures, Point
from services.reporting.domain.periods import Named, before
from services.reporting.domain.refusals import NoSuchUnit
from services.reporting.domain.tree import Tree
from services.reporting.handlers.reports import Span, counted06, judged
from services.reporting.store import figures as store
from services.reporting.store.reach import as_of
from shared.db import Connection
from shared.events.intake import DossierReceived
from shared.worktime.hours import local
from shared.worktime.periods import Period, month, report_month


async def figures(conn: Connection, unit: str | None, period: Named, now: datetime) -> Figures:
    """Of a unit and all under it; of the province where none is named.

    Raises NoSuchUnit, FiguresBroken.
    """
    tree = await store.tree(conn)
    place = tree.places.get(unit) if unit else tree.root()
    if place is None:
        raise NoSuchUnit
    first, last = period.days.first, period.days.last
    rows = await counted06(conn, Span(list(tree.places), first, last, judged(now, last)))
    shares = public.finished(rows)
    by, points = await _course(conn, tree, place.unit_id, period, now)
    return Figures(
        place=place,
        path=tree.path(place.unit_id),
        period=period,
        now=public.told(tree, shares, place.unit_id),
        before=public.told(tree, await _shares(conn, before(period).days), place.unit_id),
        counts=public.counts(tree, rows, place.unit_id),
        rating=public.rating(tree, await store.rated(conn, first, last), place.unit_id),
        by=by,
        points=points,
        bars=public.bars(tree, shares, place.unit_id),
        as_of=await as_of(conn, DossierReceived.topic),
    )


async def _shares(conn: Connection, days: Period) -> public.Shares:
    """What each unit finished in those days."""
    by_month = await store.finished(conn, days.first, days.last, by_month=True)
    return public.added(by_month.values())


async def _course(
    conn: Connection, tree: Tree, unit_id: str, period: Named, now: datetime
) -> tuple[By, list[Point]]:
    """The last 12 report months; the days of the last one where there is no more yet."""
    last = min(period.days.last, _this_month(now).last)
    newest = month(*report_month(last))
    eve = newest.last.replace(year=newest.last.year - 1)
    months = await store.finished(conn, eve + timedelta(days=1), last, by_month=True)
    found = public.points(tree, months, unit_id)
    if len(found) > 1:
        return "month", found
    days = await store.finished(conn, newest.first, last, by_month=False)
    return "day", public.points(tree, days, unit_id)


def _this_month(now: datetime) -> Period:
    today: date = local(now).date()
    return month(*report_month(today))
