"""Papers made by hand for the tests of the papers, and what stands in a PDF."""

import io
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader

from services.intake.papers import mau01, mau02, mau03, office
from services.intake.papers.sheet import Person, Sheet
from services.intake.papers.words import HandedIn
from shared.events.types import FeeLine, Limit
from tests.intake import made
from tests.shared.vietnam import at

SOFT = "\N{ZERO WIDTH SPACE}"  # where a long word may be broken
PROVINCE = "Tỉnh Quảng Bình"
SEVEN_SYLLABLES = "Tôn Nữ Công Tằng Hoàng Diễm Phương"
CODE = "000.00.31.H46-250303-0001"
PAPERS = [
    HandedIn("Giấy đề nghị đăng ký hộ kinh doanh", "0", 1),
    HandedIn("Văn bản ủy quyền", "1", 2),
]


@dataclass(frozen=True)
class Printed:
    """A paper read back."""

    reader: PdfReader

    @property
    def text(self) -> str:
        """All its words, one blank between them: where a line ends is the paper's choice."""
        told = " ".join(page.extract_text() for page in self.reader.pages)
        return " ".join(told.replace(SOFT, "").split())

    @property
    def root(self) -> Any:
        return self.reader.trailer["/Root"]


def read(pdf: bytes) -> Printed:
    return Printed(PdfReader(io.BytesIO(pdf)))


def sheet(**changed):
    good = {
        "office": office.office(made.unit(), PROVINCE),
        "person": Person(SEVEN_SYLLABLES, "12 Trần Hưng Đạo", "0912 345 678", "phuong@example.vn"),
        "matter": "Đăng ký thành lập hộ kinh doanh",
        "reference": CODE,
        "official": "Nguyễn Thị Thu Hà",
        "issued_at": at("2025-03-03 09:00"),
        "law_of": at("2025-03-03 09:00"),
    }
    return Sheet(**good | changed)


def slip(**changed):
    good = {
        "sheet": sheet(),
        "no": 1,
        "papers": PAPERS,
        "limit": Limit(amount=3, unit="working_day"),
        "limit_reason": "",
        "received_at": at("2025-03-03 09:00"),
        "due_at": at("2025-03-06 17:00"),
        "return_channel": "COUNTER",
        "fees": [FeeLine(kind="FEE", amount=100_000, moment="1")],
        "fees_by_resolution": False,
        "link": "http://intake.localhost:4001/dossiers/wq1mA0cOqYkz3kTt0bq8fQ",
        "look_up": "intake.localhost/look-up",
        "book": "01",
        "entry": "128",
        "secret": "7K3M-9QXA",
    }
    return mau01.Slip(**good | changed)


def request(**changed):
    good = {
        "sheet": sheet(number="0007/HDHS"),
        "asked": [mau02.Asked(PAPERS[0], "sai mẫu")],
        "reason": "Giấy đề nghị chưa ghi ngành, nghề kinh doanh.",
        "answer_by": at("2025-04-02 09:00").date(),
        "clock": "RESTART",
    }
    return mau02.Request(**good | changed)


def refusal(**changed):
    good = {
        "sheet": sheet(number="0003/HDHS", reference="7K3M-9QXA-TN", received=False),
        "reason": "Thủ tục thuộc thẩm quyền của Sở Tư pháp.",
    }
    return mau03.Refusal(**good | changed)
