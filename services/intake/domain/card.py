"""What the QR on a chip identity card says: number, old number, name, birth, sex, home, issued."""

import re
import unicodedata
from typing import Final, NamedTuple

# Scanners may put the kind of the card in front.
CARD: Final = re.compile(r"(?:CCCD\|)?(?P<number>[0-9]{12})\|(?P<rest>.*)", re.IGNORECASE)
SEPARATORS: Final = re.compile(r"[\s.\-]")
NAME, HOME = 1, 4


class Card(NamedTuple):
    """What an intake needs of it."""

    number: str
    name: str
    address: str


def scanned(text: str) -> Card | None:
    """The card whose QR was scanned; None for anything else."""
    found = CARD.fullmatch(text.strip())
    if found is None:
        return None
    fields = [_tidy(field) for field in found["rest"].split("|")]
    fields += [""] * (HOME + 1 - len(fields))
    # Without the old number some readers leave its field out.
    shift = 0 if not fields[0] or fields[0].isdigit() else -1
    return Card(found["number"], fields[NAME + shift], fields[HOME + shift])


def _tidy(field: str) -> str:
    return " ".join(unicodedata.normalize("NFC", field).split())
