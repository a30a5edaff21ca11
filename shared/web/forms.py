"""A posted form: into a pydantic model, or back to the page with all that was typed."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from shared.field_errors import describe
from shared.problem import FieldError
from shared.web.csrf import FIELD, POSTED, TYPED, typed
from shared.web.i18n import N_, language

M = TypeVar("M", bound=BaseModel)
DATE_PARTS = ("day", "month", "year")
MOST_FIELDS = 500
MOST_FILES = 50
# PostgreSQL can't keep NUL, and no person types the others.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# field: what to say for any fault in it, or by the fault's code
Says = Mapping[str, str | Mapping[str, str]]
# Where a form says nothing of its own; the words of the API are for programs.
PLAIN = {
    "MISSING": N_("Nhập thông tin này."),
    "NOT_IN_LIST": N_("Chọn một trong các mục."),
    "BAD_FORMAT": N_("Xóa các ký tự không hợp lệ."),
}
NO_SUCH_DAY = N_("Nhập một ngày có thật, ví dụ 31 3 2025.")


@dataclass(frozen=True)
class Form(Generic[M]):
    """What was typed, what is wrong with it (field, message), and the model when nothing is."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, Sequence[UploadFile]] = field(default_factory=dict)
    errors: tuple[tuple[str, str], ...] = ()
    value: M | None = None

    def first(self, name: str) -> str:
        """What stands in a field."""
        return next(iter(self.values.get(name, ())), "")

    def all(self, name: str) -> Sequence[str]:
        """What is ticked in a group."""
        return self.values.get(name, ())

    def error(self, name: str) -> str:
        """The first message at a field; empty where it is right."""
        return next((said for at, said in self.errors if at == name), "")

    def refused(self, name: str, message: str) -> "Form[M]":
        """The same with one more fault, found by what only the service knows."""
        return replace(self, errors=(*self.errors, (name, message)), value=None)


def filled(**values: object) -> Form[BaseModel]:
    """A form before it is sent; a list ticks several, a date fills its three fields."""
    typed: dict[str, Sequence[str]] = {}
    for name, value in values.items():
        if isinstance(value, date):
            for part in DATE_PARTS:
                typed[f"{name}-{part}"] = [str(getattr(value, part))]
        elif isinstance(value, list | tuple):
            typed[name] = [str(one) for one in value]
        elif value is not None:
            typed[name] = [str(value)]
    return Form(values=typed)


async def read(request: Request, model: type[M], says: Says | None = None) -> Form[M]:
    """The form of a request; its files are open until the request has been answered.

    Messages are msgids of the service's catalogue, or already in the language of the page.
    """
    posted = await request.form(max_fields=MOST_FIELDS, max_files=MOST_FILES)
    state = request.scope["state"]
    state.setdefault(POSTED, []).append(posted)
    state[TYPED] = typed(posted)
    told = check(_values(posted), model, says, english=language(request) == "en")
    return replace(told, files=_files(posted))


def check(
    values: Mapping[str, Sequence[str]],
    model: type[M],
    says: Says | None = None,
    *,
    english: bool = False,
) -> Form[M]:
    """The values against the model; faults stand in the order of its fields."""
    told = Form[M](values)
    if spoilt := [name for name in values if any(map(CONTROL.search, values[name]))]:
        return replace(told, errors=tuple((name, PLAIN["BAD_FORMAT"]) for name in spoilt))
    try:
        return replace(told, value=model.model_validate(_data(values, model)))
    except ValidationError as error:
        found = error.errors(include_url=False)
    named = describe([{**e, "loc": ("form", *e["loc"])} for e in found], english=english)
    faults: dict[str, str] = {}
    for fault in named:
        name = fault.field.partition(".")[0]
        name = "" if name == "form" else name
        faults.setdefault(name, _message(name, fault, model, says or {}))
    order = [*model.model_fields, ""]
    return replace(told, errors=tuple((name, faults[name]) for name in order if name in faults))


def is_date(model: type[BaseModel], name: str) -> bool:
    """Whether a field is asked for as day, month and year."""
    kind = model.model_fields[name].annotation
    return kind is date or date in get_args(kind)


def _message(name: str, fault: FieldError, model: type[BaseModel], says: Says) -> str:
    said = says.get(name)
    if isinstance(said, str):
        return said
    if said is not None and fault.code in said:
        return said[fault.code]
    if name and is_date(model, name) and fault.code == "WRONG_TYPE":
        return NO_SUCH_DAY
    return PLAIN.get(fault.code, fault.message)


def _data(values: Mapping[str, Sequence[str]], model: type[BaseModel]) -> dict[str, Any]:
    """What the model reads; a field left empty is absent, so that its default holds."""
    data: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if is_date(model, name):
            found: Any = _joined(
                [next(iter(values.get(f"{name}-{p}", ())), "") for p in DATE_PARTS]
            )
        elif getattr(info.annotation, "__origin__", None) in (list, tuple, set, frozenset):
            found = [value for value in values.get(name, ()) if value]
        else:
            found = next(iter(values.get(name, ())), "")
        if found:
            data[name] = found
    return data


def _joined(parts: Sequence[str]) -> str:
    day, month, year = parts
    if not any(parts):
        return ""
    return f"{year}-{month:0>2}-{day:0>2}"


def _values(posted: FormData) -> dict[str, Sequence[str]]:
    values: dict[str, list[str]] = {}
    for name, value in posted.multi_items():
        if isinstance(value, str) and name != FIELD:
            values.setdefault(name, []).append(_clean(value))
    return dict(values)


def _files(posted: FormData) -> dict[str, Sequence[UploadFile]]:
    files: dict[str, list[UploadFile]] = {}
    for name, value in posted.multi_items():
        if isinstance(value, UploadFile) and value.filename:
            files.setdefault(name, []).append(value)
    return dict(files)


def _clean(value: str) -> str:
    """One way to write each Vietnamese letter, one kind of line end, nothing around it."""
    return unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
