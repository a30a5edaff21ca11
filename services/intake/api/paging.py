"""Long lists by page: the place to go on from, and the units that a list covers."""

import base64
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from pydantic import BaseModel

from services.intake.domain.refusals import CursorInvalid, UnitUnknown
from services.intake.store import catalogue
from shared import clock, reference
from shared.auth import Principal
from shared.db import Connection

PAGE = 50
Item = TypeVar("Item")
Place = TypeVar("Place")


class Page(BaseModel, Generic[Item]):
    """Up to 50 items; `next` is the cursor of the following page."""

    items: list[Item]
    next: str | None


def page(items: Sequence[Item], cursor: Callable[[Item], str]) -> Page[Item]:
    """A page of items that were asked for with one more than fits."""
    shown = list(items[:PAGE])
    more = len(items) > PAGE
    return Page(items=shown, next=_wrap(cursor(shown[-1])) if more else None)


def place(cursor: str | None, read: Callable[[str], Place]) -> Place | None:
    """Where the cursor points; raises CursorInvalid."""
    if not cursor:
        return None
    try:
        return read(base64.urlsafe_b64decode(cursor.encode()).decode())
    except ValueError:
        raise CursorInvalid from None


def _wrap(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


async def covered(conn: Connection, who: Principal, unit: str | None) -> list[str]:
    """The unit and all below it, or all units the person's right reaches.

    Raises UnitUnknown and UnitForbidden.
    """
    if unit is None:
        return await catalogue.below(conn, [held.unit_id for held in who.assignments])
    found = await reference.unit(conn, unit, clock.today())
    if found is None:
        raise UnitUnknown
    await who.require_unit(conn, found.unit_id)
    return await catalogue.below(conn, [found.unit_id])
