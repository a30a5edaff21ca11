"""A refusal with a stable code and a Vietnamese title; knows nothing of HTTP but its number."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class FieldError(NamedTuple):
    """What is wrong with one field of a request: its path, a stable code, a sentence."""

    field: str
    code: str
    message: str


class Problem(Exception):
    """Refuse a request. Each refusal is a subclass with its own status, code and titles."""

    status: int = 400
    code: str = "BAD_REQUEST"
    title: str = "Yêu cầu không hợp lệ"
    title_en: str = "The request is not valid"

    def __init__(
        self,
        detail: str | None = None,
        *,
        fields: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.fields = tuple(fields)
        self.headers = dict(headers or {})
