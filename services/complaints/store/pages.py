"""Where a page of a list begins."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

FOR_UPDATE = " FOR UPDATE"


class After(NamedTuple):
    """The last row of the page before."""

    due_on: date
    id: UUID
