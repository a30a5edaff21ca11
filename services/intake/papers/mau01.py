"""Mẫu 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả: what the applicant goes home with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.intake.papers import words
from services.intake.papers.sheet import Sheet, render
from services.intake.papers.words import HandedIn
from shared import pdf
from shared.events import codes
from shared.events.types import FeeLine, Limit

TITLE = "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"
LINES = ("GIẤY TIẾP NHẬN HỒ SƠ", "VÀ HẸN TRẢ KẾT QUẢ")
ONE_SET = "01"


@dataclass(frozen=True, slots=True)
class Moved:
    """An earlier appointment that no longer holds, and why."""

    old_due_at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Slip:
    """The n-th slip of a dossier; `secret` is printed once and never again."""

    sheet: Sheet
    no: int
    papers: Sequence[HandedIn]
    limit: Limit
    limit_reason: str
    received_at: datetime
    due_at: datetime
    return_channel: str
    fees: Sequence[FeeLine]
    fees_by_resolution: bool
    link: str
    look_up: str
    book: str = ""
    entry: str = ""
    moved: Moved | None = None
    secret: str = ""


async def print_slip(slip: Slip) -> bytes:
    """The slip as A5."""
    moved = slip.moved
    data = {
        **slip.sheet.data(TITLE, "01"),
        "lines": LINES,
        "issue_no": f"Lần {slip.no}" if slip.no > 1 else "",
        "qr": pdf.qr(slip.link),
        "qr_says": f"Mã QR mở trang của hồ sơ {slip.sheet.reference}",
        "papers": words.rows(slip.papers),
        "sets": ONE_SET,
        "limit": words.limit(slip.limit),
        "limit_reason": slip.limit_reason,
        "received": words.moment(slip.received_at),
        "due": words.moment(slip.due_at),
        "old_due": words.moment(moved.old_due_at) if moved else "",
        "moved_why": moved.why if moved else "",
        "returned": codes.label("return_channel", slip.return_channel),
        "fees": words.fees(slip.fees, by_resolution=slip.fees_by_resolution),
        "book": slip.book,
        "entry": slip.entry,
        "secret": slip.secret,
        "look_up": slip.look_up,
    }
    return await render("mau01.typ", data, slip.sheet.issued_at)
