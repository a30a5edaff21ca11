"""Types for what people type: spaces and separators are theirs to choose."""

import re
from typing import Annotated, Any

import phonenumbers
from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from shared.web.i18n import N_

SEPARATORS = re.compile(r"[\s.\-]")
MOST_DONG = 2**53 - 1


def _citizen_id(value: Any) -> Any:
    digits = SEPARATORS.sub("", str(value))
    if not re.fullmatch(r"[0-9]{12}", digits):
        raise PydanticCustomError(
            "citizen_id", N_("Nhập số CCCD gồm 12 chữ số, ví dụ 044 085 001 234.")
        )
    return digits


def _phone(value: Any) -> Any:
    refusal = PydanticCustomError("phone", N_("Nhập số điện thoại, ví dụ 0912 345 678."))
    try:
        number = phonenumbers.parse(str(value), "VN")
    except phonenumbers.NumberParseException:
        raise refusal from None
    if not phonenumbers.is_possible_number(number):
        raise refusal
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _dong(value: Any) -> Any:
    digits = re.sub(r"[\s.]", "", str(value)).removesuffix("đồng").removesuffix("đ")
    if not re.fullmatch(r"[0-9]{1,15}", digits):
        raise PydanticCustomError("dong", N_("Nhập số tiền bằng chữ số, ví dụ 1.250.000."))
    return int(digits)


CitizenId = Annotated[str, BeforeValidator(_citizen_id)]
Phone = Annotated[str, BeforeValidator(_phone)]
Dong = Annotated[int, BeforeValidator(_dong), Field(ge=0, le=MOST_DONG)]
