"""The questions of a letter, one a page: what each asks for, and what it says of a wrong answer."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, Field

from services.complaints.domain.lodging import ASKED_AT_MOST, CONTENT_AT_MOST
from services.complaints.domain.registration import EMAIL_AT_MOST
from shared.contact import Email, PersonName, Phone, one_line
from shared.web import forms
from shared.web.i18n import N_
from shared.web.params import Choice

DENUNCIATION = "DENUNCIATION"
KINDS: Final = (
    Choice(
        "COMPLAINT",
        N_("Khiếu nại"),
        N_("Quyết định, việc làm của cơ quan ảnh hưởng đến quyền lợi của chính bạn."),
    ),
    Choice("PETITION", N_("Kiến nghị"), N_("Đề xuất, đề nghị cơ quan làm hoặc thay đổi một việc.")),
    Choice("REFLECTION", N_("Phản ánh"), N_("Báo cho cơ quan biết một sự việc, tình trạng.")),
    Choice(
        DENUNCIATION,
        N_("Tố cáo"),
        N_("Báo về hành vi vi phạm pháp luật của cán bộ hoặc người khác."),
    ),
)
STATED: Final[Mapping[str, str]] = {kind.value: kind.text for kind in KINDS}


class Kind(BaseModel):
    kind: Literal["COMPLAINT", "PETITION", "REFLECTION", "DENUNCIATION"]


class About(BaseModel):
    dossier_code: Annotated[str, Field(max_length=60)] | None = None


class Where(BaseModel):
    unit_id: Annotated[str, Field(max_length=40)]


class Content(BaseModel):
    content: Annotated[str, Field(max_length=CONTENT_AT_MOST)]


class Asked(BaseModel):
    asked: Annotated[str, Field(max_length=ASKED_AT_MOST)]


class Sender(BaseModel):
    name: PersonName
    address: Annotated[str, Field(max_length=500), AfterValidator(one_line)]
    phone: Phone | None = None
    email: Annotated[Email, Field(max_length=EMAIL_AT_MOST)] | None = None


class Step(NamedTuple):
    """One page: its form, and its words for what is wrong."""

    model: type[BaseModel]
    says: forms.Says


TOO_LONG = N_("Nội dung quá dài, rút ngắn lại.")
STEPS: Final[Mapping[str, Step]] = {
    "kind": Step(Kind, {"kind": N_("Chọn loại đơn.")}),
    "dossier": Step(
        About, {"dossier_code": N_("Mã hồ sơ không đúng. Kiểm tra trên Giấy tiếp nhận.")}
    ),
    "office": Step(Where, {"unit_id": N_("Chọn cơ quan.")}),
    "content": Step(
        Content, {"content": {"MISSING": N_("Viết nội dung sự việc."), "TOO_LONG": TOO_LONG}}
    ),
    "request": Step(
        Asked, {"asked": {"MISSING": N_("Viết điều bạn yêu cầu."), "TOO_LONG": TOO_LONG}}
    ),
    "sender": Step(
        Sender,
        {
            "name": {"MISSING": N_("Nhập họ, chữ đệm và tên."), "TOO_LONG": N_("Tên quá dài.")},
            "address": {"MISSING": N_("Nhập địa chỉ."), "TOO_LONG": N_("Địa chỉ quá dài.")},
            "phone": N_("Nhập số điện thoại, ví dụ 0912 345 678."),
            "email": N_("Nhập địa chỉ thư điện tử, ví dụ ten@example.vn."),
        },
    ),
}
ORDER: Final = tuple(STEPS)


def after(step: str) -> str:
    """The address of the page that follows."""
    place = ORDER.index(step) + 1
    return f"/lodge/{ORDER[place]}" if place < len(ORDER) else "/lodge/check"


def before(step: str) -> str:
    place = ORDER.index(step)
    return f"/lodge/{ORDER[place - 1]}" if place else "/"
