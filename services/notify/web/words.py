"""How operators read facts, states and answers; these pages are Vietnamese alone."""

from collections.abc import Mapping
from typing import Final

from services.notify.domain.message import Message
from services.notify.domain.routing import ROUTING
from shared.events import codes
from shared.web.tags import Tag

FACTS: Final[Mapping[str, str]] = {
    "DossierSubmitted": "Nộp hồ sơ trực tuyến",
    "DossierReceived": "Tiếp nhận hồ sơ",
    "DossierNotReceived": "Không tiếp nhận hồ sơ",
    "DossierAssigned": "Giao xử lý hồ sơ",
    "SupplementRequested": "Yêu cầu bổ sung hồ sơ",
    "DossierSupplemented": "Đã bổ sung hồ sơ",
    "DossierCompleted": "Giải quyết xong hồ sơ",
    "ResultReturned": "Trả kết quả",
    "RemedyOpened": "Mở việc theo quyết định khiếu nại",
    "RemedyDone": "Xong việc theo quyết định khiếu nại",
    "PetitionReceived": "Tiếp nhận đơn",
    "PetitionClassified": "Phân loại đơn",
    "PetitionGuided": "Hướng dẫn gửi đơn",
    "PetitionTransferred": "Chuyển đơn",
    "PetitionReturned": "Trả lại đơn",
    "PetitionFiled": "Lưu đơn",
    "PetitionWithdrawn": "Rút đơn",
    "PetitionAnswered": "Trả lời đơn",
    "ComplaintAccepted": "Thụ lý khiếu nại",
    "ComplaintNotAccepted": "Không thụ lý khiếu nại",
    "VerificationAssigned": "Giao xác minh khiếu nại",
    "ComplaintResolved": "Quyết định giải quyết khiếu nại",
}
TYPES: Final[Mapping[str, str]] = {kind.__name__: kind.type() for kind in ROUTING}
STATES: Final[Mapping[str, Tag]] = {
    "WAITING_CONTACT": Tag("Chờ địa chỉ", "yellow"),
    "DUE": Tag("Chờ gửi", "blue"),
    "SENT": Tag("Đã gửi", "green"),
    "FAILED": Tag("Không gửi được", "red"),
    "SKIPPED": Tag("Không gửi", "grey"),
}
REASONS: Final[Mapping[str, str]] = {
    "stale": "sự kiện đã quá 72 giờ khi được đọc",
    "erased": "người nhận đã được xóa dữ liệu",
    "no_party": "đơn không rõ người gửi",
    "no_address": "không có địa chỉ cho kênh này, đã báo qua kênh khác",
    "no_consent": "người nhận không đồng ý nhận qua kênh này",
}
ANSWERS: Final[Mapping[str, str]] = {
    "SENT": "đã nhận",
    "LATER": "chưa nhận được, gửi lại sau",
    "DOWN": "không hoạt động, gửi lại sau",
    "REFUSED": "từ chối địa chỉ",
    "BROKEN": "từ chối nội dung",
}
LANGUAGES: Final[Mapping[str, str]] = {"vi": "Tiếng Việt", "en": "Tiếng Anh"}


def first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def fact(fact_type: str) -> str:
    """What happened; a kind that is told no more stands as it is."""
    name = fact_type.split(".")[-2]
    return FACTS.get(name, name)


def state(message: Message) -> Tag:
    return STATES[message.state]


def reason(message: Message) -> str:
    """Why it ended so; nothing where it simply arrived or is on its way."""
    if message.reason is None:
        return ""
    return REASONS.get(message.reason) or codes.label("message_failed", message.reason)


def audience(message: Message) -> str:
    return first_up(codes.label("audience", message.audience))


def channel(message: Message) -> str:
    return first_up(codes.label("message_channel", message.channel))
