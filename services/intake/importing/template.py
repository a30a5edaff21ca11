"""Our book for procedures with papers: its sheets and columns, written empty and read back."""

from collections.abc import Mapping, Sequence, Set
from io import BytesIO
from itertools import chain, count
from typing import Any

import xlsxwriter

from services.intake.domain.imported import Fault
from services.intake.domain.search import folded
from services.intake.importing import cells
from services.intake.importing.cells import Wrong
from services.intake.importing.reading import Reading

PROCEDURES, PAPERS, HELP = "Thủ tục", "Giấy tờ", "Hướng dẫn"
# Column of our table: its heading here, and how it is filled in.
COLUMNS: Mapping[str, tuple[str, str]] = {
    "code": ("Mã số", "Bắt buộc, định dạng Văn bản, ví dụ 1.001193."),
    "name": ("Tên thủ tục", "Bắt buộc với thủ tục mới."),
    "field": ("Lĩnh vực", "Bắt buộc với thủ tục mới; tên như trong danh mục lĩnh vực."),
    "level": ("Cấp giải quyết", "Bắt buộc với thủ tục mới: Cấp tỉnh, Cấp huyện hoặc Cấp xã."),
    "authority": ("Cơ quan giải quyết", "Tên cơ quan có thẩm quyền quyết định."),
    "offered_by": ("Đơn vị tiếp nhận", "commune, hoặc mã đơn vị; nhiều đơn vị cách nhau bằng |."),
    "counter_limit": ("Thời hạn tại quầy", "Ví dụ: 3 ngày làm việc, 15 ngày, 4 giờ, trong ngày."),
    "online_limit": ("Thời hạn trực tuyến", "Như trên; để trống: không nhận trực tuyến."),
    "post_limit": ("Thời hạn qua bưu chính", "Như trên; để trống: không nhận qua bưu chính."),
    "verification_limit": ("Thời hạn xác minh thêm", "Khi pháp luật cho kéo dài để xác minh."),
    "limit_note": ("Ghi chú thời hạn", ""),
    "supplement_clock": ("Thời hạn khi bổ sung", "Tính lại từ đầu, hoặc Tạm dừng."),
    "service_level": ("Mức độ dịch vụ", "Toàn trình, Một phần, Cung cấp thông tin."),
    "result": ("Kết quả", ""),
    "legal_basis": ("Căn cứ pháp lý", "Nhiều văn bản cách nhau bằng dấu chấm phẩy."),
    "decision_no": ("Quyết định công bố", "Ví dụ 2628/QĐ-BTC."),
    "subjects": ("Đối tượng thực hiện", "Nhiều đối tượng cách nhau bằng dấu chấm phẩy."),
    "valid_from": ("Hiệu lực từ ngày", "Ví dụ 01/07/2026; để trống: ngày nhập."),
}
NEEDED = ("Mã số", "Tên thủ tục", "Cấp giải quyết")
PAPER_COLUMNS: Mapping[str, str] = {
    "Mã số": "Mã thủ tục ở trang Thủ tục.",
    "Tên giấy tờ": "Bắt buộc.",
    "Loại": "Bản chính, Bản sao hoặc Bản điện tử; để trống: Bản chính.",
    "Số bản": "Từ 1 đến 99; để trống: 1.",
    "Phải nộp": "Có hoặc Không; để trống: Có.",
    "Chỉ xuất trình": "Có hoặc Không; để trống: Không.",
    "Ghi chú": "",
}
PAPERS_NEEDED = ("Mã số", "Tên giấy tờ")
KINDS = {"ban chinh": "0", "ban sao": "1", "ban dien tu": "2"}
KEY_LETTERS, NUMBER_LETTERS = 60, 6  # _20000: as many papers as rows


def kind(said: Any) -> str:
    found = KINDS.get(folded(cells.text(said)))
    if found is None:
        raise Wrong("unknown", said)
    return found


def paper(reading: Reading, row: int, told: Mapping[str, Any]) -> dict[str, Any] | None:
    """A row of the sheet of papers; None where it has a fault."""
    before = len(reading.faults)

    def cell(title: str, parse: Any, otherwise: Any) -> Any:
        found = reading.cell(row, title, told.get(folded(title)), parse)
        return otherwise if found is None else found

    name = cell("Tên giấy tờ", cells.text, "")
    found = {
        "name": name,
        "kind": cell("Loại", kind, "0"),
        "copies": cell("Số bản", cells.copies, 1),
        "required": cell("Phải nộp", cells.flag, True),
        "shown": cell("Chỉ xuất trình", cells.flag, False),
        "note": cell("Ghi chú", cells.text, ""),
    }
    if not folded(name) and len(reading.faults) == before:
        reading.faults.append(Fault(row, "Tên giấy tờ", "missing"))
    if len(reading.faults) > before:
        return None
    with reading.at(row, "Tên giấy tờ"):
        return {"key": cells.slug(name, KEY_LETTERS), **found}
    return None


def free(key: str, used: Set[str]) -> str:
    """The key, with a number where another paper has it: long names may begin alike."""
    numbered = (f"{key[: KEY_LETTERS - NUMBER_LETTERS]}_{number}" for number in count(2))
    return next(one for one in chain([key], numbered) if one not in used)


def empty() -> bytes:
    """The book as it is handed out."""
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    head = made.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "top"})
    text = made.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    helped = {title: said for title, said in COLUMNS.values()}
    for name, titles in ((PROCEDURES, list(helped)), (PAPERS, list(PAPER_COLUMNS))):
        page = made.add_worksheet(name)
        page.set_column(0, len(titles) - 1, 24, text)
        page.write_row(0, 0, titles, head)
        page.freeze_panes(1, 1)
    page = made.add_worksheet(HELP)
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 90)
    page.write_row(0, 0, ["Cột", "Cách ghi"], head)
    for row, line in enumerate(_help(helped), 1):
        page.write_row(row, 0, line)
    made.close()
    return out.getvalue()


def _help(helped: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    return [
        *((f"{PROCEDURES}: {title}", said) for title, said in helped.items()),
        *((f"{PAPERS}: {title}", said) for title, said in PAPER_COLUMNS.items()),
        ("Ô để trống", "Không xóa giá trị đã có."),
        (PAPERS, "Có một giấy tờ của thủ tục nào thì phải ghi đủ giấy tờ của thủ tục đó."),
    ]
