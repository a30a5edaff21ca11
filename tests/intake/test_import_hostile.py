"""Files that are wrong, odd or meant to harm: one clear reason each, and nothing is kept."""

import json

import pytest

from services.intake.domain import judging
from services.intake.domain.imported import Fault, Terms
from services.intake.importing import files, words
from services.intake.importing.agencies import Places
from services.intake.importing.reading import BadFile
from services.intake.importing.report import objects
from tests.intake import made
from tests.intake.catalogues import NOW, jsonl, line, many, take, told

HEADER = "code,name,field,level,valid_from,counter_limit\n"
ROW = "9.000001,Tên,Hộ tịch,Cấp xã,2026-12-01,3 working_day\n"


def csv(*rows, header=HEADER):
    return (header + "".join(rows)).encode()


FILES = {
    "nothing in it": ("f.csv", b"", "empty-file"),
    "a header alone": ("f.csv", HEADER.encode(), "empty-file"),
    "UTF-16 of a spreadsheet": ("f.csv", (HEADER + ROW).encode("utf-16"), "not-utf8"),
    "Vietnamese of the nineties": ("f.csv", csv(ROW).replace(b"T\xc3\xaan", b"T\xean"), "not-utf8"),
    "a picture": ("f.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "not-utf8"),
    "JSON lines called CSV": ("f.csv", jsonl(line()), "not-its-name"),
    "CSV called JSON lines": ("f.jsonl", csv(ROW), "not-its-name"),
    "no name to go by": ("procedures", csv(ROW), "not-its-name"),
    "an old or protected book": ("f.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-excel"),
    "100,000 rows": ("f.jsonl", many(1) + b"\n{}" * 100_000, "too-many-rows"),
    "100,000 rows of CSV": ("f.csv", csv(ROW * 100_000), "too-many-rows"),
    "65 MB": ("f.csv", b"x" * (65 * 2**20), "too-large"),
    "a column that is none": ("f.csv", csv(header="code,price\n"), "columns"),
    "a column twice": ("f.csv", csv(header="code,name,name\n"), "columns"),
    "no column of codes": ("f.csv", csv(header="name,field\n"), "columns"),
    "a quote that never ends": ("f.csv", csv('9.000001,"Tên\n'), "quotes"),
    "a cell of 200 KB": ("f.csv", csv(f"9.000001,{'x' * 200_000},,,,\n"), "quotes"),
}
ROWS = {
    "a code with a blank in it": ("9.00 0001,Tên,,,,\n", "code", "code-shape"),
    "no code": (",Tên,,,,\n", "code", "missing"),
    "a code of another kind": ("HK-1,Tên,,,,\n", "code", "code-shape"),
    "a new one without a name": ("9.000001,,Hộ tịch,Cấp xã,,\n", "name", "missing"),
    "a formula": ('9.000001,"=HYPERLINK(1)",Hộ tịch,Cấp xã,,\n', "name", "formula"),
    "a day that is none": ("9.000001,Tên,Hộ tịch,Cấp xã,31/02/2026,\n", "valid_from", "date"),
    "a day as Americans have it": ("9.000001,T,Hộ tịch,Cấp xã,12/31/2026,\n", "valid_from", "date"),
    "a limit of fortnights": (
        "9.000001,T,Hộ tịch,Cấp xã,,2 tuần trăng\n",
        "counter_limit",
        "limit",
    ),
    "a limit of nothing": ("9.000001,T,Hộ tịch,Cấp xã,,0 ngày\n", "counter_limit", "limit"),
    "a field nobody knows": ("9.000001,Tên,Chiêm tinh,Cấp xã,,\n", "field", "unknown"),
    "a level nobody knows": ("9.000001,Tên,Hộ tịch,Cấp thôn,,\n", "level", "unknown"),
    "a control character": ("9.000001,T\x07n,Hộ tịch,Cấp xã,,\n", "name", "control"),
    "a name of 3,000 letters": (f"9.000001,{'x' * 3_000},Hộ tịch,Cấp xã,,\n", "name", "too-long"),
    "a cell too many": ("9.000001,Tên,Hộ tịch,Cấp xã,,,\n", "", "cells"),
}
LINES = {
    "a line cut short": (b'{"code": "9.000', "", "not-json"),
    "a list": (b"{}\n[1]", "", "shape"),
    "nested without end": (b'{"code": ' + b"[" * 100_000, "", "not-json"),
    "a number for a name": (jsonl(line(name=7)), "name", "shape"),
    "NUL in a name": (jsonl(line(name="a\0b")), "name", "control"),
    "half a letter": (b'{"code": "9.000001", "name": "\\ud800"}', "", "not-json"),
    "a limit beyond reason": (
        jsonl(line(channels=[{"channel": "post", "duration": {"value": 10**30, "unit": "day"}}])),
        "channels.0.duration.value",
        "shape",
    ),
}


PLACES = Places([made.unit(unit_id="18853", code="18853", level="COMMUNE", kind="phuong")], "X")


def refused(content, name):
    """The faults that reading finds and judging a new procedure; each can be said."""
    try:
        reading = files.read(name, content, PLACES)
    except BadFile as bad:
        faults = [bad.fault]
    else:
        judged = [judging.judge(None, row, Terms(NOW.date()), {}) for row in reading.rows]
        found = [*reading.faults, *judging.twice(reading.rows), *judged]
        faults = [one for one in found if isinstance(one, Fault)]
    assert all("{" not in words.why(one, lang) for one in faults for lang in ("vi", "en"))
    return faults


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_can_not_be_taken_says_why(case):
    name, content, why = FILES[case]

    [fault] = refused(content, name)

    assert fault.why == why


@pytest.mark.parametrize("case", ROWS)
def test_a_row_that_can_not_be_taken_names_its_line_and_field(case):
    row, field, why = ROWS[case]

    faults = refused(csv(ROW.replace("9.000001", "9.000009"), row), "f.csv")

    assert [(fault.row, fault.field, fault.why) for fault in faults] == [(3, field, why)]


@pytest.mark.parametrize("case", LINES)
def test_a_line_that_is_none_names_its_number(case):
    content, field, why = LINES[case]

    faults = refused(content, "f.jsonl")

    assert (faults[-1].row, faults[-1].field, faults[-1].why) == (
        content.count(b"\n") + 1,
        field,
        why,
    )


def test_a_code_that_is_there_twice_names_both_rows():
    [fault] = refused(jsonl(line(), line(code="9.000002"), line()), "f.jsonl")

    assert (fault.row, fault.field, fault.why, fault.said) == (3, "code", "twice", "1")
    assert words.why(fault, "vi") == "mã đã có ở dòng 1 của tệp"


async def test_nothing_of_it_is_kept_and_the_report_stays_json_whatever_it_says(pool):
    report = await take(
        pool, csv('9.000001,"a""} \u202e{",Hộ tịch,Cấp xã,,\n', "x,,,,,\n"), "f.csv"
    )

    assert await told(pool) == []
    told_rows = [json.loads(one) for one in objects(report, "en")]
    assert [row["outcome"] for row in told_rows] == ["ADDED", "REFUSED"]
