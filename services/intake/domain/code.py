"""The dossier code: `V1V2V3.Z1Z2.Y1Y2.MX1X2-YYMMDD-XXXX` (TT 01/2018/TT-VPCP Điều 19)."""

import re
from datetime import date

from services.intake.domain.refusals import SequenceExhausted

# For codes of today's units; newer unit codes begin with the province and stay opaque to us.
PATTERN = re.compile(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}-[0-9]{6}-[0-9]{4}")
LAST = 9_999


def dossier_code(identification_code: str, received_on: date, number: int) -> str:
    """The code of the day's n-th dossier of a unit; raises SequenceExhausted, never wraps."""
    if number > LAST:
        raise SequenceExhausted
    return f"{identification_code}-{received_on:%y%m%d}-{number:04d}"
