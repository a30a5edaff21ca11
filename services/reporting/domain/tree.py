"""The units as one tree: who is under whom, and what adds up to what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

N = TypeVar("N")


class Place(NamedTuple):
    """A unit as far as figures name it."""

    unit_id: str
    name: str
    level: str
    kind: str
    parent: str | None
    valid_to: date | None = None


class Tree:
    """All units known; one whose parent has not come yet stands under none."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places: Mapping[str, Place] = {place.unit_id: place for place in places}
        self._children: dict[str, list[Place]] = {}
        for place in self.places.values():
            if place.parent is not None:
                self._children.setdefault(place.parent, []).append(place)

    def root(self) -> Place | None:
        """The province; None where no unit is known yet."""
        tops = [p for p in self.places.values() if p.parent is None and p.level == "PROVINCE"]
        return min(tops, default=None)

    def children(self, unit_id: str) -> Sequence[Place]:
        return self._children.get(unit_id, ())

    def below(self, unit_id: str) -> list[str]:
        """The unit and all under it."""
        found = {unit_id: None}  # in order, each once
        left = [unit_id]
        while left:
            new = [p.unit_id for p in self.children(left.pop()) if p.unit_id not in found]
            found |= dict.fromkeys(new)
            left += new
        return list(found)

    def path(self, unit_id: str) -> list[Place]:
        """From the top down to the unit itself."""
        found: list[Place] = []
        place = self.places.get(unit_id)
        while place and place not in found:
            found.insert(0, place)
            place = self.places.get(place.parent or "")
        return found

    def walk(self, unit_id: str, today: date) -> Iterator[tuple[int, Place]]:
        """The unit and what is under it that day, in the order of names, each with its depth."""
        yield from self._walk(self.places[unit_id], 0, today)

    def _walk(self, place: Place, depth: int, today: date) -> Iterator[tuple[int, Place]]:
        if place.valid_to is None or place.valid_to >= today:
            yield depth, place
        for child in sorted(self.children(place.unit_id), key=lambda one: one.name):
            if depth < 6:
                yield from self._walk(child, depth + 1, today)

    def parts(self, unit_id: str, counted: Mapping[str, N], none: N) -> list[tuple[Place, N]]:
        """What a unit's figure is made of: its own desk, and each unit right under it."""
        own = (self.places[unit_id], counted.get(unit_id, none))
        return [own, *((c, self.rolled(c.unit_id, counted, none)) for c in self.children(unit_id))]

    def rolled(self, unit_id: str, counted: Mapping[str, N], none: N) -> N:
        """The unit's own and all under it, added up."""
        total = none
        for one in self.below(unit_id):
            if one in counted:
                total = total + counted[one]  # type: ignore[operator]
        return total
