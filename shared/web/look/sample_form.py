"""The form of the style page: one field of each kind, and what it holds in each state."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from shared.web import forms
from shared.web.fields import CitizenId, Dong, Phone
from shared.web.i18n import N_
from shared.web.look import samples


class Sample(BaseModel):
    """One field of each kind, as a citizen fills them in."""

    full_name: Annotated[str, Field(max_length=100)]
    citizen_id: CitizenId
    phone: Phone | None = None
    born: date
    ward: Literal["18853", "18856", "18859"]
    returned: Literal["COUNTER", "POST", "ONLINE"]
    papers: Annotated[list[str], Field(min_length=1)]
    income: Dong | None = None
    note: Annotated[str, Field(max_length=500)] = ""


DATES = ("born",)
SAYS: forms.Says = {
    "full_name": {"MISSING": N_("Nhập họ, chữ đệm và tên.")},
    "citizen_id": {"MISSING": N_("Nhập số CCCD gồm 12 chữ số, ví dụ 044 085 001 234.")},
    "born": {"MISSING": N_("Nhập ngày sinh.")},
    "ward": {"MISSING": N_("Chọn phường, xã.")},
    "returned": {"MISSING": N_("Chọn cách nhận kết quả.")},
    "papers": {
        "MISSING": N_("Chọn ít nhất một giấy tờ."),
        "TOO_SHORT": N_("Chọn ít nhất một giấy tờ."),
    },
}
FILLED = {
    "full_name": samples.SEVEN_SYLLABLES,
    "citizen_id": "044 085 001 234",
    "phone": "0912 345 678",
    "born": date(1985, 3, 31),
    "ward": "18853",
    "returned": "POST",
    "papers": ["BIRTH"],
    "income": "1.250.000",
    "note": "Nhà ở cuối ngõ.\nGọi trước khi giao.",
}
WRONG: Mapping[str, list[str]] = {
    "citizen_id": ["044 085"],
    "phone": ["09"],
    "born-day": ["31"],
    "born-month": ["2"],
    "born-year": ["1985"],
    "income": ["nhiều"],
}
