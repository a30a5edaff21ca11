"""The JSON door for remedies: what complaints' decisions order, and telling that it is done."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from services.intake.api.paging import PAGE, Page, covered, page, place
from services.intake.domain.filing import Command
from services.intake.domain.remedy import Remedy
from services.intake.handlers.remedies import finish_remedy
from services.intake.store import remedies as store
from shared import audit, clock, command
from shared.auth import Principal, may
from shared.db import Connection, transaction

router = APIRouter(prefix="/api/remedies", tags=["remedies"])
Reader = Annotated[Principal, Depends(may("remedy.read"))]
Processor = Annotated[Principal, Depends(may("remedy.finish"))]


class Done(Command):
    """What came of it: the dossier that was opened anew, if one was."""

    new_dossier_id: UUID | None = None


@router.get("")
async def open_ones(
    request: Request,
    response: Response,
    who: Reader,
    unit: Annotated[str | None, Query(max_length=60)] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Page[Remedy]:
    """Việc phải làm lại theo quyết định giải quyết khiếu nại, hạn sớm nhất đứng trước."""
    after = place(cursor, _place)
    async with transaction(request.app.state.pool) as conn:
        units = await covered(conn, who, unit)
        found = await store.open_ones(conn, units, after, PAGE + 1)
        await audit.record(conn, str(who.staff_id), "remedy.list", "remedy", unit or "*")
    response.headers["Cache-Control"] = "no-store"
    return page(found, lambda remedy: f"{remedy.due_on}|{remedy.remedy_id}")


@router.post("/{remedy_id}/done", response_model=Remedy)
async def finish(remedy_id: UUID, body: Done, request: Request, who: Processor) -> Response:
    """Báo đã làm xong."""

    async def work(conn: Connection) -> Remedy:
        today = clock.today()
        return await finish_remedy(conn, who, remedy_id, body.new_dossier_id, today)

    return await command.run(request, who, body, work, status=200)


def _place(cursor: str) -> tuple[date, UUID]:
    due_on, remedy_id = cursor.split("|")
    return date.fromisoformat(due_on), UUID(remedy_id)
