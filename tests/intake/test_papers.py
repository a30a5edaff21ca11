"""The papers as PDF: read back, tagged, in Vietnamese, and never more than text."""

import asyncio
import json
import re

import pytest
import typst

from services.intake.papers import mau01, mau02, mau03, office, words
from services.intake.papers.words import HandedIn
from shared import pdf
from shared.events.types import FeeLine, Limit
from stack import frontend
from stack.layout import ROOT
from tests.intake import made, printed
from tests.shared.vietnam import at

A5_MM = (148, 210)
LONGEST = (ROOT / "shared" / "web" / "look" / "longest_name.txt").read_text("utf-8").strip()
CODE_IN_TEXT = [
    '#panic("x")',
    "*in đậm* _nghiêng_ $x^2$ `mã`",
    '= Đề mục\\ #include "/etc/passwd"',
    "]} #set page(width: 1cm)",
    "<nhãn> @tham-chieu // chú thích /* */",
    "\\u{41} ~ -- ... \"'",
]


@pytest.fixture(scope="module", autouse=True)
def _fonts():
    frontend.build()


async def slip_of(**changed):
    return printed.read(await mau01.print_slip(printed.slip(**changed)))


async def test_mau01_says_what_was_handed_in_and_when_to_come_back():
    text = (await slip_of()).text

    for said in (
        "ỦY BAN NHÂN DÂN THÀNH PHỐ ĐỒNG HỚI BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập – Tự do – Hạnh phúc",
        "Đồng Hới, ngày 03 tháng 3 năm 2025",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        f"Mã hồ sơ: {printed.CODE}",
        f"Tiếp nhận hồ sơ của: {printed.SEVEN_SYLLABLES}",
        "Địa chỉ: 12 Trần Hưng Đạo",
        "Số điện thoại: 0912 345 678 Email: phuong@example.vn",
        "Nội dung yêu cầu giải quyết: Đăng ký thành lập hộ kinh doanh",
        "STT Tên giấy tờ Loại Số lượng 1 Giấy đề nghị đăng ký hộ kinh doanh Bản chính 1 "
        "2 Văn bản ủy quyền Bản sao 2",
        "Số lượng hồ sơ: 01 (bộ)",
        "theo quy định: 03 ngày làm việc.",
        "Thời gian nhận hồ sơ: 09 giờ 00 phút, thứ Hai ngày 03/03/2025.",
        "Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, thứ Năm ngày 06/03/2025.",
        "Đăng ký nhận kết quả: tại Bộ phận Một cửa.",
        "Phí, lệ phí: lệ phí 100.000 đồng (khi tiếp nhận).",
        "Vào Sổ theo dõi hồ sơ, quyển số: 01, số thứ tự: 128.",
        "NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên) NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên) "
        "Nguyễn Thị Thu Hà",
        "Mẫu số 01 – TT 01/2018/TT-VPCP",
    ):
        assert said in text


async def test_a_second_mau01_names_both_days():
    moved = mau01.Moved(at("2025-03-06 17:00"), "hồ sơ đã bổ sung, thời hạn tính lại từ đầu")

    text = (await slip_of(no=2, moved=moved, due_at=at("2025-03-17 17:00"), secret="")).text

    assert "Lần 2" in text
    assert "trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, thứ Hai ngày 17/03/2025." in text
    assert "Thời gian đã hẹn trước: 17 giờ 00 phút, thứ Năm ngày 06/03/2025." in text
    assert "Lý do hẹn lại: hồ sơ đã bổ sung, thời hạn tính lại từ đầu." in text


async def test_a_reprint_says_so_and_holds_no_secret():
    first = (await slip_of()).text
    again = (await slip_of(secret="", sheet=printed.sheet(reprint=True))).text

    assert "7K3M-9QXA" in first
    assert "Bản in lại" not in first
    assert "Bản in lại" in again
    assert "Mã tra cứu" not in again


@pytest.mark.parametrize(
    ("received", "set_of_forms"),
    [
        ("2025-06-30 16:00", "TT 01/2018/TT-VPCP"),
        ("2025-07-01 08:00", "TT 03/2025/TT-VPCP"),
        ("2026-07-01 08:00", "TT 03/2025/TT-VPCP"),
    ],
)
async def test_the_set_of_forms_goes_by_the_day_of_receipt(received, set_of_forms):
    text = (await slip_of(sheet=printed.sheet(law_of=at(received)))).text

    assert f"Mẫu số 01 – {set_of_forms}" in text


@pytest.mark.parametrize(
    ("clock", "sentence"),
    [
        ("RESTART", "Thời hạn giải quyết được tính lại từ đầu khi hồ sơ đủ."),
        ("PAUSE", "Thời gian chờ bổ sung không tính vào thời hạn giải quyết."),
        (mau02.NOT_RECEIVED, "Hồ sơ chưa được tiếp nhận; thời hạn giải quyết được tính từ ngày"),
    ],
)
async def test_mau02_says_what_is_missing_by_when_and_what_the_clock_does(clock, sentence):
    text = printed.read(await mau02.print_request(printed.request(clock=clock))).text

    assert "Số: 0007/HDHS" in text
    assert "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ" in text
    assert re.search("1 Giấy đề nghị đăng ký hộ kinh doanh 1 sai mẫu", text)
    assert "Lý do: Giấy đề nghị chưa ghi ngành, nghề kinh doanh." in text
    assert f"bổ sung chậm nhất ngày 02/04/2025. {sentence}" in text
    assert "liên hệ với Nguyễn Thị Thu Hà" in text


