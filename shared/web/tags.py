"""The tag of each status: its national word and its colour."""

from collections.abc import Mapping
from typing import NamedTuple

from shared.events import codes
from shared.web.i18n import N_


class Tag(NamedTuple):
    """`note` stands behind the word: who the office waits for."""

    text: str
    colour: str
    note: str = ""
    outlined: bool = False


# Status of the national code list `status`: colour, who is waited for.
COLOURS: Mapping[str, tuple[str, str]] = {
    "1": ("blue", ""),
    "2": ("teal", ""),
    "3": ("grey", ""),
    "4": ("blue", ""),
    "5": ("yellow", N_("chờ công dân")),
    "6": ("yellow", N_("chờ công dân")),
    "7": ("orange", N_("chờ cơ quan")),
    "8": ("grey", ""),
    "9": ("green", ""),
    "10": ("green", ""),
}
OUTLINED = "10"


def dossier(status: str, lang: str) -> Tag:
    """The tag of a dossier; a status newer than this page stands in grey as it is."""
    colour, note = COLOURS.get(status, ("grey", ""))
    return Tag(codes.label("status", status, lang), colour, note, status == OUTLINED)


# Cases and petitions are told by four things alone: open, waiting, standing still, decided.
OPEN, WAITING, SUSPENDED, DECIDED = "blue", "yellow", "grey", "green"
CASE: Mapping[str, tuple[str, str]] = {
    "ACCEPTED": (N_("Đã thụ lý"), OPEN),
    "VERIFYING": (N_("Đang xác minh"), OPEN),
    "DIALOGUE": (N_("Đối thoại"), OPEN),
    "DECIDED": (N_("Đã có quyết định"), DECIDED),
    "SENT": (N_("Đã gửi quyết định"), DECIDED),
    "APPEALED_2": (N_("Đã khiếu nại lần hai"), WAITING),
    "SUED": (N_("Đã khởi kiện"), WAITING),
    "EFFECTIVE": (N_("Có hiệu lực"), DECIDED),
    "ENFORCING": (N_("Đang thi hành"), OPEN),
    "SUSPENDED": (N_("Tạm đình chỉ"), SUSPENDED),
    "TERMINATED": (N_("Đình chỉ"), SUSPENDED),
    "CLOSED": (N_("Đã kết thúc"), DECIDED),
}
PETITION: Mapping[str, tuple[str, str]] = {
    "RECEIVED": (N_("Đã tiếp nhận"), OPEN),
    "CLASSIFIED": (N_("Đã phân loại"), OPEN),
    "ACCEPTED": (N_("Đã thụ lý"), OPEN),
    "NOT_ACCEPTED": (N_("Không thụ lý"), SUSPENDED),
    "GUIDED": (N_("Đã hướng dẫn"), DECIDED),
    "TRANSFERRED": (N_("Đã chuyển đơn"), DECIDED),
    "RETURNED": (N_("Đã trả đơn"), DECIDED),
    "URGED": (N_("Đã đôn đốc"), DECIDED),
    "FILED": (N_("Lưu đơn"), SUSPENDED),
    "WITHDRAWN": (N_("Đã rút đơn"), SUSPENDED),
    "IN_CHARGE": (N_("Đang giải quyết"), OPEN),
    "MORE_ASKED": (N_("Yêu cầu bổ sung"), WAITING),
    "REJECTED": (N_("Không tiếp nhận"), SUSPENDED),
    "ANSWERED": (N_("Đã trả lời"), DECIDED),
    "PUBLISHED": (N_("Đã công khai"), DECIDED),
    "CLOSED": (N_("Đã kết thúc"), DECIDED),
}


def case(status: str) -> Tag:
    """The tag of a complaint or denunciation case; its word is a msgid."""
    return Tag(*CASE.get(status, (status, SUSPENDED)))


def petition(status: str) -> Tag:
    """The tag of a petition; its word is a msgid."""
    return Tag(*PETITION.get(status, (status, SUSPENDED)))
