"""The public figures: shares of what was finished, and what is too little to be told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Literal, NamedTuple

from services.reporting.domain.periods import Named
from services.reporting.domain.table06 import Cell, Counts
from services.reporting.domain.tree import Place, Tree

LEAST = 5  # events.md §6: public figures suppress n < 5 with their complements
By = Literal["month", "day"]


@dataclass(frozen=True, slots=True)
class Share:
    """How dossiers were finished: before, on or after their day."""

    early: int = 0
    on_time: int = 0
    late: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.early + other.early, self.on_time + other.on_time, self.late + other.late)

    @property
    def n(self) -> int:
        return self.early + self.on_time + self.late

    @property
    def in_time(self) -> int:
        return self.early + self.on_time

    @property
    def rate(self) -> float | None:
        """In time of all, from 0 to 100; None of nothing."""
        return 100 * self.in_time / self.n if self.n else None

    @property
    def parts(self) -> tuple[float, float, float]:
        """Early, on time, late: from 0 to 100, together 100."""
        return (
            100 * self.early / self.n,
            100 * self.on_time / self.n,
            100 * self.late / self.n,
        )


Shares = Mapping[str, Share]


class Point(NamedTuple):
    """A month (its last day) or a day; no share where there is too little to tell."""

    on: date
    share: Share | None


class Bar(NamedTuple):
    """A unit; no share where there is too little to tell."""

    place: Place
    share: Share | None


class Rating(NamedTuple):
    """What applicants answered, 1–5; None where too few did."""

    average: float | None
    n: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a public page of figures shows; None stands for what is suppressed."""

    place: Place
    path: Sequence[Place]
    period: Named
    now: Share | None
    before: Share | None
    counts: Mapping[str, int | None]
    rating: Rating
    by: By
    points: Sequence[Point]
    bars: Sequence[Bar]
    as_of: datetime | None


# What stands beside the share: the columns of table 06 that are added up.
COUNTS: Mapping[str, tuple[str, ...]] = {
    "received": ("c4", "c5"),
    "finished": ("c7",),
    "open": ("c11",),
    "open_late": ("c13",),
}


def hidden(parts: Sequence[int]) -> frozenset[int]:
    """Which parts of a told whole are kept back.

    Those under 5, and as many of the next smallest as it takes that none of them follows from the
    whole and the others.
    """
    few = {i for i, n in enumerate(parts) if 0 < n < LEAST}
    rest = sorted((n, i) for i, n in enumerate(parts) if n >= LEAST)
    while few and rest and (len(few) < 2 or sum(parts[i] for i in few) < LEAST):
        few.add(rest.pop(0)[1])
    return frozenset(few)


def is_told(tree: Tree, counted: Mapping[str, int], unit_id: str) -> bool:
    """Whether a unit's count is told: neither it nor a unit above it is kept back."""
    path = tree.path(unit_id)
    if 0 < tree.rolled(path[0].unit_id if path else unit_id, counted, 0) < LEAST:
        return False
    for above, place in pairwise(path):
        parts = tree.parts(above.unit_id, counted, 0)
        kept_back = hidden([n for _, n in parts])
        if any(parts[i][0] == place for i in kept_back):
            return False
    return True


def told(tree: Tree, shares: Shares, unit_id: str) -> Share | None:
    """The unit's share with all under it; None where it is kept back."""
    n = {one: share.n for one, share in shares.items()}
    return tree.rolled(unit_id, shares, Share()) if is_told(tree, n, unit_id) else None


def bars(tree: Tree, shares: Shares, unit_id: str) -> list[Bar]:
    """Its own desk and the units right under it that finished something, the worst first."""
    if not tree.children(unit_id):
        return []
    parts = [(place, share) for place, share in tree.parts(unit_id, shares, Share()) if share.n]
    kept_back = hidden([share.n for _, share in parts])
    whole = told(tree, shares, unit_id) is not None
    found = [
        Bar(place, share if whole and i not in kept_back else None)
        for i, (place, share) in enumerate(parts)
    ]
    return sorted(found, key=_worst_first)


def _worst_first(bar: Bar) -> tuple[float, str]:
    rate = bar.share.rate if bar.share else None
    return (101 if rate is None else rate, bar.place.name)


def points(tree: Tree, shares: Mapping[date, Shares], unit_id: str) -> list[Point]:
    """The unit's share in the course of time."""
    days = sorted(shares)
    found = [told(tree, shares[on], unit_id) for on in days]
    kept_back = hidden([share.n if share else 0 for share in found])
    return [
        Point(on, None if i in kept_back else share)
        for i, (on, share) in enumerate(zip(days, found, strict=True))
        if share is None or share.n
    ]


def counts(tree: Tree, rows: Mapping[Cell, Counts], unit_id: str) -> Mapping[str, int | None]:
    """COUNTS of a unit and all under it."""
    found: dict[str, int | None] = {}
    for name, columns in COUNTS.items():
        by_unit: dict[str, int] = {}
        for cell, row in rows.items():
            made = row.columns()
            by_unit[cell.unit_id] = by_unit.get(cell.unit_id, 0) + sum(made[c] for c in columns)
        shown = is_told(tree, by_unit, unit_id)
        found[name] = tree.rolled(unit_id, by_unit, 0) if shown else None
    return found


def added(parts: Iterable[Shares]) -> Shares:
    """What each unit finished in all of them."""
    found: dict[str, Share] = {}
    for part in parts:
        for unit_id, share in part.items():
            found[unit_id] = found.get(unit_id, Share()) + share
    return found


def finished(rows: Mapping[Cell, Counts]) -> Shares:
    """What each unit finished, of table 06."""
    return added({cell.unit_id: Share(row.c8, row.c9, row.c10)} for cell, row in rows.items())


def rating(tree: Tree, rated: Mapping[str, tuple[int, int, int]], unit_id: str) -> Rating:
    """The average of the answers; `rated`: people, their answers, the sum of these, by unit."""
    if not is_told(tree, {one: people for one, (people, _, _) in rated.items()}, unit_id):
        return Rating(None, None)
    ours = [rated[one] for one in tree.below(unit_id) if one in rated]
    answers, total = sum(one[1] for one in ours), sum(one[2] for one in ours)
    return Rating(total / answers if answers else None, sum(one[0] for one in ours))
