"""Sentences that a code of a fact stands for, in both languages."""

from collections.abc import Mapping
from typing import Any, Final

Phrases = Mapping[str, Mapping[Any, str]]

ROUND: Final[Phrases] = {
    "vi": {1: "lần đầu", 2: "lần hai"},
    "en": {1: "first", 2: "second"},
}
# What one may do against a decision of that round (Luật Khiếu nại Điều 33 and 42).
REMEDY: Final[Phrases] = {
    "vi": {
        1: "khiếu nại lần hai hoặc khởi kiện vụ án hành chính tại Tòa án (Điều 33 Luật Khiếu nại)",
        2: "khởi kiện vụ án hành chính tại Tòa án (Điều 42 Luật Khiếu nại)",
    },
    "en": {
        1: "complain a second time or sue in court (Law on Complaints, Article 33)",
        2: "sue in court (Law on Complaints, Article 42)",
    },
}
# How a result gets to its owner, by `return_channel` (NĐ 61/2018 Điều 6, 20).
COLLECT: Final[Phrases] = {
    "vi": {
        "COUNTER": "Mời ông/bà đến Bộ phận Một cửa trong giờ hành chính để nhận kết quả và mang "
        "theo Giấy tiếp nhận hồ sơ và hẹn trả kết quả; người nhận thay mang theo giấy ủy quyền.",
        "POST": "Kết quả được gửi đến ông/bà qua dịch vụ bưu chính công ích.",
        "ONLINE": "Ông/bà nhận bản điện tử của kết quả tại trang tra cứu hồ sơ.",
    },
    "en": {
        "COUNTER": "Please collect it at the one-stop counter in office hours with your receipt "
        "slip; whoever collects it for you brings an authorisation.",
        "POST": "It is sent to you by public post.",
        "ONLINE": "You get the electronic copy on the dossier's page.",
    },
}
PHRASES: Final[Mapping[str, Phrases]] = {"round": ROUND, "remedy": REMEDY, "collect": COLLECT}
