"""Books of a spreadsheet: the portal's own list, our template, and what is made to harm."""

import io
import zipfile

import pytest
import xlsxwriter

from services.intake.domain.imported import Kind, Source
from services.intake.importing import files, template, words
from services.intake.importing.reading import BadFile
from tests.intake.catalogues import NEW, real, take, told
from tests.intake.desk import BIRTH
from tests.intake.test_import_table import PLACES

LIST = ["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"]
NEW_ROW = [NEW, "Đăng ký hành nghề", "Bộ Tư pháp", "Sở Tư Pháp\nỦy ban nhân dân cấp xã", "Luật sư"]
CAPITAL = ["9.000002", "Cấp phép", "Bộ Tư pháp", "Cục Bổ trợ tư pháp", "Luật sư"]
SHEET = "xl/worksheets/sheet1.xml"


def book(**sheets):
    """An .xlsx of these sheets, written as people's programs do: texts, numbers, formulas."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    for name, rows in sheets.items():
        page = made.add_worksheet(name.replace("_", " "))
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    made.close()
    return out.getvalue()


def portal(*rows):
    return book(Danh_sách=[["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nDANH SÁCH"], LIST, *rows])


def ours(procedures, papers=()):
    titles = [title for title, _ in template.COLUMNS.values()]
    cells = [[row.get(title, "") for title in titles] for row in procedures]
    other = [[row.get(title, "") for title in template.PAPER_COLUMNS] for row in papers]
    return book(**{"Thủ_tục": [titles, *cells], "Giấy_tờ": [list(template.PAPER_COLUMNS), *other]})


def with_part(content, name, body):
    """The same book with one part of it exchanged."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.namelist():
            new.writestr(part, body if part == name else old.read(part))
    return out.getvalue()


def cells(xml):
    return with_part(portal(NEW_ROW), SHEET, f"<worksheet><sheetData>{xml}</sheetData></worksheet>")


def lying(content):
    """A part whose stated size is a lie."""
    name, at = b"xl/worksheets/sheet1.xml", 0
    told_sizes = bytearray(content)
    while (at := content.find(name, at + 1)) > 0:
        for header, size in ((30, 22), (46, 24)):
            if content[at - header : at - header + 2] == b"PK":
                told_sizes[at - header + size : at - header + size + 4] = (9).to_bytes(4, "little")
    return bytes(told_sizes)


