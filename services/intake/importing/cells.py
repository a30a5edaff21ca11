"""What stands in a cell, read: each of these raises Wrong with the reason a person needs."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from services.intake.catalogue import fields
from services.intake.domain.search import folded
from shared.contact import UNFIT
from shared.events import codes
from shared.events.types import DecisionNo
from shared.worktime import limit
from shared.worktime.limit import LABELS, LimitUnit

CODE = re.compile(r"[0-9]\.[0-9]{6}(?:\.[0-9A-Z]{1,10}){0,6}")
LIMIT = re.compile(r"([0-9]{1,5}) ?(.+)")
UNITS: Mapping[str, LimitUnit] = {
    **{folded(said): unit for unit, said in LABELS.items()},
    **{"gio": LimitUnit.HOUR, "ngay lich": LimitUnit.DAY},
}
NUMBER = re.compile(r"^số\s+", re.IGNORECASE)
DECISION = TypeAdapter(DecisionNo)
NO_LETTERS = re.compile(r"[^a-z0-9]+")
DATES = ("%Y-%m-%d", "%d/%m/%Y")
YES = {"yes": True, "co": True, "x": True, "no": False, "khong": False}
UNSEEN = "Cf"  # marks of direction and soft hyphens, as word processors leave them
MOST_LETTERS = 2_000
SLUG_LETTERS = 80


class Wrong(ValueError):
    """Why a cell can't be taken; `why` is a key of words.WHY."""

    def __init__(self, why: str, said: object = "") -> None:
        super().__init__(why)
        self.why, self.said = why, str(said)[:80]


def text(said: Any, most: int = MOST_LETTERS) -> str:
    """One line, composed, single spaces. Line breaks are spaces, what nobody sees is left out."""
    seen = (letter for letter in str(said) if unicodedata.category(letter) != UNSEEN)
    plain = " ".join(unicodedata.normalize("NFC", "".join(seen)).split())
    if any(unicodedata.category(letter) in UNFIT for letter in plain):
        raise Wrong("control")
    if len(plain) > most:
        raise Wrong("too-long", most)
    return plain


def code(said: Any) -> str:
    if isinstance(said, float):
        raise Wrong("code-number", said)
    plain = text(said)
    if not CODE.fullmatch(plain):
        raise Wrong("code-shape", plain)
    return plain


def day(said: Any) -> date:
    if isinstance(said, date):  # a datetime too
        return said.date() if isinstance(said, datetime) else said
    plain = text(said)
    for shape in DATES:
        try:
            return datetime.strptime(plain, shape).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise Wrong("date", plain)


def duration(said: Any) -> dict[str, Any]:
    """`3 working_day`, `3 ngày làm việc` or `trong ngày`."""
    plain = text(said)
    if folded(plain) in ("trong ngay", "1 same day"):
        return {"amount": 1, "unit": LimitUnit.SAME_DAY.value}
    found = LIMIT.fullmatch(plain)
    unit = UNITS.get(folded(found[2]), found[2]) if found else ""
    try:
        read = limit.parse(f"{found[1]} {unit}") if found else None
    except ValueError:
        read = None
    if read is None or read.amount == 0:
        raise Wrong("limit", plain)
    return {"amount": read.amount, "unit": read.unit.value}


def of_list(name: str, said: Any) -> str:
    """A code of a list, by itself or by what people call it."""
    plain = text(said)
    for entry in codes.known(name).values():
        if plain == entry.code or folded(plain) in (folded(entry.label_vi), folded(entry.code)):
            return entry.code
    raise Wrong("unknown", plain)


def field(said: Any) -> str:
    """A field of our table, by its slug or its name."""
    plain = text(said)
    found = _fields().get(folded(plain)) or (plain if plain in fields() else "")
    if not found:
        raise Wrong("unknown", plain)
    return found


def any_field(said: Any) -> str:
    """The same, and a slug made of its name where the table has none."""
    try:
        return field(said)
    except Wrong as wrong:
        if wrong.why != "unknown":
            raise
        return slug(text(said), SLUG_LETTERS)


def _fields() -> Mapping[str, str]:
    return {folded(label): name for name, (label, _) in fields().items()}


def slug(said: str, most: int) -> str:
    """Words without marks, cut at a word. Raises Wrong where no letter is left."""
    parted = unicodedata.normalize("NFD", said.lower()).replace("đ", "d")
    plain = "".join(letter for letter in parted if not unicodedata.combining(letter))
    whole = NO_LETTERS.sub("-", plain).strip("-")
    short = whole if len(whole) <= most else whole[: most + 1].rpartition("-")[0][:most]
    if not short:
        raise Wrong("shape", said)
    return short


def flag(said: Any) -> bool:
    if isinstance(said, bool):
        return said
    plain = folded(text(said))
    if plain not in YES:
        raise Wrong("unknown", said)
    return YES[plain]


def copies(said: Any) -> int:
    plain = text(int(said) if isinstance(said, float) and said.is_integer() else said)
    if not (plain.isascii() and plain.isdigit() and 1 <= int(plain) <= 99):
        raise Wrong("number", plain)
    return int(plain)


def decision(said: Any) -> str:
    """The number of a decision, such as 2628/QĐ-BTC."""
    plain = NUMBER.sub("", text(said))
    try:
        return DECISION.validate_python(plain)
    except ValidationError:
        raise Wrong("shape", plain) from None


def parts(said: Any) -> list[str]:
    """What a semicolon parts."""
    return [plain for one in str(said).split(";") if (plain := text(one))]
