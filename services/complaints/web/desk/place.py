"""Where a page of a work list begins, and how an address says so."""

import base64
import binascii
from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.complaints.domain.case import Case
from services.complaints.domain.petition import Petition
from services.complaints.store import After


class Place(NamedTuple):
    """Where a page begins, and how many rows stand before it."""

    after: After | None
    before: int


def cursor(row: Petition | Case, last: int) -> str:
    """What the address of the page after this row, the last-th, holds."""
    id_ = row.petition_id if isinstance(row, Petition) else row.case_id
    text = f"{row.due_on}/{id_}/{last}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place_of(told: str) -> Place:
    """A cursor that somebody changed begins at the beginning."""
    try:
        padded = told + "=" * (-len(told) % 4)
        due_on, row, before = base64.urlsafe_b64decode(padded).decode().split("/")
        return Place(After(date.fromisoformat(due_on), UUID(row)), int(before))
    except (ValueError, binascii.Error):
        return Place(None, 0)
