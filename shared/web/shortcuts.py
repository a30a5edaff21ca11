"""The keys of a desk can be switched off, and on again, in a browser (WCAG 2.1.4)."""

from fastapi import APIRouter, Depends
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response

from shared.auth import may
from shared.web.identity.cookies import own_path

ACTION = "shortcuts.choose"
COOKIE = "__Host-keys"
OFF = "off"
REMEMBER_S = 365 * 86_400
DESK = "/desk"
router = APIRouter(include_in_schema=False)


def are_on(request: HTTPConnection) -> bool:
    """Whether keys act in this browser: they do until somebody switches them off."""
    return request.cookies.get(COOKIE) != OFF


@router.post("/desk/keys", dependencies=[Depends(may(ACTION))])
async def choose(request: Request) -> Response:
    """Remember the choice in the browser; back to the page where it was made."""
    async with request.form() as form:
        chosen = str(form.get("keys", ""))
        back = own_path(str(form.get("next", "")))
    response = RedirectResponse(back or DESK, 303)
    age = REMEMBER_S if chosen == OFF else 0
    response.set_cookie(COOKIE, OFF, max_age=age, secure=True, httponly=True, samesite="lax")
    return response
