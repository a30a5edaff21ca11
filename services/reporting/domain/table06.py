"""Biểu số 06 (TT 01/2020/TT-VPCP): dossiers by field, columns (3)–(13) and their identities."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

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


class IdentityBroken(Exception):
    """The figures contradict each other: none of them is shown."""


def check(rows: Iterable[Counts]) -> None:
    """3 = 7 + 11 in each row (domain.md §5.1); the other sums hold by how they are made.

    Raises IdentityBroken.
    """
    for row in rows:
        made = row.columns()
        if made["c3"] != made["c7"] + made["c11"]:
            raise IdentityBroken(f"{made['c3']} ≠ {made['c7']} + {made['c11']}")


def total(rows: Iterable[Counts]) -> Counts:
    return sum(rows, Counts())
