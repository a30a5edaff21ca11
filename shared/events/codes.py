"""The code lists (events.md §5): labels for people, and the check of what writers send."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from shared.events.base import Part
from shared.events.fields import Field, fields
from shared.events.kinds import Code

FOLDER = Path(__file__).parent / "code_lists"


class UnknownCode(ValueError):
    """A writer used a code that its list does not hold."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A code, what people read for it, and from when to when it may be used."""

    code: str
    label_vi: str
    label_en: str
    since: date | None
    until: date | None


@cache
def known(name: str) -> Mapping[str, Entry]:
    """The codes of a list, in its order. Raises KeyError for a list that does not exist."""
    path = FOLDER / f"{name}.json"
    if not path.is_file():
        raise KeyError(f"no code list {name!r}")
    rows = json.loads(path.read_text("utf-8"))["codes"]
    return {row["code"]: _entry(row) for row in rows}


@cache
def names() -> tuple[str, ...]:
    """All lists."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def label(name: str, code: str, lang: str = "vi") -> str:
    """What people read for a code; a code newer than this reader shows as itself."""
    entry = known(name).get(code)
    if entry is None:
        return code
    return entry.label_en if lang == "en" else entry.label_vi


def check_codes(part: Part) -> None:
    """Refuse to tell a code that its list does not hold; raises UnknownCode."""
    for field in _with_codes(type(part)):
        value = getattr(part, field.attribute)
        if value is None:
            continue
        for item in value if field.many else (value,):
            _check(part, field, item)


def _check(part: Part, field: Field, item: Any) -> None:
    if isinstance(item, Part):
        check_codes(item)
    elif isinstance(field.kind, Code) and item not in known(field.kind.name):
        where = f"{type(part).__name__}.{field.name}"
        raise UnknownCode(f"{where}: {item!r} is no code of the list {field.kind.name!r}")


@cache
def _with_codes(model: type[Part]) -> tuple[Field, ...]:
    return tuple(f for f in fields(model) if f.part or isinstance(f.kind, Code))


def _entry(row: Mapping[str, Any]) -> Entry:
    since, until = (date.fromisoformat(row[n]) if row[n] else None for n in ("since", "until"))
    return Entry(row["code"], row["label_vi"], row["label_en"], since, until)
