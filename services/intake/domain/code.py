"""The dossier code: `V1V2V3.Z1Z2.Y1Y2.MX1X2-YYMMDD-XXXX` (TT 01/2018/TT-VPCP Điều 19)."""

import re
from datetime import date
from uuid import UUID

from services.intake.domain.dossier import Dossier
from services.intake.domain.refusals import SequenceExhausted

# For codes of today's units; newer unit codes begin with the province and stay opaque to us.
PATTERN = re.compile(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}-[0-9]{6}-[0-9]{4}")
LAST = 9_999
TEMPORARY = 12
TEMPORARY_PATTERN = re.compile(rf"T[0-9A-F]{{{TEMPORARY}}}")
GAPS = dict.fromkeys(map(ord, "-–."))


def dossier_code(identification_code: str, received_on: date, number: int) -> str:
    """The code of the day's n-th dossier of a unit; raises SequenceExhausted, never wraps."""
    if number > LAST:
        raise SequenceExhausted
    return f"{identification_code}-{received_on:%y%m%d}-{number:04d}"


def reference_of(dossier: Dossier) -> str:
    """What people quote: the code, or before the receipt the beginning of the dossier's id."""
    return dossier.dossier_code or temporary(dossier.dossier_id)


def temporary(dossier_id: UUID) -> str:
    """T-4F2A-91CB-07DE: an online dossier has no code before its receipt (domain.md §1.3)."""
    plain = dossier_id.hex[:TEMPORARY].upper()
    return "-".join(("T", plain[:4], plain[4:8], plain[8:]))


def begins_with(typed: str) -> str | None:
    """The beginning of the id that a temporary reference names, however it is written."""
    plain = as_code(typed).translate(GAPS)
    return plain[1:].lower() if TEMPORARY_PATTERN.fullmatch(plain) else None


def as_code(typed: str) -> str:
    """A dossier code as it is kept, from what was typed: no letter stands beside a blank."""
    return "".join(typed.upper().split())
