"""Whom one can be: the personas of data/, by the unit they work at."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from services.intake.catalogue import agencies, units
from stack import personas
from stack.personas import Persona

OUTSIDE = "Người dân và doanh nghiệp"
ROLES: Mapping[str, str] = {
    "receiver": "tiếp nhận",
    "cashier": "thu phí",
    "dispatcher": "phân công",
    "processor": "xử lý",
    "approver": "phê duyệt",
    "clerk": "văn thư",
    "returner": "trả kết quả",
    "one_stop_head": "phụ trách Bộ phận Một cửa",
    "procedure_controller": "kiểm soát thủ tục",
    "reception_officer": "tiếp công dân",
    "petition_officer": "xử lý đơn",
    "verifier": "xác minh",
    "case_leader": "giải quyết khiếu nại, tố cáo",
    "inspector": "thanh tra",
    "protection_officer": "giữ danh tính người tố cáo",
    "unit_admin": "quản trị đơn vị",
    "province_admin": "quản trị cấp tỉnh",
    "operator": "vận hành",
}


@dataclass(frozen=True)
class Choice:
    """One button of the page."""

    subject: str
    name: str
    title: str
    roles: str


@dataclass(frozen=True)
class Group:
    """Those of one unit."""

    unit: str
    choices: tuple[Choice, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Those outside any office first, then unit by unit as the file has them."""
    at: dict[str, list[Choice]] = {OUTSIDE: []}
    names = unit_names()
    for one in personas.read():
        where = names[one.assignments[0].unit] if one.assignments else OUTSIDE
        at.setdefault(where, []).append(choice(one))
    return tuple(Group(unit, tuple(choices)) for unit, choices in at.items())


def name_of(subject: str) -> str | None:
    """The name of a persona; None for a stranger."""
    return next((one.name for one in personas.read() if one.subject == subject), None)


def choice(one: Persona) -> Choice:
    roles = [role for post in one.assignments for role in post.roles]
    return Choice(one.subject, one.name, one.title, ", ".join(ROLES[role] for role in roles))


def unit_names() -> dict[str, str]:
    """By code and by id, of the units that are open."""
    key = personas.province()
    standing = [unit for unit in (*units(key), *agencies(key)) if not unit.valid_to]
    return {name: unit.name for unit in standing for name in (unit.code, unit.unit_id)}
