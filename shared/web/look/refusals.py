"""The refusals that the style page shows, each as an application would raise it."""

from collections.abc import Callable, Mapping

from shared.problem import FieldError, Problem
from shared.problem_web import FieldsInvalid, HttpProblem, Unavailable
from shared.web.i18n import N_


class Taken(Problem):
    status, code = 409, "LOOK_CONFLICT"
    title, title_en = "Hồ sơ vừa được người khác cập nhật", "Someone has just changed this dossier"


class Forbidden(Problem):
    status, code = 403, "LOOK_FORBIDDEN"
    title = "Tài khoản của bạn không có quyền xem hồ sơ này"
    title_en = "Your account may not see this dossier"


REFUSALS: Mapping[int, Callable[[], Problem]] = {
    403: lambda: Forbidden(N_("Hồ sơ thuộc UBND phường Đồng Phú; liên hệ 0232 382 1234.")),
    404: lambda: HttpProblem(404),
    409: lambda: Taken(N_("Hồ sơ đã được bà Nguyễn Thị Bình cập nhật lúc 14:03.")),
    422: lambda: FieldsInvalid(
        fields=[FieldError("phone", "PHONE", N_("Nhập số điện thoại, ví dụ 0912 345 678."))]
    ),
    503: lambda: Unavailable(N_("Hệ thống đang bảo trì đến 06:00 ngày 25/11/2026.")),
}
