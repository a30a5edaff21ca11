"""The offices that letters are written to."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shared.events.intake import Unit

# Kinds of units (code list `unit_kind`) that have a people's committee.
COMMITTEES = frozenset({"tinh", "thanh_pho", "thi_xa", "huyen", "phuong", "xa", "thi_tran"})


class Office(NamedTuple):
    """An office as people choose it."""

    unit_id: str
    name: str
    above: str  # the district it lies in, where two of one name could be meant


def name(unit: Unit) -> str:
    """`UBND phường Đồng Hải`; agencies by their own name."""
    if unit.kind not in COMMITTEES:
        return unit.name
    return f"UBND {unit.name[:1].lower()}{unit.name[1:]}"


def offices(units: Sequence[Unit]) -> list[Office]:
    """The province and its agencies, the districts, then the communes by district."""
    known: Mapping[str, Unit] = {unit.unit_id: unit for unit in units}
    told = [(unit, known.get(unit.parent_unit_id or "")) for unit in units]
    order = {"PROVINCE": 0, "DISTRICT": 1, "COMMUNE": 2}
    told.sort(
        key=lambda one: (order.get(one[0].level, 3), one[1].name if one[1] else "", one[0].name)
    )
    return [
        Office(unit.unit_id, name(unit), above.name if above and unit.level == "COMMUNE" else "")
        for unit, above in told
    ]
