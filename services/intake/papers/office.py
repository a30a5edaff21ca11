"""Who issues a paper: the agency and its counter as NĐ 30/2020/NĐ-CP has them in the head."""

from dataclasses import dataclass
from datetime import date

from shared.events.intake import Unit

ADMINISTRATIVE = frozenset({"tinh", "thanh_pho", "thi_xa", "huyen", "phuong", "xa", "thi_tran"})
COUNTER = "Bộ phận Tiếp nhận và Trả kết quả"
CENTRE = "one_stop_centre"
KINDS = ("Tỉnh ", "Thành phố ", "Thị xã ", "Huyện ", "Phường ", "Xã ", "Thị trấn ")


@dataclass(frozen=True, slots=True)
class Office:
    """The agency in full, its counter, and the place that stands before a date."""

    agency: str
    counter: str
    place: str

    def dated(self, on: date) -> str:
        """Đồng Hới, ngày 03 tháng 3 năm 2025: a nought before days under 10, months 1 and 2."""
        month = f"{on.month:02}" if on.month < 3 else str(on.month)
        return f"{self.place}, ngày {on.day:02} tháng {month} năm {on.year}"


def office(unit: Unit, province: str) -> Office:
    """The office of a unit; `province`: the name of the deployment's, as data has it."""
    if unit.kind in ADMINISTRATIVE:
        return Office(committee(unit.name), COUNTER, _bare(unit.name))
    if unit.kind == CENTRE:
        return Office(committee(province), unit.name, _bare(province))
    return Office(unit.name, COUNTER, _bare(province))


def committee(name: str) -> str:
    """Ủy ban nhân dân thành phố Đồng Hới."""
    return f"Ủy ban nhân dân {name[:1].lower()}{name[1:]}"


def _bare(name: str) -> str:
    return next((name.removeprefix(kind) for kind in KINDS if name.startswith(kind)), name)
