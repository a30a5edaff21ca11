"""Mẫu 03, Phiếu từ chối tiếp nhận giải quyết hồ sơ: why the counter does not take it."""

from dataclasses import dataclass

from services.intake.papers.sheet import Sheet, render

TITLE = "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ"
LINES = ("PHIẾU TỪ CHỐI", "TIẾP NHẬN GIẢI QUYẾT HỒ SƠ")


@dataclass(frozen=True, slots=True)
class Refusal:
    """The refusal with its reason, which the law requires."""

    sheet: Sheet
    reason: str


async def print_refusal(refusal: Refusal) -> bytes:
    """The refusal as A5."""
    data = {**refusal.sheet.data(TITLE, "03"), "lines": LINES, "reason": refusal.reason}
    return await render("mau03.typ", data, refusal.sheet.issued_at)
