"""My dossiers: drafts that wait, then all that was filed, the newest first."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from services.intake.domain.code import reference_of
from services.intake.store import drafts, own
from services.intake.store.own import Mine, Place
from services.intake.web import standing
from shared import clock, reference
from shared.auth import Principal, may
from shared.web.i18n import N_, language
from shared.web.listing import Column, Listing, Row, Span
from shared.web.pages import render
from shared.web.tags import dossier as tag

router = APIRouter(include_in_schema=False)
PAGE = 20
MOST_DRAFTS = 50
COLUMNS = (
    Column("reference", N_("Mã hồ sơ"), "code", link=True),
    Column("procedure", N_("Thủ tục")),
    Column("filed", N_("Ngày nộp"), "day"),
    Column("status", N_("Trạng thái"), "tag"),
    Column("due", N_("Hạn"), "due"),
)


@router.get("/my")
async def mine(
    request: Request,
    who: Annotated[Principal, Depends(may("dossier.own"))],
    cursor: Annotated[str, Query(max_length=100)] = "",
    removed: Annotated[UUID | None, Query()] = None,
) -> Response:
    now, lang, after = clock.now(), language(request), _place(cursor)
    async with request.app.state.pool.acquire(timeout=10) as conn:
        begun = [] if after else await drafts.open_of(conn, who.subject, MOST_DRAFTS)
        found = await own.of(conn, who.subject, after, PAGE + 1)
        codes = [draft.procedure_code for draft in begun]
        codes += [dossier.procedure_code for dossier in found.dossiers]
        names = await own.procedure_names(conn, codes)
        calendar = await reference.calendar(conn)
    rows: list[Row] = [
        Row(
            cells={
                "reference": reference_of(one),
                "procedure": names.get(one.procedure_code, one.procedure_code),
                "filed": one.submitted_at,
                "status": tag(one.status, lang),
                "due": standing.due_of(one, now, calendar),
            },
            href=f"/my/dossiers/{one.dossier_id}",
        )
        for one in found.dossiers[:PAGE]
    ]
    return render(
        request,
        "mine.html",
        drafts=begun,
        names=names,
        removed=removed,
        listing=Listing("/my"),
        columns=COLUMNS,
        rows=rows,
        span=_span(found),
    )


def _span(found: Mine) -> Span:
    shown = found.dossiers[:PAGE]
    more = len(found.dossiers) > PAGE
    after = f"{shown[-1].submitted_at.isoformat()}_{shown[-1].dossier_id}" if more else ""
    return Span(found.before + 1, found.before + len(shown), found.total, next=after)


def _place(cursor: str) -> Place | None:
    """Where the list goes on; what is no place begins it."""
    at, _, dossier_id = cursor.partition("_")
    try:
        place = datetime.fromisoformat(at), UUID(dossier_id)
    except ValueError:
        return None
    return place if place[0].tzinfo else None
