"""Why a file or a row is refused, and what fields are called: Vietnamese, English."""

from collections.abc import Mapping

from services.intake.domain.imported import Fault, Kind
from services.intake.importing.reading import MOST_ROWS, many

Said = tuple[str, str]
WHY: Mapping[str, Said] = {
    # the file
    "unreadable": ("không đọc được tệp: {said}", "the file can't be read: {said}"),
    "empty-file": ("tệp không có dòng dữ liệu nào", "the file has no rows"),
    "too-large": ("tệp lớn hơn {said} MB", "the file is larger than {said} MB"),
    "too-many-rows": ("tệp có hơn {said} dòng", "the file has more than {said} rows"),
    "sheet-rows": (
        f"trang “{{said}}” có hơn {many(MOST_ROWS)} dòng; chia thành nhiều tệp",
        f"the sheet “{{said}}” has more than {MOST_ROWS:,} rows; part it into several files",
    ),
    "not-utf8": (
        "không phải UTF-8 (byte thứ {said}); hãy lưu lại dạng “CSV UTF-8”",
        "not UTF-8 (byte {said}); save it again as “CSV UTF-8”",
    ),
    "not-its-name": (
        "tên tệp là {said} nhưng nội dung không phải",
        "named {said}, but it is not one",
    ),
    "old-excel": (
        "tệp Excel đời cũ hoặc có mật khẩu; hãy lưu lại dạng .xlsx không mật khẩu",
        "an old or protected Excel file; save it as .xlsx without a password",
    ),
    "not-xlsx": ("tệp nén nhưng không phải bảng tính .xlsx: {said}", "a zip, but no .xlsx: {said}"),
    "bomb": (
        "bảng tính bung ra quá {said} MB: không mở",
        "the sheet unpacks to more than {said} MB: not opened",
    ),
    "too-wide": ("bảng tính có ô ngoài cột thứ {said}", "the sheet has cells past column {said}"),
    "declares": (
        "bảng tính có khai báo kiểu tài liệu (DTD): không mở",
        "the sheet declares a document type: not opened",
    ),
    "no-header": (
        "không thấy dòng tiêu đề của cổng quốc gia hay của mẫu nhập",
        "neither the portal's header row nor our template's is there",
    ),
    "busy": (
        "một lần nhập khác đang chạy; đợi xong rồi nhập lại",
        "another import is running; try again when it has ended",
    ),
    "columns": ("tiêu đề không đúng: {said}", "the header is wrong: {said}"),
    # a row
    "missing": ("để trống, thủ tục mới phải có", "is empty; a new procedure needs it"),
    "code-shape": (
        "mã “{said}” không đúng dạng, ví dụ 1.001193",
        "“{said}” is no code such as 1.001193",
    ),
    "code-number": (
        "mã đã bị bảng tính đổi thành số {said}; đặt định dạng ô là Văn bản rồi nhập lại",
        "the sheet turned the code into the number {said}; format the cell as text",
    ),
    "twice": ("mã đã có ở dòng {said} của tệp", "the code is in row {said} already"),
    "formula": ("ô có công thức ({said}); dán giá trị thay cho công thức", "a formula ({said})"),
    "control": ("có ký tự điều khiển", "has a control character"),
    "too-long": ("dài hơn {said} ký tự", "is longer than {said} letters"),
    "not-json": ("không phải một đối tượng JSON: {said}", "is no JSON object: {said}"),
    "shape": ("không đúng dạng: {said}", "has a wrong shape: {said}"),
    "cells": ("số ô không khớp với tiêu đề", "has more or fewer cells than the header"),
    "quotes": ("dấu nháy kép không đúng: {said}", "its quotes are wrong: {said}"),
    "date": ("“{said}” không phải ngày, ví dụ 2026-07-01 hoặc 01/07/2026", "“{said}” is no date"),
    "limit": (
        "“{said}” không phải thời hạn, ví dụ 3 ngày làm việc",
        "“{said}” is no limit such as 3 working_day",
    ),
    "unknown": ("không có “{said}” trong danh sách", "“{said}” is not in the list"),
    "no-unit": ("không có đơn vị nào là “{said}”", "no unit is meant by “{said}”"),
    "number": ("“{said}” không phải số từ 1 đến 99", "“{said}” is no number from 1 to 99"),
    "paper-twice": ("giấy tờ “{said}” có hai lần", "the paper “{said}” is there twice"),
    "too-many-papers": (
        "thủ tục có hơn {said} giấy tờ",
        "the procedure has more than {said} papers",
    ),
    "no-procedure": (
        "mã “{said}” không có ở trang Thủ tục",
        "“{said}” is not on the sheet of procedures",
    ),
    "later-version": (
        "đã có phiên bản hiệu lực từ {said}; ghi đúng ngày đó để sửa, hoặc ngày sau ngày đó",
        "there is a version from {said}; name that day to correct it, or a later one",
    ),
    "no-state": ("không dùng được: {said}", "can't be used: {said}"),
}
FIELD: Mapping[str, Said] = {
    "code": ("mã số", "code"),
    "name": ("tên", "name"),
    "field": ("lĩnh vực", "field"),
    "level": ("cấp giải quyết", "level"),
    "unit_ids": ("đơn vị tiếp nhận", "offered by"),
    "channel_1": ("thời hạn tại quầy", "limit at the counter"),
    "channel_2": ("thời hạn trực tuyến", "limit online"),
    "channel_3": ("thời hạn qua bưu chính", "limit by post"),
    "verification": ("thời hạn xác minh thêm", "limit of a verification"),
    "limit_note": ("ghi chú thời hạn", "note on the limit"),
    "supplement_clock": ("thời hạn khi bổ sung", "clock at a supplement"),
    "service_level": ("mức độ dịch vụ", "service level"),
    "decision_no": ("quyết định công bố", "decision"),
    "authority": ("cơ quan giải quyết", "authority"),
    "result": ("kết quả", "result"),
    "legal_basis": ("căn cứ pháp lý", "legal basis"),
    "papers": ("thành phần hồ sơ", "papers"),
    "fees": ("phí, lệ phí", "fees"),
    "subjects": ("đối tượng thực hiện", "subjects"),
    "valid_from": ("ngày hiệu lực", "valid from"),
}
KIND: Mapping[Kind, Said] = {
    Kind.ADDED: ("thêm", "added"),
    Kind.CHANGED: ("thay đổi", "changed"),
    Kind.UNCHANGED: ("không đổi", "unchanged"),
    Kind.PASSED_OVER: (
        "bỏ qua: tệp không cho biết cấp giải quyết ở tỉnh hoặc xã",
        "passed over: the file names no level in the province",
    ),
    Kind.REFUSED: ("từ chối", "refused"),
}


def why(fault: Fault, lang: str) -> str:
    return WHY[fault.why][lang == "en"].format(said=fault.said)


def field(name: str, lang: str) -> str:
    """What people call it; a column that is none of ours stands as it is."""
    return FIELD.get(name, (name, name))[lang == "en"]
