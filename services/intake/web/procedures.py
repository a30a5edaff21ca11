"""Procedures: what a search finds, and what to know before one starts."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from services.intake.catalogue.words import spoken
from services.intake.domain import procedure as domain
from services.intake.domain.refusals import ProcedureNotFound
from services.intake.domain.search import asked
from services.intake.store import offices, search
from services.intake.store.search import Found, Within
from services.intake.web import words
from shared import clock, reference
from shared.auth import anyone
from shared.events import codes
from shared.web import listing
from shared.web.i18n import N_, language
from shared.web.listing import Filter, Listing, Span
from shared.web.pages import render
from shared.web.params import Choice

router = APIRouter(include_in_schema=False, dependencies=[Depends(anyone("procedure.read"))])
PAGE = 20
MOST_PAGES = 1_000


@router.get("/procedures")
async def results(request: Request) -> Response:
    lang, today = language(request), clock.today()
    async with request.app.state.pool.acquire(timeout=10) as conn:
        filters = _filters(await search.fields(conn, today), lang)
        said = listing.read(request, filters)
        within = Within(today, said.chosen.get("field", ""), said.chosen.get("level", ""))
        query = asked(said.query, spoken())
        found = await search.procedures(conn, query, within, PAGE, _offset(said))
    return render(
        request,
        "procedures.html",
        listing=said,
        found=found.procedures,
        span=_span(said, found),
        field=words.field,
        level=lambda code: codes.label("level", code, lang),
        is_online=domain.is_online,
    )


@router.get("/procedures/{code}")
async def before_you_start(
    request: Request, code: str, commune: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """What is needed, how long it takes, what it costs, where; then the button."""
    today = clock.today()
    async with request.app.state.pool.acquire(timeout=10) as conn:
        procedure = await reference.procedure(conn, code, today)
        if procedure is None:
            raise ProcedureNotFound
        detail = await offices.detail(conn, procedure)
        few = await offices.few(conn, procedure, today)
        near = [] if few else await offices.communes(conn, commune, today)
        counters = [
            (one, await offices.office_of(conn, procedure, one.unit.unit_id, today)) for one in near
        ]
    return render(
        request,
        "procedure.html",
        procedure=procedure,
        detail=detail,
        limits=domain.limits(procedure),
        online=domain.is_online(procedure),
        few=few,
        commune=commune,
        counters=counters,
        hours=words.hours,
        office=words.office,
        same_day=any(one.limit and one.limit.unit == "same_day" for one in procedure.channels),
        field=words.field,
    )


def _filters(found: list[tuple[str, int]], lang: str) -> tuple[Filter, Filter]:
    fields = [Choice(slug, words.field(slug, lang)) for slug, _ in found]
    levels = [Choice(code, codes.label("level", code, lang)) for code in domain.LEVELS]
    return (
        Filter("field", N_("Lĩnh vực"), fields, N_("Tất cả lĩnh vực")),
        Filter("level", N_("Cấp giải quyết"), levels, N_("Tất cả các cấp")),
    )


def _offset(said: Listing) -> int:
    number = int(said.cursor) if said.cursor.isascii() and said.cursor.isdigit() else 0
    return min(number, PAGE * MOST_PAGES)


def _span(said: Listing, found: Found) -> Span:
    first = _offset(said)
    last = first + len(found.procedures)
    return Span(
        first + 1,
        last,
        found.total,
        previous=str(max(first - PAGE, 0)) if first else "",
        next=str(last) if last < found.total else "",
    )
