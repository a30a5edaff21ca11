"""What pydantic finds wrong with a field, said in the words of the person who filled it in."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, get_args

from pydantic_core.core_schema import ErrorType

from shared.problem import FieldError

AT_MOST = 50
LONGEST_NAME = 100


class Wording(NamedTuple):
    code: str
    vi: str
    en: str


# By pydantic's error type; where that is absent, by the part before its first underscore.
WORDINGS: Mapping[str, Wording] = {
    "missing": Wording("MISSING", "Thiếu trường này", "This field is missing"),
    "extra_forbidden": Wording("UNKNOWN_FIELD", "Không có trường này", "There is no such field"),
    "string_too_long": Wording(
        "TOO_LONG", "Dài quá {max_length} ký tự", "Longer than {max_length} characters"
    ),
    "string_too_short": Wording(
        "TOO_SHORT", "Cần ít nhất {min_length} ký tự", "Needs at least {min_length} characters"
    ),
    "too_long": Wording("TOO_LONG", "Nhiều quá {max_length} mục", "More than {max_length} items"),
    "too_short": Wording(
        "TOO_SHORT", "Cần ít nhất {min_length} mục", "Needs at least {min_length} items"
    ),
    "string_pattern_mismatch": Wording("BAD_FORMAT", "Không đúng định dạng", "Wrong format"),
    "string_unicode": Wording("BAD_FORMAT", "Có ký tự không hợp lệ", "Has invalid characters"),
    "string": Wording("WRONG_TYPE", "Phải là chữ", "Must be text"),
    "int": Wording("WRONG_TYPE", "Phải là số nguyên", "Must be a whole number"),
    "float": Wording("WRONG_TYPE", "Phải là số", "Must be a number"),
    "decimal": Wording("WRONG_TYPE", "Phải là số", "Must be a number"),
    "finite": Wording("WRONG_TYPE", "Phải là số", "Must be a number"),
    "bool": Wording("WRONG_TYPE", "Phải là true hoặc false", "Must be true or false"),
    "uuid": Wording("WRONG_TYPE", "Phải là một mã UUID", "Must be a UUID"),
    "date": Wording(
        "WRONG_TYPE", "Phải là ngày có thật, ví dụ 2025-03-31", "Must be a date like 2025-03-31"
    ),
    "datetime": Wording(
        "WRONG_TYPE",
        "Phải là thời điểm, ví dụ 2025-03-31T08:00:00+07:00",
        "Must be an instant like 2025-03-31T08:00:00+07:00",
    ),
    "timezone": Wording("WRONG_TYPE", "Thiếu múi giờ, ví dụ +07:00", "Lacks its offset"),
    "list": Wording("WRONG_TYPE", "Phải là một danh sách", "Must be a list"),
    "model": Wording("WRONG_TYPE", "Phải là một đối tượng", "Must be an object"),
    "dict": Wording("WRONG_TYPE", "Phải là một đối tượng", "Must be an object"),
    "enum": Wording("NOT_IN_LIST", "Phải là một trong: {expected}", "Must be one of: {expected}"),
    "literal": Wording(
        "NOT_IN_LIST", "Phải là một trong: {expected}", "Must be one of: {expected}"
    ),
    "union": Wording("NOT_IN_LIST", "Không thuộc loại nào được nhận", "None of the known kinds"),
    "greater_than": Wording("OUT_OF_RANGE", "Phải lớn hơn {gt}", "Must be more than {gt}"),
    "greater_than_equal": Wording("OUT_OF_RANGE", "Phải từ {ge} trở lên", "Must be {ge} or more"),
    "less_than": Wording("OUT_OF_RANGE", "Phải nhỏ hơn {lt}", "Must be less than {lt}"),
    "less_than_equal": Wording("OUT_OF_RANGE", "Không được quá {le}", "Must be {le} or less"),
}
OTHER = Wording("BAD_VALUE", "Giá trị không hợp lệ", "This value is not valid")
PYDANTIC = frozenset(get_args(ErrorType))


def describe(errors: Sequence[Mapping[str, Any]], *, english: bool) -> list[FieldError]:
    """The first errors of pydantic's list; a PydanticCustomError speaks for itself."""
    return [_describe(error, english) for error in errors[:AT_MOST]]


def _describe(error: Mapping[str, Any], english: bool) -> FieldError:
    kind = error["type"]
    field = ".".join(str(part)[:LONGEST_NAME] for part in error["loc"][1:]) or str(error["loc"][0])
    if kind not in PYDANTIC:
        return FieldError(field, kind.upper(), error["msg"])
    wording = WORDINGS.get(kind) or WORDINGS.get(kind.split("_")[0]) or OTHER
    values = error.get("ctx", {})
    if "expected" in values and not english:
        values = {**values, "expected": str(values["expected"]).replace(" or ", " hoặc ")}
    try:
        said = (wording.en if english else wording.vi).format_map(values)
    except KeyError:  # a custom error by one of pydantic's own names
        said = error["msg"]
    return FieldError(field, wording.code, said)