BOMB = with_part(portal(NEW_ROW), SHEET, b"<a>" + b" " * (101 * 2**20))
HOSTILE = {
    "a bomb": (BOMB, "bomb"),
    "a bomb that lies about its size": (lying(BOMB), "bomb"),
    "a cell at the far end": (cells('<row r="3"><c r="XFD3"><v>1</v></c></row>'), "too-wide"),
    "a row at the far end": (cells('<row r="1048576"><c r="A1048576"/></row>'), "sheet-rows"),
    "entities": (
        with_part(portal(NEW_ROW), SHEET, '<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
        "declares",
    ),
    "a zip of something": (with_part(b"PK\x05\x06" + bytes(18), "", ""), "not-its-name"),
    "a zip that is cut short": (portal(NEW_ROW)[:2_000], "not-xlsx"),
    "XML that is none": (with_part(portal(NEW_ROW), SHEET, "<worksheet"), "unreadable"),
    "a heading nobody knows": (book(a=[["Tên", "Giá"], ["x", 1]]), "no-header"),
    "100,000 rows": (portal(*[[f"9.{n:06}"] for n in range(100_000)]), "sheet-rows"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_book_that_can_not_be_opened_says_why(case):
    content, why = HOSTILE[case]

    with pytest.raises(BadFile) as refused:
        files.read("f.xlsx", content, PLACES)

    assert refused.value.fault.why == why


def test_a_sheet_with_too_many_rows_is_named_with_the_limit():
    papers = [{"Mã số": NEW, "Tên giấy tờ": f"Đơn {n}"} for n in range(20_001)]

    with pytest.raises(BadFile) as refused:
        files.read("mau.xlsx", ours([{"Mã số": NEW}], papers), PLACES)

    assert words.why(refused.value.fault, "vi") == (
        "trang “Giấy tờ” có hơn 20.000 dòng; chia thành nhiều tệp"
    )
    assert "“Giấy tờ” has more than 20,000 rows" in words.why(refused.value.fault, "en")


def test_a_procedure_has_no_more_papers_than_a_filing_may_have():
    papers = [{"Mã số": NEW, "Tên giấy tờ": f"Đơn {n}"} for n in range(19_000)]

    reading = files.read("mau.xlsx", ours([{"Mã số": NEW}], papers), PLACES)

    assert [(fault.row, words.why(fault, "vi")) for fault in reading.faults] == [
        (202, "thủ tục có hơn 200 giấy tờ")
    ]


def test_the_portals_list_names_agencies_and_hints_at_the_level():
    reading = files.read("f.xlsx", portal(NEW_ROW, CAPITAL), PLACES)

    first, capital = reading.rows
    assert (first.row, first.code, first.source) == (3, NEW, Source.PORTAL)
    assert first.values["authority"] == "Sở Tư pháp, Ủy ban nhân dân cấp xã"
    assert first.values["field"] == "luat-su"
    assert first.hints == {"level": "COMMUNE", "unit_ids": ["PVHCC", "STP", "18853"]}
    assert not capital.hints


@pytest.mark.parametrize(
    ("cell", "why"), [("=1+1", "formula"), (1.00051, "code-number"), ("1.00 0510", "code-shape")]
)
def test_a_cell_that_a_spreadsheet_has_spoilt_names_its_row(cell, why):
    reading = files.read("f.xlsx", portal(NEW_ROW, [cell, *NEW_ROW[1:]]), PLACES)

    assert (reading.faults[0].row, reading.faults[0].why) == (4, why)


def test_the_template_is_read_with_its_papers():
    row = {
        "Mã số": NEW,
        "Tên thủ tục": "Đăng ký hành nghề",
        "Lĩnh vực": "Luật sư",
        "Cấp giải quyết": "Cấp tỉnh",
        "Thời hạn tại quầy": "5 ngày làm việc",
        "Thời hạn khi bổ sung": "Tạm dừng",
        "Hiệu lực từ ngày": "01/12/2026",
    }
    papers = [
        {"Mã số": NEW, "Tên giấy tờ": "Đơn đăng ký"},
        {"Mã số": NEW, "Tên giấy tờ": "Thẻ", "Loại": "Bản sao", "Số bản": 2, "Phải nộp": "Không"},
    ]

    [found] = files.read("mau.xlsx", ours([row], papers), PLACES).rows

    assert (found.source, f"{found.begins}") == (Source.CURATED, "2026-12-01")
    assert found.values["channel_1"] == {"amount": 5, "unit": "working_day"}
    assert (found.values["level"], found.values["supplement_clock"]) == ("PROVINCE", "PAUSE")
    assert [(p["key"], p["kind"], p["copies"], p["required"]) for p in found.values["papers"]] == [
        ("don-dang-ky", "0", 1, True),
        ("the", "1", 2, False),
    ]


def test_faults_of_papers_name_their_row():
    papers = [
        {"Mã số": "9.000009", "Tên giấy tờ": "Đơn"},
        {"Mã số": NEW, "Tên giấy tờ": "Đơn", "Loại": "Bản nháp"},
        {"Mã số": NEW, "Tên giấy tờ": "Thẻ"},
        {"Mã số": NEW, "Tên giấy tờ": "Thẻ"},
    ]

    reading = files.read("mau.xlsx", ours([{"Mã số": NEW}], papers), PLACES)

    assert {(fault.row, fault.why) for fault in reading.faults} == {
        (2, "no-procedure"),
        (3, "unknown"),
        (5, "paper-twice"),
    }


def test_long_names_that_begin_alike_are_two_papers():
    begun = "Bản sao giấy chứng nhận quyền sử dụng đất và tài sản gắn liền với đất của"
    names = [f"{begun} bên mua", f"{begun} bên bán", f"{begun} bên bảo lãnh", begun.upper()]
    papers = [{"Mã số": NEW, "Tên giấy tờ": name} for name in [*names, names[0].upper()]]

    reading = files.read("mau.xlsx", ours([{"Mã số": NEW}], papers), PLACES)

    keys = [one["key"] for one in reading.rows[0].values["papers"]][:4]
    assert [(fault.row, fault.why) for fault in reading.faults] == [(6, "paper-twice")]
    assert (len(set(keys)), max(map(len, keys)) <= 60) == (4, True)
    assert [key.rpartition("_")[2] for key in keys[1:]] == ["2", "3", "4"]


def test_a_papers_name_that_can_be_no_key_names_its_row():
    papers = [{"Mã số": NEW, "Tên giấy tờ": "x" * 61}, {"Mã số": NEW, "Tên giấy tờ": "Đơn"}]

    reading = files.read("mau.xlsx", ours([{"Mã số": NEW}], papers), PLACES)

    assert [(fault.row, fault.field, fault.why) for fault in reading.faults] == [
        (2, "Tên giấy tờ", "shape")
    ]


def test_the_template_that_is_handed_out_is_ours_and_says_nothing():
    with pytest.raises(BadFile) as refused:
        files.read("mau.xlsx", template.empty(), PLACES)

    assert refused.value.fault.why == "empty-file"


async def test_a_list_adds_what_is_decided_here_and_passes_over_the_rest(pool):
    report = await take(pool, portal(NEW_ROW, CAPITAL, [BIRTH, *NEW_ROW[1:]]), "f.xlsx")

    assert [one.kind for one in report.outcomes] == [Kind.ADDED, Kind.PASSED_OVER, Kind.UNCHANGED]
    assert {one.field for one in report.outcomes[2].differences} == {"name", "field", "authority"}
    assert await told(pool) == [(f"{NEW}@1", 1)]


async def test_the_list_that_the_portal_exports_is_taken_once(pool):
    content = real("national_portal_list_justice.xlsx")

    first = await take(pool, content, "national_portal_list_justice.xlsx")
    second = await take(pool, content, "national_portal_list_justice.xlsx")

    assert len(first.outcomes) == 271
    assert first.told > 100
    assert second.told == 0
    assert {one.kind for one in second.outcomes} <= {Kind.UNCHANGED, Kind.PASSED_OVER}
