"""A refusal as a page, for people; programs get problem+json from shared/problem_web.py."""

import re
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from shared.problem import Problem
from shared.web.assets import PREFIX
from shared.web.csrf import SAFE, TYPED
from shared.web.i18n import N_

Render = Callable[..., Response]
# What the framework refuses has words for programs; people read these.
HEADINGS = {
    "NOT_FOUND": N_("Không có trang này"),
    "METHOD_NOT_ALLOWED": N_("Không có trang này"),
    "BODY_TOO_LARGE": N_("Nội dung gửi lên quá lớn"),
    "BODY_UNREADABLE": N_("Không đọc được nội dung gửi lên"),
    "NOT_STAFF": N_("Trang này dành cho cán bộ, công chức"),
    "ROLE_MISSING": N_("Tài khoản của bạn không có quyền xem trang này"),
    "UNIT_FORBIDDEN": N_("Tài khoản của bạn không có quyền xem nội dung này"),
    "UNEXPECTED": N_("Hệ thống gặp lỗi"),
    "UNAVAILABLE": N_("Hệ thống tạm gián đoạn"),
    "STORAGE_FULL": N_("Chưa lưu được tệp: hệ thống hết chỗ lưu trữ"),
}
ADVICE = {
    403: N_("Nếu cho rằng đây là nhầm lẫn, liên hệ cơ quan phụ trách hồ sơ."),
    404: N_("Kiểm tra lại địa chỉ, hoặc tìm từ trang chủ."),
    405: N_("Kiểm tra lại địa chỉ, hoặc tìm từ trang chủ."),
    408: N_("Kiểm tra kết nối mạng rồi thử lại."),
    409: N_("Quay lại, tải lại trang để xem bản mới nhất rồi làm tiếp."),
    413: N_("Chọn tệp nhỏ hơn rồi gửi lại."),
    429: N_("Chờ một lát rồi thử lại."),
    500: N_("Báo mã sự cố cho người vận hành nếu lỗi lặp lại."),
    503: N_("Chờ một lát rồi thử lại."),
    507: N_("Các tệp đã lưu trước đó vẫn còn. Gửi lại tệp này sau, hoặc nộp giấy tờ tại quầy."),
}
# Sending the same again may succeed; for other refusals it can't.
SEND_AGAIN = frozenset({408, 429, 500, 503})
EXPIRED = "FORM_EXPIRED"
# Under these paths only programs ask, whatever they accept.
PROGRAMS = ("/api/", "/health/", "/metrics", f"{PREFIX}/")
ACCEPTED = re.compile(r"\s*([\w*+.-]+/[\w*+.-]+)\s*(?:;[^,]*?\bq=([01](?:\.\d+)?))?[^,]*(?:,|$)")


def page(render: Render, problem: Problem, scope: Scope) -> Response | None:
    """The page of a refusal, None for programs; what was typed stays in it, nothing is lost."""
    if not wants_page(scope):
        return None
    request = Request(scope)
    again = problem.status in SEND_AGAIN or problem.code == EXPIRED
    kept = scope.get("state", {}).get(TYPED, []) if again else []
    incident = getattr(problem, "incident", "")
    response = render(
        request,
        "problem.html",
        status=problem.status,
        problem=problem,
        heading=HEADINGS.get(problem.code, ""),
        advice=ADVICE.get(problem.status, "") if problem.code != EXPIRED else "",
        incident=incident,
        detail="" if incident else problem.detail or "",
        kept=kept if scope["method"] not in SAFE else [],
        retry=scope["method"] in SAFE and problem.status in SEND_AGAIN,
    )
    response.headers.update(problem.headers)
    return response


def wants_page(scope: Scope) -> bool:
    """Whether a person's browser asks: it names text/html, and nothing of JSON before it."""
    if scope["path"].startswith(PROGRAMS):
        return False
    accepted = {
        kind.lower(): float(weight or 1)
        for kind, weight in ACCEPTED.findall(Headers(scope=scope).get("accept", ""))
    }
    json = max(accepted.get("application/json", 0), accepted.get("application/problem+json", 0))
    return accepted.get("text/html", 0) > json
