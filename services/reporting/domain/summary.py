"""Counts of petitions and complaints for leaders: the columns, and what must add up.

No form of the law: those of TT 02/2021/TT-TTCP come when their columns are verified.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

PETITIONS: Final[Mapping[str, str]] = {
    "received": "Đơn tiếp nhận trong kỳ",
    "classified": "Đã phân loại",
    "eligible": "Đủ điều kiện xử lý",
    "ineligible": "Không đủ điều kiện xử lý",
    "accepted": "Kết quả: thụ lý",
    "not_accepted": "Kết quả: không thụ lý",
    "guided": "Kết quả: hướng dẫn",
    "transferred": "Kết quả: chuyển đơn",
    "returned": "Kết quả: trả đơn",
    "filed": "Kết quả: lưu đơn",
    "withdrawn": "Kết quả: rút đơn",
    "answered": "Kết quả: đã trả lời",
    "rejected": "Kết quả: từ chối",
    "open": "Chưa có kết quả",
}
CASES: Final[Mapping[str, str]] = {
    "carried": "Vụ việc từ kỳ trước chuyển sang",
    "accepted": "Thụ lý trong kỳ",
    "not_accepted": "Không thụ lý trong kỳ",
    "resolved": "Đã giải quyết",
    "early": "Đã giải quyết: trước hạn",
    "on_time": "Đã giải quyết: đúng hạn",
    "late": "Đã giải quyết: quá hạn",
    "right": "Kết luận: khiếu nại đúng",
    "partly": "Kết luận: khiếu nại đúng một phần",
    "wrong": "Kết luận: khiếu nại sai",
    "open": "Đang giải quyết",
    "open_late": "Đang giải quyết: quá hạn",
}


@dataclass(frozen=True, slots=True)
class PetitionCounts:
    """Petitions of one kind that came in the period, and what has become of them by now."""

    received: int = 0
    classified: int = 0
    eligible: int = 0
    ineligible: int = 0
    accepted: int = 0
    not_accepted: int = 0
    guided: int = 0
    transferred: int = 0
    returned: int = 0
    filed: int = 0
    withdrawn: int = 0
    answered: int = 0
    rejected: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """Cases of one field that were open in the period, and complaints refused in it."""

    carried: int = 0
    accepted: int = 0
    not_accepted: int = 0
    resolved: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    right: int = 0
    partly: int = 0
    wrong: int = 0
    open: int = 0
    open_late: int = 0


def total_of(rows: Mapping[str, PetitionCounts] | Mapping[str, CaseCounts]) -> dict[str, int]:
    """The sum of each column; empty where there is no row."""
    made = [asdict(row) for row in rows.values()]
    return {name: sum(row[name] for row in made) for name in made[0]} if made else {}


def is_whole(row: CaseCounts) -> bool:
    """What was there and what came has been resolved or is open."""
    return row.carried + row.accepted == row.resolved + row.open


def is_whole_petitions(row: PetitionCounts) -> bool:
    """Each petition has one outcome or none yet."""
    ended = [row.accepted, row.not_accepted, row.guided, row.transferred, row.returned]
    ended += [row.filed, row.withdrawn, row.answered, row.rejected]
    return row.received == sum(ended) + row.open
