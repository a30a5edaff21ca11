"""The first page: one box, the fields of the catalogue, the way to one's own dossiers."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from services.intake.store import search
from services.intake.web import words
from shared import clock
from shared.auth import anyone
from shared.web.i18n import language
from shared.web.pages import render

router = APIRouter(include_in_schema=False)


@router.get("/", dependencies=[Depends(anyone("procedure.read"))])
async def home(request: Request) -> Response:
    lang = language(request)
    async with request.app.state.pool.acquire(timeout=10) as conn:
        found = await search.fields(conn, clock.today())
    fields = [(slug, words.field(slug, lang), count) for slug, count in found]
    return render(request, "home.html", scripts=False, fields=fields)
