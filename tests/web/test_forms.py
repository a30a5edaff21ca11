"""A posted form becomes a model, or comes back with all that was typed and what to mend."""

import unicodedata
from datetime import date
from typing import Annotated, Literal

import pytest
from fastapi import Request
from fastapi.responses import JSONResponse
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from shared.web import forms
from shared.web.fields import CitizenId, Dong, Phone
from shared.web.forms import check, filled
from tests.web.visitor import Visitor


class Paper(BaseModel):
    name: Annotated[str, Field(max_length=20)]
    citizen_id: CitizenId
    born: date
    died: date | None = None
    way: Literal["POST", "COUNTER"] = "COUNTER"
    papers: list[Literal["A", "B"]] = []
    agreed: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> "Paper":
        if self.died and self.died < self.born:
            raise PydanticCustomError("order", "Ngày mất sau ngày sinh.")
        return self


GOOD = {
    "name": ["Nguyễn Thị Ẩn"],
    "citizen_id": ["044 085 001 234"],
    "born-day": ["31"],
    "born-month": ["3"],
    "born-year": ["1985"],
}


def test_a_right_form_is_a_model():
    form = check(GOOD | {"papers": ["A", "B"], "agreed": ["yes"]}, Paper)

    assert form.errors == ()
    assert form.value == Paper(
        name="Nguyễn Thị Ẩn",
        citizen_id="044085001234",
        born=date(1985, 3, 31),
        papers=["A", "B"],
        agreed=True,
    )


def test_a_field_left_empty_takes_its_default():
    form = check(
        GOOD | {"died-day": [""], "died-month": [""], "died-year": [""], "way": [""]}, Paper
    )

    assert form.value is not None
    assert (form.value.died, form.value.way) == (None, "COUNTER")


def test_faults_stand_in_the_order_of_the_fields_and_all_values_are_kept():
    typed = {"born-day": ["31"], "born-month": ["2"], "born-year": ["1985"], "citizen_id": ["044"]}

    form = check(typed, Paper, {"name": {"MISSING": "Nhập họ và tên."}})

    assert form.value is None
    assert form.errors == (
        ("name", "Nhập họ và tên."),
        ("citizen_id", "Nhập số CCCD gồm 12 chữ số, ví dụ 044 085 001 234."),
        ("born", "Nhập một ngày có thật, ví dụ 31 3 2025."),
    )
    assert [form.first(f"born-{part}") for part in ("day", "month", "year")] == ["31", "2", "1985"]


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"name": [""]}, "name", "Nhập thông tin này."),
        ({"name": ["x" * 21]}, "name", "Dài quá 20 ký tự"),
        ({"name": ["a\x00b"]}, "name", "Xóa các ký tự không hợp lệ."),
        ({"way": ["FAX"]}, "way", "Chọn một trong các mục."),
        ({"papers": ["A", "C"]}, "papers", "Chọn một trong các mục."),
        ({"born-day": [""]}, "born", "Nhập một ngày có thật, ví dụ 31 3 2025."),
        ({"born-year": ["85"]}, "born", "Nhập một ngày có thật, ví dụ 31 3 2025."),
        ({"born-day": ["x"]}, "born", "Nhập một ngày có thật, ví dụ 31 3 2025."),
        (
            {"died-day": ["1"], "died-month": ["1"], "died-year": ["1980"]},
            "",
            "Ngày mất sau ngày sinh.",
        ),
    ],
)
def test_each_fault_says_what_to_do_at_its_field(changed, field, said):
    assert check(GOOD | changed, Paper).errors == ((field, said),)


def test_the_generic_words_follow_the_language_of_the_page():
    form = check(GOOD | {"name": ["x" * 21]}, Paper, english=True)

    assert form.error("name") == "Longer than 20 characters"


def test_what_only_the_service_knows_becomes_a_fault_as_well():
    form = check(GOOD, Paper).refused("citizen_id", "Số CCCD này đã có hồ sơ.")

    assert (form.value, form.error("citizen_id")) == (None, "Số CCCD này đã có hồ sơ.")


def test_a_form_can_be_filled_before_it_is_sent():
    form = filled(name="Ẩn", born=date(1985, 3, 31), papers=["A"], died=None)

    assert form.first("born-month") == "3"
    assert (form.all("papers"), form.first("died-day")) == (["A"], "")


class Typed(BaseModel):
    phone: Phone | None = None
    sum: Dong | None = None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0912 345 678", "+84912345678"),
        ("+84 912.345.678", "+84912345678"),
        ("(0232) 382 2000", "+842323822000"),
        ("không có", None),
        ("09", None),
    ],
)
def test_a_telephone_number_may_be_typed_in_many_ways(typed, read):
    form = check({"phone": [typed]}, Typed)

    assert (form.value.phone if form.value else None) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1.250.000", 1_250_000),
        ("1 250 000 đồng", 1_250_000),
        ("0", 0),
        ("nhiều", None),
        ("-5", None),
    ],
)
def test_an_amount_may_be_typed_with_separators(typed, read):
    form = check({"sum": [typed]}, Typed)

    assert (form.value.sum if form.value else None) == read


@given(st.dictionaries(st.sampled_from([*GOOD, "papers", "way"]), st.lists(st.text(), max_size=3)))
def test_no_form_can_break_the_reader(typed):
    form = check(typed, Paper)

    assert (form.value is None) == bool(form.errors)
    assert form.values == typed


@pytest.mark.parametrize("multipart", [False, True])
async def test_a_form_arrives_whole_with_its_files_in_one_spelling(app, multipart):
    seen = {}

    @app.post("/paper")
    async def paper(request: Request) -> JSONResponse:
        form = await forms.read(request, Paper)
        for file in form.files.get("scan", ()):
            seen[file.filename] = await file.read()
        return JSONResponse(dict(form.values))

    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Ẩn")
    async with Visitor(app) as visitor:
        fields = {"csrf": await visitor.token(), "name": f" {decomposed} ", "note": "a\r\nb"}
        scan = ("ảnh.jpg", b"\xff\xd8", "image/jpeg")
        files = {"files": [*((n, (None, v)) for n, v in fields.items()), ("scan", scan)]}
        answer = await visitor.post("/paper", **(files if multipart else {"data": fields}))

    assert answer.json() == {"name": ["Nguyễn Thị Ẩn"], "note": ["a\nb"]}
    assert seen == ({"ảnh.jpg": b"\xff\xd8"} if multipart else {})
