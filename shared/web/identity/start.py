"""The first page of officials at a service that has no desk for them: their work, and where it is.

Which role works on which page each service's own table of rights says; a test holds them together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from shared.auth import Account, NotStaff, visitor
from shared.events.codes import known
from shared.problem import Problem
from shared.problem_web import answer
from shared.tokens import TokenMissing
from shared.web.csrf import SAFE
from shared.web.frame import Link
from shared.web.pages import render
from shared.web.problem_pages import wants_page
from shared.web.sites import Sites

DESK: Final = "/desk"
START: Final = "/desk/start"
COUNTER: Final = frozenset(
    {
        *("one_stop_head", "receiver", "cashier", "dispatcher", "processor", "approver"),
        *("clerk", "returner", "procedure_controller"),
    }
)
PETITIONS: Final = frozenset(
    {"petition_officer", "reception_officer", "case_leader", "inspector", "verifier"}
)
LEADERS: Final = frozenset({"approver", "dispatcher", "case_leader", "inspector"})
OPERATOR: Final = frozenset({"operator"})
ANYBODY: Final = frozenset(known("role"))


@dataclass(frozen=True)
class Work:
    """What is done on a page, and the roles that do it."""

    text: str
    service: str
    path: str
    roles: frozenset[str]


WORKS: Final = (
    Work("Hồ sơ tại Bộ phận Một cửa", "intake", DESK, COUNTER),
    Work(
        "Nhập thủ tục từ tệp",
        "intake",
        "/desk/catalogue",
        frozenset({"procedure_controller"}),
    ),
    Work("Đơn, khiếu nại, kiến nghị, phản ánh", "complaints", DESK, PETITIONS),
    Work("Tin báo đã lập", "notify", "/desk/messages", OPERATOR),
    Work("Sự kiện chưa xử lý được", "notify", "/desk/parked", OPERATOR),
    Work(
        "Biểu số 06: tình hình, kết quả giải quyết hồ sơ",
        "reporting",
        "/desk/reports/06",
        LEADERS | {"one_stop_head", "procedure_controller"},
    ),
    Work("Tình hình khiếu nại, kiến nghị, phản ánh", "reporting", "/desk/complaints", LEADERS),
    Work("Số liệu công khai", "reporting", "/", ANYBODY),
    Work("Thủ tục hành chính", "intake", "/", ANYBODY),
)
# Work that is done on no page: where it is done instead.
ELSEWHERE: Final = {
    "operator": (
        "Tình trạng các dịch vụ, sao lưu, khóa: dùng lệnh của hệ thống trên máy chủ"
        " (status, doctor, backup, rotate)."
    ),
    "unit_admin": (
        "Khai báo cán bộ, quy định riêng của đơn vị, mở quyển sổ theo dõi: qua giao diện lập trình"
        " của dịch vụ hồ sơ (/api/staff, /api/units)."
    ),
    "province_admin": (
        "Khai báo cán bộ: qua giao diện lập trình của dịch vụ hồ sơ (/api/staff). Thủ tục, đơn vị,"
        " lịch làm việc: người vận hành nạp từ tệp."
    ),
    "protection_officer": "Việc giữ danh tính người tố cáo chưa có trang trong hệ thống này.",
}
router = APIRouter(include_in_schema=False)


@router.get(START)
async def start(request: Request) -> Response:
    """Việc của ông/bà: what each of their roles does, here and at the other services."""
    who = visitor(request)
    if who is None:
        raise TokenMissing
    if not who.assignments:
        raise NotStaff
    roles = [role for post in who.assignments for role in post.roles]
    state = request.app.state
    links = works(roles, state.identity.service, state.sites)
    told = [ELSEWHERE[role] for role in dict.fromkeys(roles) if role in ELSEWHERE]
    return render(request, "identity/start.html", links=links, told=told)


async def lead_on(request: Request, error: Exception) -> Response:
    """An official at a desk that is another's comes to their own work; else a refusal stands."""
    assert isinstance(error, Problem)  # noqa: S101
    at_desk = request.url.path == DESK and request.method in SAFE
    if at_desk and wants_page(request.scope):
        return RedirectResponse(START, 303)
    return answer(error, request.scope)


def works(roles: Iterable[str], here: str, at: Sites) -> Sequence[Link]:
    """The pages on which these roles work, seen from one of the services."""
    held = frozenset(roles)
    return [Link(work.text, _address(work, here, at)) for work in WORKS if held & work.roles]


def _address(work: Work, here: str, at: Sites) -> str:
    site: str = "" if work.service == here else getattr(at, work.service)
    return f"{site}{work.path}"


def is_official(account: object) -> bool:
    """Whether somebody holds a post today: then a desk or this page is theirs."""
    return isinstance(account, Account) and bool(account.held())
