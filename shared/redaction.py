"""What must never be read in a log: contacts, identity numbers, tokens, values of telling keys."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

HIDDEN = "***"
LONGEST = 2_000
DEEPEST = 6

SECRET_KEY = re.compile(
    r"(?:^|_)(?:secret|password|passwd|pw|token|authorization|cookie|jwt|dsn|otp|"
    r"(?:full|last|first|given|family|display)?name|ho_?ten|phone|mobile|tel|e?mail|cccd|cmnd|"
    r"citizen_id|address|contact|birth\w*|dob)s?$",
    re.IGNORECASE,
)
# A name in running text can't be known: log names under their own key or, better, not at all.
# UUIDs come first: their last group may be twelve digits and is no identity number.
PATTERNS = re.compile(
    r"(?P<uuid>\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b)"
    r"|(?P<instant>\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d+)?)?)"
    r"|eyJ[\w-]*\.[\w-]+(?:\.[\w-]*)*"
    r"|\b(?:bearer|basic)\s+[\w.~+/=-]+"
    r"|(?<=://)[^\s/@]+@"
    r"|(?<=[?&]code=)[^\s&]+"
    r"|(?<=/)[\w-]{32}(?![\w-])"  # the token of a link, or what reads like one
    r"|(?:secret|password|passwd|token|authorization)[\"']?\s*[=:]\s*[\"']?[^\s&\"',;]+"
    r"|[^\s@<>\"'=,;:()]{1,64}@(?=[^\s@]*[^\W\d_])[^\s@<>\"',;()]+"
    r"|(?<![\w.])(?:\+|00)?84[ .-]?\d(?:[ .()-]{0,2}\d){7,9}(?!\d)"
    r"|(?<![\w.])\(?0\d(?:[ .()-]{0,2}\d){8,10}(?![\d])"
    r"|(?<!\d)\d{12}(?!\d)"
    r"|(?<!\d)\d{3}[ .-]\d{3}[ .-]\d{3}[ .-]\d{3}(?!\d)",
    re.IGNORECASE,
)
# Letters alone, and no piece as long as a token, which may be of letters alone too.
HARMLESS = re.compile(r"(?:[A-Za-z_-]{0,31}[/{}])*[A-Za-z_-]{0,31}")
# A line break in a value must not start a log line of its own, whoever splits lines.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def redact(value: Any, depth: int = 0) -> Any:
    """A copy of the value that may be logged."""
    if isinstance(value, str):
        return text(value)
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return HIDDEN if 11 <= len(str(abs(value))) <= 12 else value
    if isinstance(value, UUID | date | datetime | timedelta | Decimal | Path):
        return text(str(value))
    if isinstance(value, Enum):
        return redact(value.value, depth)
    if isinstance(value, bytes | bytearray):
        return text(bytes(value[:LONGEST]).decode("utf-8", "backslashreplace"))
    if depth >= DEEPEST:
        return HIDDEN
    if isinstance(value, Mapping):
        return {text(str(key)): _under(str(key), v, depth) for key, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redact(item, depth + 1) for item in value]
    return f"<{type(value).__name__}>"  # its repr() would tell a person's fields


def text(value: str) -> str:
    """A text on one line, without what the patterns know."""
    if len(value) <= LONGEST and HARMLESS.fullmatch(value):
        return value
    return CONTROL.sub(" ", PATTERNS.sub(_hide, value[: 2 * LONGEST]))[:LONGEST]


def _hide(found: re.Match[str]) -> str:
    return found.group() if found["uuid"] or found["instant"] else HIDDEN


def _under(key: str, value: Any, depth: int) -> Any:
    if value is None or not _tells(key):
        return redact(value, depth + 1)
    return HIDDEN


@lru_cache(maxsize=512)  # the names of what is logged are few
def _tells(key: str) -> bool:
    return SECRET_KEY.search(key) is not None
