"""What stands at the foot of every page: help, access, personal data."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from shared.auth import anyone
from shared.web.pages import render

router = APIRouter(include_in_schema=False)


@router.get("/about", dependencies=[Depends(anyone("about.read"))])
async def about(request: Request) -> Response:
    return render(request, "about.html", scripts=False, public=True)
