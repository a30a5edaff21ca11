"""The work list of a unit, oldest due first, and the one search box of the desk."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.intake.domain import sought
from services.intake.domain.sought import Sought
from services.intake.store import pages, worklist
from services.intake.store.pages import Beside, DeskRow
from services.intake.store.worklist import OPEN, Wanted
from services.intake.web.desk import rows
from services.intake.web.desk.room import Room, enter
from shared import audit, clock, lookup, reference
from shared.auth import Principal, may
from shared.db import Connection, transaction
from shared.web import forms, listing
from shared.web.listing import PAGE, Listing, Row, Span
from shared.web.pages import render

router = APIRouter(include_in_schema=False)
Reader = Annotated[Principal, Depends(may("dossier.read"))]
SORTS, SORT = ("due",), "due"


class Asked(BaseModel):
    """What was typed or scanned into the box."""

    q: Annotated[str, Field(max_length=sought.LONGEST)] = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a list."""

    listing: Listing
    rows: Sequence[Row]
    span: Span


@router.get("/desk")
async def worklist_page(request: Request, who: Reader) -> Response:
    """Hồ sơ của đơn vị, hạn sớm nhất đứng trước."""
    async with transaction(request.app.state.pool) as conn:
        room = await enter(request, conn, who)
        shown = await show(request, conn, room)
        await audit.record(conn, str(who.staff_id), "dossier.list", "dossier", "*")
    return render(
        request,
        "desk/list.html",
        htmx=True,
        title=rows.title(shown.listing),
        listing=shown.listing,
        columns=rows.COLUMNS,
        rows=shown.rows,
        span=shown.span,
        empty=rows.empty(shown.listing),
        receives=room.may("dossier.receive"),
    )


@router.post("/desk/search")
async def search(request: Request, who: Reader) -> Response:
    """One hit opens it, several are listed. A POST: no name stands in an address."""
    form = await forms.read(request, Asked)
    typed = form.value.q if form.value else ""
    meant = sought.read(typed)
    async with transaction(request.app.state.pool) as conn:
        room = await enter(request, conn, who)
        found = await _find(request, conn, room, meant) if meant else []
        await audit.record(conn, str(who.staff_id), "dossier.search", "dossier", "*")
        calendar = await reference.calendar(conn)
    if len(found) == 1:
        return RedirectResponse(f"/desk/dossiers/{found[0].dossier_id}", 303)
    plain = Listing("/desk")
    return render(
        request,
        "desk/found.html",
        typed=typed,
        kind=meant.kind if meant else "",
        listing=plain,
        columns=rows.COLUMNS,
        rows=[rows.row(one, clock.now(), calendar, plain) for one in found],
        most=worklist.FOUND,
        receives=room.may("dossier.receive"),
    )


async def show(request: Request, conn: Connection, room: Room) -> Shown:
    """The list that the address asks for, wherever it stands on the page."""
    asked = replace(listing.read(request, rows.FILTERS, SORTS, SORT), path="/desk")
    wanted = Wanted(
        units=room.units,
        statuses=rows.statuses(asked, OPEN),
        holder=room.who.staff_id if asked.chosen.get("holder") else None,
        channel=asked.chosen.get("channel"),
    )
    first, beside = _place(asked.cursor)
    latest_first = asked.sort.startswith("-")
    found = await pages.page(conn, wanted, beside, PAGE + 1, latest_first=latest_first)
    back = beside is not None and beside.back
    more, found = len(found) > PAGE, (found[-PAGE:] if back else found[:PAGE])
    total = await worklist.total(conn, wanted)
    if back:
        first = max(1, first - len(found)) if more else 1
    calendar, now = await reference.calendar(conn), clock.now()
    return Shown(
        asked,
        [rows.row(one, now, calendar, asked) for one in found],
        _span(found, first, total, more=more, back=back),
    )


def _span(found: Sequence[DeskRow], first: int, total: int, *, more: bool, back: bool) -> Span:
    last = first + len(found) - 1
    total = max(total, last)
    return Span(
        first=first,
        last=last,
        total=total,
        previous=_cursor(found[0], first, "<") if found and first > 1 else "",
        next=_cursor(found[-1], last + 1, ">") if found and (back or more) else "",
    )


def _cursor(row: DeskRow, position: int, way: str) -> str:
    """Before or after which row a page lies, and where in the list that is."""
    text = f"{way}{position}|{row.due_at.isoformat()}|{row.dossier_id}"
    return base64.urlsafe_b64encode(text.encode()).decode()


def _place(cursor: str) -> tuple[int, Beside | None]:
    """What a cursor says; one that says nothing leads to the beginning."""
    try:
        text = base64.urlsafe_b64decode(cursor.encode()).decode()
        position, due_at, dossier_id = text[1:].split("|")
        place = Beside(datetime.fromisoformat(due_at), UUID(dossier_id), text[0] == "<")
        return max(1, int(position)), place if place.due_at.tzinfo else None
    except (ValueError, IndexError):
        return 1, None


async def _find(request: Request, conn: Connection, room: Room, meant: Sought) -> Sequence[DeskRow]:
    key: str | bytes | list[bytes] = meant.value
    if meant.kind == "token":
        key = lookup.token_hash(meant.value)
    elif meant.kind == "id_number":
        key = request.app.state.keys.id_indexes(meant.value)
    found = await worklist.search(conn, room.units, meant, key)
    return await pages.of_ids(conn, [row.dossier_id for row in found])
