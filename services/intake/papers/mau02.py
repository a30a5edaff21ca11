"""Mẫu 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: what is missing, by when, and the clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from services.intake.papers import words
from services.intake.papers.sheet import Sheet, render
from services.intake.papers.words import HandedIn
from shared.web import formats

TITLE = "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ"
NOT_RECEIVED = ""
# What becomes of the time limit while the office waits, by `supplement_clock`.
CLOCKS: Mapping[str, str] = {
    NOT_RECEIVED: "Hồ sơ chưa được tiếp nhận; thời hạn giải quyết được tính từ ngày tiếp nhận "
    "hồ sơ đầy đủ.",
    "PAUSE": "Thời gian chờ bổ sung không tính vào thời hạn giải quyết.",
    "RESTART": "Thời hạn giải quyết được tính lại từ đầu khi hồ sơ đủ.",
}


class Asked(NamedTuple):
    """A paper of the request and what is wrong with it."""

    paper: HandedIn
    why: str


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for; `clock` is NOT_RECEIVED where no limit runs yet."""

    sheet: Sheet
    asked: Sequence[Asked]
    reason: str
    answer_by: date
    clock: str
    contact: str = ""


async def print_request(request: Request) -> bytes:
    """The request as A5."""
    rows = words.rows(one.paper for one in request.asked)
    data = {
        **request.sheet.data(TITLE, "02"),
        "papers": [{**row, "why": one.why} for row, one in zip(rows, request.asked, strict=True)],
        "reason": request.reason,
        "answer_by": formats.day("vi", request.answer_by),
        "clock": CLOCKS[request.clock],
        "contact": request.contact or request.sheet.official,
    }
    return await render("mau02.typ", data, request.sheet.issued_at)
