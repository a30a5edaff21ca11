"""What people type about themselves: lines of text, e-mail, telephone; checked, in one spelling."""

import re
import unicodedata
from functools import cache
from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

# Controls, halves of surrogate pairs, line breaks, and what turns or hides the letters around it.
UNFIT = frozenset({"Cc", "Cs", "Zl", "Zp", "Cf"})
# What nearly everybody types, taken as the library takes it, a hundred times faster.
COMMON_ADDRESS = re.compile(
    r"[a-z0-9]+(?:[._-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?:vn|com|net|org)"
)
COMMON_LENGTH = 60  # shorter than any part of an address may be


def one_line(text: str) -> str:
    """Text without control characters, composed (NFC), single spaces; raises for none left."""
    if any(unicodedata.category(letter) in UNFIT for letter in text):
        raise PydanticCustomError("control_character", "Có ký tự điều khiển, xin gõ lại")
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    if not plain:
        raise PydanticCustomError("too_short", "Không được để trống")
    return plain


def lines(text: str) -> str:
    """Text of several lines, as one_line checks each; raises for none left."""
    plain = [one_line(line) if line.strip() else "" for line in text.splitlines()]
    whole = "\n".join(plain).strip("\n")
    if not whole:
        raise PydanticCustomError("too_short", "Không được để trống")
    return whole


def email(text: str) -> str:
    """An address that mail can be sent to; whether anyone reads it is not asked."""
    if len(text) <= COMMON_LENGTH and COMMON_ADDRESS.fullmatch(text):
        return text
    try:
        found = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except (EmailNotValidError, UnicodeError):
        raise PydanticCustomError("email_invalid", "Địa chỉ thư điện tử không đúng") from None
    return found.ascii_email or found.normalized


def phone(text: str) -> str:
    """A telephone number of Viet Nam as +84…; `0912 345 678` is understood."""
    import phonenumbers as numbers  # 23 MB: only who takes numbers pays for it

    if common := _common_mobile().fullmatch(text):
        return f"+84{common['national']}"
    try:
        number = numbers.parse(text, "VN")
    except numbers.NumberParseException:
        number = None
    if not number or number.extension or not numbers.is_valid_number_for_region(number, "VN"):
        raise PydanticCustomError("phone_invalid", "Số điện thoại không đúng")
    return numbers.format_number(number, numbers.PhoneNumberFormat.E164)


@cache
def _common_mobile() -> re.Pattern[str]:
    """`0912345678`: nearly everybody's number, by the library's own table of prefixes."""
    from phonenumbers import PhoneMetadata

    plan = PhoneMetadata.metadata_for_region("VN")
    if plan is None or plan.mobile is None:
        raise LookupError("phonenumbers knows no mobile numbers of Viet Nam")
    return re.compile(f"0(?P<national>{plan.mobile.national_number_pattern})", re.ASCII)


def is_mobile(number: str) -> bool:
    """Whether text messages reach a number that phone() gave: 03, 05, 07, 08, 09 are mobile."""
    return number.startswith("+84") and number[3] in "35789"


PersonName = Annotated[str, Field(strict=True, max_length=300), AfterValidator(one_line)]
Line = Annotated[str, Field(strict=True, max_length=200), AfterValidator(one_line)]
Text = Annotated[str, Field(strict=True, max_length=2_000), AfterValidator(lines)]
Email = Annotated[str, Field(strict=True, max_length=254), AfterValidator(email)]
Phone = Annotated[str, Field(strict=True, max_length=40), AfterValidator(phone)]
