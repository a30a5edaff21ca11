"""Biểu số 06 (TT 01/2020/TT-VPCP): dossiers by level and field, columns (3)–(13), identities."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple

# (1) is the row's number, (2) its field; what each further column holds.
COLUMNS: Mapping[str, str] = {
    "c3": "Số hồ sơ nhận giải quyết: tổng số",
    "c4": "Tiếp nhận trong kỳ: trực tuyến",
    "c5": "Tiếp nhận trong kỳ: trực tiếp, dịch vụ bưu chính",
    "c6": "Từ kỳ trước",
    "c7": "Số hồ sơ đã giải quyết: tổng số",
    "c8": "Đã giải quyết: trước hạn",
    "c9": "Đã giải quyết: đúng hạn",
    "c10": "Đã giải quyết: quá hạn",
    "c11": "Số hồ sơ đang giải quyết: tổng số",
    "c12": "Đang giải quyết: trong hạn",
    "c13": "Đang giải quyết: quá hạn",
}
# The three groups of the table, in its order.
LEVELS: Mapping[str, str] = {
    "PROVINCE": "Thủ tục cấp tỉnh (sở, ban, ngành)",
    "DISTRICT": "Thủ tục cấp huyện",
    "COMMUNE": "Thủ tục cấp xã",
}


class Cell(NamedTuple):
    """What a row of counts is about."""

    unit_id: str
    level: str
    field: str


@dataclass(frozen=True, slots=True)
class Counts:
    """The columns of one row; sums are made here, single counts come from the rows kept."""

    c4: int = 0
    c5: int = 0
    c6: int = 0
    c8: int = 0
    c9: int = 0
    c10: int = 0
    c12: int = 0
    c13: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        names = [field.name for field in fields(self)]
        return Counts(*(getattr(self, name) + getattr(other, name) for name in names))

    def columns(self) -> dict[str, int]:
        """All columns (3)–(13), in their order."""
        sums = {
            "c3": self.c4 + self.c5 + self.c6,
            "c7": self.c8 + self.c9 + self.c10,
            "c11": self.c12 + self.c13,
        }
        return {name: sums.get(name, getattr(self, name, 0)) for name in COLUMNS}


@dataclass(frozen=True, slots=True)
class Beside:
    """Counted beside the table: parts of its columns, and what is in none of them."""

    reopened: int = 0
    refused: int = 0
    waiting: int = 0
    not_received: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """One level of the table: its fields, in the order of their slugs."""

    level: str
    rows: Mapping[str, Counts]
    total: Counts


class IdentityBroken(Exception):
    """The figures contradict each other: none of them is shown."""


def check(rows: Mapping[Cell, Counts], left_open: Mapping[Cell, int]) -> None:
    """3 = 7 + 11, and (6) = (11) of the period before, in each unit, level and field.

    The other sums hold by how they are made (domain.md §5.1). Raises IdentityBroken.
    """
    for cell, row in rows.items():
        made = row.columns()
        if made["c3"] != made["c7"] + made["c11"]:
            raise IdentityBroken(f"{cell}: {made['c3']} ≠ {made['c7']} + {made['c11']}")
    for cell in rows.keys() | left_open.keys():
        carried, left = rows.get(cell, Counts()).c6, left_open.get(cell, 0)
        if carried != left:
            raise IdentityBroken(f"{cell}: {carried} carried over of {left} left open")


def groups(rows: Mapping[Cell, Counts]) -> list[Group]:
    """The units added up, by level and field; a level that has nothing is left out."""
    by_level: dict[str, dict[str, Counts]] = {level: {} for level in LEVELS}
    for cell, row in rows.items():
        of_level = by_level.setdefault(cell.level, {})
        of_level[cell.field] = of_level.get(cell.field, Counts()) + row
    return [
        Group(level, dict(sorted(found.items())), total(found.values()))
        for level, found in by_level.items()
        if found
    ]


def total(rows: Iterable[Counts]) -> Counts:
    return sum(rows, Counts())
