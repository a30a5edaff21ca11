"""The page of a form about a petition: the petition beside it, its version and a key within it."""

from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from services.complaints.handlers import acts, desk
from services.complaints.handlers.desk import Sheet
from services.complaints.web.desk import frame
from services.complaints.web.desk.deciding import new_key
from shared.auth import Principal
from shared.db import Connection, transaction
from shared.web.forms import Form


async def show(
    request: Request,
    who: Principal,
    petition_id: UUID,
    template: str,
    form: Form[Any],
    **context: Any,
) -> Response:
    """The form as it stands; a refused one says so by its status."""
    async with transaction(request.app.state.pool) as conn:
        sheet = await desk.petition(conn, who, petition_id)
        return await show_sheet(request, conn, who, sheet, template, form, **context)


async def show_sheet(
    request: Request,
    conn: Connection,
    who: Principal,
    sheet: Sheet,
    template: str,
    form: Form[Any],
    **context: Any,
) -> Response:
    """The same for a sheet that was read already."""
    back = f"/desk/petitions/{sheet.petition.petition_id}"
    if sheet.case:
        back = f"/desk/cases/{sheet.case.case_id}"
    return await frame.page(
        request,
        conn,
        who,
        template,
        status=422 if form.errors else 200,
        sheet=sheet,
        form=form,
        action=request.url.path,
        key=new_key(),
        back=back,
        **context,
    )


async def unchanged(conn: Connection, petition_id: UUID, form: Form[Any]) -> None:
    """Raises ChangedMeanwhile where the form was made for an older version."""
    seen = form.first("version")
    await acts.require_unchanged(conn, petition_id, int(seen) if seen.isdecimal() else 0)


def yes(value: str) -> bool:
    return value == "yes"
