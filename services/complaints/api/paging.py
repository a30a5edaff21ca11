"""Pages of a list: each names where the next begins."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel

from services.complaints.domain.refusals import CursorInvalid
from services.complaints.store import After

Item = TypeVar("Item", bound=BaseModel)


class Page(BaseModel, Generic[Item]):
    """`next` is the cursor of the page after this one; absent on the last."""

    items: list[Item]
    next: str | None = None


class Asked(BaseModel):
    """Which page."""

    after: After | None
    limit: int


async def asked(
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Asked:
    """Raises CursorInvalid."""
    return Asked(after=_read(cursor) if cursor is not None else None, limit=limit)


Paging = Annotated[Asked, Depends(asked)]


def page(rows: Sequence[Item], limit: int, place: Callable[[Item], After]) -> Page[Item]:
    """`rows` holds one more than the limit where there is a next page."""
    items = list(rows[:limit])
    return Page(items=items, next=_write(place(items[-1])) if len(rows) > limit else None)


def _write(after: After) -> str:
    return base64.urlsafe_b64encode(f"{after.due_on}/{after.id}".encode()).decode().rstrip("=")


def _read(cursor: str) -> After:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True).decode()
        due_on, _, row = text.partition("/")
        return After(date.fromisoformat(due_on), UUID(row))
    except (ValueError, binascii.Error):
        raise CursorInvalid from None