async def test_mau02_without_a_paper_still_says_why():
    text = printed.read(await mau02.print_request(printed.request(asked=[]))).text

    assert "Thành phần hồ sơ" not in text
    assert "Lý do: Giấy đề nghị chưa ghi" in text


async def test_mau03_gives_the_reason():
    text = printed.read(await mau03.print_refusal(printed.refusal())).text

    assert "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ" in text
    assert "Mã nộp hồ sơ: 7K3M-9QXA-TN" in text
    assert "Thủ tục thuộc thẩm quyền của Sở Tư pháp." in text


@pytest.mark.parametrize("typed", CODE_IN_TEXT)
async def test_what_people_type_is_text_and_never_a_program(typed):
    shown = await slip_of(
        sheet=printed.sheet(matter=f"Đầu {typed} cuối"), papers=[HandedIn(typed, "0", 1)]
    )

    assert len(shown.reader.pages) == 1
    assert shown.text.count(" ".join(typed.split())) == 2


async def test_a_paper_is_tagged_and_says_its_language_and_title():
    shown = await slip_of()

    assert shown.root["/MarkInfo"]["/Marked"]
    assert str(shown.root["/Lang"]).startswith("vi")
    assert shown.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert shown.reader.metadata.title == f"{mau01.TITLE} {printed.CODE}"
    assert tags(shown.root["/StructTreeRoot"]) >= {"/H1", "/Table", "/TH", "/TD", "/Figure", "/L"}
    assert b"pdfuaid:part>1<" in shown.root["/Metadata"].get_object().get_data()


async def test_a_paper_is_a5_with_its_own_serif():
    shown = await slip_of()
    [page] = shown.reader.pages
    fonts = {font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()}

    assert tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) == A5_MM
    assert all("Tinos" in font for font in fonts)


async def test_the_longest_name_and_many_papers_go_on_to_more_pages():
    papers = [HandedIn(f"Giấy tờ thứ {n} " + "rất dài " * 12, "1", n) for n in range(1, 31)]

    shown = await slip_of(sheet=printed.sheet(matter=LONGEST), papers=papers)

    assert LONGEST in shown.text
    assert f"trang 1/{len(shown.reader.pages)}" in shown.text
    assert shown.text.count("STT Tên giấy tờ Loại Số lượng") > 1  # the head of a table repeats
    assert all(f"Giấy tờ thứ {n} " in shown.text for n in range(1, 31))


async def test_a_name_with_every_mark_is_written_as_typed():
    name = "Ẩn Ễnh Ưỡng Ỷ Đặng Ộc Ấu Ứ Ỡ ẵ ẫ ể ỗ ở ự ỵ"

    text = (await slip_of(sheet=printed.sheet(person=printed.Person(name)))).text

    assert f"Tiếp nhận hồ sơ của: {name}" in text


async def test_papers_are_set_beside_each_other():
    pdfs = await asyncio.gather(*(mau01.print_slip(printed.slip(entry=str(n))) for n in range(6)))

    assert all(f"số thứ tự: {n}." in printed.read(pdf).text for n, pdf in enumerate(pdfs))


async def test_a_template_that_is_not_given_its_data_fails():
    template = ROOT / "services" / "intake" / "papers" / "mau01.typ"

    with pytest.raises(typst.TypstError):
        await pdf.render(template, json.loads("{}"), at("2025-03-03 09:00"))


@pytest.mark.parametrize(
    ("unit", "agency", "place"),
    [
        ({}, "Ủy ban nhân dân thành phố Đồng Hới", "Đồng Hới"),
        (
            {"kind": "phuong", "name": "Phường Hải Thành"},
            "Ủy ban nhân dân phường Hải Thành",
            "Hải Thành",
        ),
        ({"kind": "department", "name": "Sở Tư pháp"}, "Sở Tư pháp", "Quảng Bình"),
        (
            {"kind": "one_stop_centre", "name": "Trung tâm Phục vụ hành chính công tỉnh"},
            "Ủy ban nhân dân tỉnh Quảng Bình",
            "Quảng Bình",
        ),
    ],
)
def test_an_office_is_named_as_its_papers_name_it(unit, agency, place):
    found = office.office(made.unit(**unit), printed.PROVINCE)

    assert (found.agency, found.place) == (agency, place)


def test_fees_are_said_with_their_moment_and_never_as_nought():
    known = [FeeLine(kind="CHARGE", amount=1_250_000, moment="4")]
    exempt = [FeeLine(kind="FEE", amount=0, moment="1", exempt_reason="POOR")]

    assert words.fees(known, by_resolution=False) == "phí 1.250.000\xa0đồng (khi trả kết quả)"
    assert words.fees([], by_resolution=True) == words.BY_RESOLUTION
    assert words.fees([], by_resolution=False) == "không"
    assert words.fees(exempt, by_resolution=False).startswith("lệ phí: miễn (")


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (Limit(amount=3, unit="working_day"), "03 ngày làm việc"),
        (Limit(amount=1, unit="same_day"), "trong ngày"),
        (Limit(amount=30, unit="day"), "30 ngày"),
    ],
)
def test_a_limit_is_said_as_the_catalogue_does(limit, said):
    assert words.limit(limit) == said


def tags(node) -> set[str]:
    """The kinds of structure elements under a node."""
    node = node.get_object()
    found = {str(node["/S"])} if "/S" in node else set()
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object()
        if isinstance(kid, dict):
            found |= tags(kid)
    return found
