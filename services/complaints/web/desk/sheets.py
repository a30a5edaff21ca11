"""What the forms at a desk ask for, and what they say of a wrong answer."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BaseModel, Field

from shared.web import forms
from shared.web.fields import Dong

YesNo = Literal["yes", "no"]
Code = Annotated[str, Field(max_length=60)]
Text = Annotated[str, Field(max_length=5_000)]
Small = Annotated[int, Field(ge=0, le=1_000_000)]
CHOOSE: Final = "Chọn một mục."
DAY: Final = {"MISSING": "Nhập ngày ghi trên văn bản."}
TOO_LONG: Final = {"TOO_LONG": "Nội dung quá 5.000 ký tự, rút ngắn lại."}
NUMBER: Final = "Nhập một số từ 0 trở lên, không có chữ."


class Dated(BaseModel):
    """Every act carries the day of its paper."""

    on: date


class Classifying(Dated):
    kind: Code
    field: Code
    earlier_handling: Code
    eligible: YesNo
    ineligible_reason: Code | None = None
    competence: Code
    complex: YesNo = "no"
    remote: YesNo = "no"
    dossier_code: Code | None = None


class Accepting(Dated):
    complex: YesNo
    remote: YesNo


class Refusing(Dated):
    na_code: Code
    words: Text | None = None


class Ending(Dated):
    to_unit: Code | None = None
    reason_code: Code | None = None
    words: Text | None = None


class Answering(Dated):
    upheld: YesNo
    words: Text


class Rejecting(Dated):
    words: Text


class Assigning(Dated):
    staff_id: Code


class Hearing(Dated):
    present: Annotated[list[str], Field(min_length=1)]
    mandatory: YesNo


class Resolving(Dated):
    conclusion: Code
    effect: Code
    decision_no: Code
    views_agree: YesNo
    money_state: Dong = 0
    money_people: Dong = 0
    land_m2_state: Small = 0
    land_m2_people: Small = 0
    people_restored: Small = 0
    persons_to_discipline: Small = 0
    to_police: YesNo = "no"


class Registering(BaseModel):
    unit: Code
    source: Code
    received_on: date
    signatures: Code
    people: Annotated[int, Field(ge=1, le=100_000)] = 1
    name: Annotated[str, Field(max_length=300)] | None = None
    address: Annotated[str, Field(max_length=500)] | None = None
    phone: Annotated[str, Field(max_length=40)] | None = None
    email: Annotated[str, Field(max_length=190)] | None = None
    content: Annotated[str, Field(max_length=50_000)]
    dossier_code: Code | None = None


SAYS: Final[forms.Says] = {
    **dict.fromkeys(
        ("kind", "field", "earlier_handling", "eligible", "competence", "complex", "remote"), CHOOSE
    ),
    **dict.fromkeys(("na_code", "upheld", "conclusion", "effect", "views_agree"), CHOOSE),
    **dict.fromkeys(("unit", "source", "signatures"), CHOOSE),
    **dict.fromkeys(
        ("land_m2_state", "land_m2_people", "people_restored", "persons_to_discipline", "people"),
        NUMBER,
    ),
    "present": "Chọn ít nhất một bên có mặt.",
    "mandatory": CHOOSE,
    "staff_id": "Chọn người xác minh.",
    "decision_no": {"MISSING": "Nhập số quyết định, ví dụ 128/QĐ-UBND."},
    "on": DAY,
    "received_on": {"MISSING": "Nhập ngày nhận đơn."},
    "words": {"MISSING": "Viết nội dung gửi cho người gửi đơn.", **TOO_LONG},
    "content": {"MISSING": "Ghi nội dung đơn.", "TOO_LONG": "Nội dung quá 50.000 ký tự."},
}
