"""The figures that everyone may see."""

from services.reporting.domain import figures as public
from services.reporting.domain.figures import By, Figures, Point
from services.reporting.domain.periods import Named
from services.reporting.domain.refusals import NoSuchUnit
from services.reporting.handlers.counting import Counted


def figures(counted: Counted, unit: str | None, period: Named) -> Figures:
    """Of a unit and all under it; of the province where none is named. Raises NoSuchUnit."""
    tree = counted.tree
    place = tree.places.get(unit) if unit else tree.root()
    if place is None:
        raise NoSuchUnit
    shares = public.finished(counted.rows)
    by, points = _course(counted, place.unit_id)
    return Figures(
        place=place,
        path=tree.path(place.unit_id),
        period=period,
        now=public.told(tree, shares, place.unit_id),
        before=public.told(tree, counted.before, place.unit_id),
        counts=public.counts(tree, counted.rows, place.unit_id),
        rating=public.rating(tree, counted.rated, place.unit_id),
        by=by,
        points=points,
        bars=public.bars(tree, shares, place.unit_id),
        as_of=counted.position.as_of if counted.position else None,
    )


def _course(counted: Counted, unit_id: str) -> tuple[By, list[Point]]:
    """The last 12 report months; the days of the last one where there is no more yet."""
    found = public.points(counted.tree, counted.months, unit_id)
    if len(found) > 1:
        return "month", found
    return "day", public.points(counted.tree, counted.days, unit_id)
