"""What was typed or scanned into the one search box of the desk, and what it names."""

import re
from typing import Final, Literal, NamedTuple

from pydantic_core import PydanticCustomError

from services.intake.domain.code import begins_with
from shared import contact

Kind = Literal["code", "reference", "token", "id_number", "phone", "name"]

# Codes end in the day and the number, whatever the unit's part looks like.
CODE: Final = re.compile(r"[0-9A-Z][0-9A-Z.]{1,40}-[0-9]{6}-[0-9]{4}")
# What the QR on Mẫu 01 holds: the address of the dossier's page, which ends in its token.
LINK: Final = re.compile(r"https?://\S+/dossiers/([0-9A-Za-z_-]{16,128})/?")
# What the QR on an identity card holds: fields between bars, the number first.
CARD: Final = re.compile(r"([0-9]{12})(\|.*)?")
LONGEST: Final = 400


class Sought(NamedTuple):
    """What it names, in the spelling it is kept in."""

    kind: Kind
    value: str


def read(typed: str) -> Sought | None:
    """What was meant; None for nothing at all."""
    text = " ".join("".join(map(_readable, typed[:LONGEST])).split())
    if not text:
        return None
    if CODE.fullmatch(text.upper()):
        return Sought("code", text.upper())
    if beginning := begins_with(text):
        return Sought("reference", beginning)
    if link := LINK.fullmatch(text):
        return Sought("token", link[1])
    if card := CARD.fullmatch(text):
        return Sought("id_number", card[1])
    if phone := _phone(text):
        return Sought("phone", phone)
    return Sought("name", text)


def _readable(letter: str) -> str:
    return letter if letter.isprintable() else " "


def _phone(text: str) -> str | None:
    if not re.fullmatch(r"\+?[0-9 .()-]{8,20}", text):
        return None
    try:
        return contact.phone(text)
    except PydanticCustomError:
        return None
