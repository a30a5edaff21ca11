"""Administrative units and agencies of a deployment, with parents and successors resolved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from services.intake.catalogue.provinces import Province, province
from shared.tables import FOLDER, Row, rows
from shared.worktime import opening

LEVELS = {"province": "PROVINCE", "district": "DISTRICT", "commune": "COMMUNE"}
UNITS, AGENCIES, SUCCESSORS = "units.csv", "agencies.csv", "unit_successors.csv"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or agency as intake.unit.v1 tells it."""

    unit_id: str
    code: str
    valid_from: date | None
    valid_to: date | None
    kind: str
    level: str
    name: str
    parent_unit_id: str | None
    identification_code: str
    remote: bool
    opening_hours: tuple[opening.Opening, ...]
    successors: tuple[tuple[str, date], ...]

    def valid_on(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


@dataclass(frozen=True, slots=True)
class _Place:
    """A row of either file with its validity here."""

    row: Row
    unit_id: str
    code: str
    valid_from: date | None
    valid_to: date | None

    def holds(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


def units(key: str, folder: Path = FOLDER) -> tuple[Unit, ...]:
    """Province, districts and communes; closed ones stay for the history. Raises BadTable."""
    return tuple(unit for file, unit in _tree(key, folder) if file == UNITS)


def agencies(key: str, folder: Path = FOLDER) -> tuple[Unit, ...]:
    """Departments, boards, offices and their branches. Raises BadTable."""
    return tuple(unit for file, unit in _tree(key, folder) if file == AGENCIES)


def top(key: str, day: date, folder: Path = FOLDER) -> Unit:
    """The province itself, on that day. Raises BadTable."""
    return next(one for one in units(key, folder) if one.level == "PROVINCE" and one.valid_on(day))


@cache
def _tree(key: str, folder: Path) -> tuple[tuple[str, Unit], ...]:
    here = province(key, folder)
    known = [_place(row, here) for file in (UNITS, AGENCIES) for row in rows(file, folder)]
    loaded = [place for place in known if here.loads(place.valid_from)]
    by_code = _by_code(loaded)
    after = _successors(known, {place.unit_id for place in loaded}, folder)
    return tuple(
        (place.row.file, _unit(place, here, by_code, after.get(place.unit_id, [])))
        for place in loaded
    )


def _place(row: Row, here: Province) -> _Place:
    code, valid_from = row.must("code"), row.day("valid_from")
    valid_to = here.ends(row.day("valid_to"))
    if valid_from and valid_to and valid_to < valid_from:
        raise row.bad("valid_to", "ends before it begins")
    return _Place(row, unit_id(code, valid_from), code, valid_from, valid_to)


def unit_id(code: str, valid_from: date | None) -> str:
    """A code can be used again, so its first day belongs to the id (domain.md §2.1)."""
    return f"{code}@{valid_from}" if valid_from else code


def _by_code(places: Iterable[_Place]) -> Mapping[str, list[_Place]]:
    found: dict[str, list[_Place]] = {}
    for place in places:
        same = found.setdefault(place.code, [])
        if any(other.unit_id == place.unit_id for other in same):
            raise place.row.bad("code", f"{place.unit_id} is there twice")
        same.append(place)
    return found


def _successors(
    known: Iterable[_Place], loaded: set[str], folder: Path
) -> Mapping[str, list[tuple[str, date]]]:
    ids = {place.unit_id for place in known}
    after: dict[str, list[tuple[str, date]]] = {}
    for row in rows(SUCCESSORS, folder):
        old = unit_id(row.must("old_code"), row.day("old_valid_from"))
        new = unit_id(row.must("new_code"), row.day("new_valid_from"))
        for field, each in (("old_code", old), ("new_code", new)):
            if each not in ids:
                raise row.bad(field, f"no such unit: {each}")
        if {old, new} <= loaded:
            after.setdefault(old, []).append((new, row.read("date", date.fromisoformat)))
    return after


def _unit(
    place: _Place,
    here: Province,
    by_code: Mapping[str, list[_Place]],
    successors: Iterable[tuple[str, date]],
) -> Unit:
    row, own = place.row, place.row.file == UNITS
    kind = row.must("unit_type" if own else "kind")
    return Unit(
        unit_id=place.unit_id,
        code=place.code,
        valid_from=place.valid_from,
        valid_to=place.valid_to,
        kind=kind,
        level=row.read("level", LEVELS.__getitem__) if own else _level(kind),
        name=row.must("name"),
        parent_unit_id=_parent(place, by_code),
        identification_code=f"{row.must('identification_code')}.{here.identifier}",
        remote=own and row.flag("remote"),
        opening_hours=row.read("opening_hours", opening.parse),
        successors=tuple(successors),
    )


def _level(kind: str) -> str:
    return "DISTRICT" if kind == "land_branch" else "PROVINCE"


def _parent(place: _Place, by_code: Mapping[str, list[_Place]]) -> str | None:
    """The parent of its last day: one row of a branch outlives two rows of its office."""
    code = place.row.text("parent_code")
    if not code:
        return None
    last = place.valid_to or date.max
    for parent in by_code.get(code, []):
        if parent.holds(last):
            return parent.unit_id
    raise place.row.bad("parent_code", f"no unit {code} in force")
