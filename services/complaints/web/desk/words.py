"""The words of the officials' pages for codes and steps; they are in Vietnamese alone."""

from collections.abc import Mapping
from typing import Final

from shared.events.codes import known, label
from shared.web.params import Choice

STEPS: Final[Mapping[str, str]] = {
    "REGISTER": "Đăng ký đơn",
    "LODGE": "Người gửi nộp trực tuyến",
    "CLASSIFY": "Phân loại đơn",
    "ACCEPT": "Thụ lý khiếu nại",
    "NOT_ACCEPT": "Không thụ lý khiếu nại",
    "GUIDE": "Hướng dẫn người gửi",
    "TRANSFER": "Chuyển đơn",
    "RETURN": "Trả đơn",
    "FILE": "Lưu đơn",
    "WITHDRAW": "Người gửi rút đơn",
    "TAKE_CHARGE": "Nhận giải quyết",
    "REJECT": "Từ chối giải quyết",
    "ANSWER": "Trả lời",
    "ASSIGN": "Giao xác minh",
    "HEAR": "Đối thoại",
    "DECIDE": "Ra quyết định giải quyết",
}
OUTCOMES: Final[Mapping[str, str]] = {
    "GUIDE": "Hướng dẫn",
    "TRANSFER": "Chuyển đơn",
    "RETURN": "Trả đơn",
    "FILE": "Lưu đơn",
    "WITHDRAWN": "Ghi rút đơn",
}
YES_NO: Final = (Choice("yes", "Có"), Choice("no", "Không"))


def of(name: str, code: str | None) -> str:
    """A code in the words of its list, with a capital; a dash for none."""
    if not code:
        return "–"
    said = label(name, code)
    return said[:1].upper() + said[1:]


def choices(name: str) -> tuple[Choice, ...]:
    """All codes of a list to choose from, in its order."""
    return tuple(Choice(code, of(name, code)) for code in known(name))


def yes_no(value: bool | None) -> str:
    return "–" if value is None else ("Có" if value else "Không")
