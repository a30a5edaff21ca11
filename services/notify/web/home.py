"""The first page: what this service is, and the way on to where people have something to do."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from shared.auth import Principal, anyone, may
from shared.web.pages import render

router = APIRouter(include_in_schema=False)


@router.get("/", dependencies=[Depends(anyone("home.read"))])
async def home(request: Request) -> Response:
    return render(request, "home.html", public=True, scripts=False)


@router.get("/desk")
async def desk(who: Annotated[Principal, Depends(may("message.list"))]) -> Response:
    return RedirectResponse("/desk/messages", 303)
