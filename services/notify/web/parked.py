"""What notify could not handle: where it stands, and how it is dealt with."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from services.notify.store import lives
from shared import audit
from shared.auth import Principal, may
from shared.db import transaction
from shared.parked import BEHIND
from shared.web.pages import render

MOST: Final = 200
router = APIRouter(prefix="/desk/parked", include_in_schema=False)


@router.get("")
async def show_parked(
    request: Request, who: Annotated[Principal, Depends(may("parked.list"))]
) -> Response:
    async with transaction(request.app.state.pool) as conn:
        found = await lives.parked(conn, MOST)
        total = await lives.parked_count(conn)
        await audit.record(conn, str(who.staff_id), "parked.list", "parked", "*")
    return render(request, "parked.html", parked=found, total=total, behind=BEHIND)
