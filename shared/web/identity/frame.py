"""The account in the frame of each page: who is here, where they log out, where others log in."""

from collections.abc import Callable
from dataclasses import replace

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.requests import Request

from shared.auth import ACCOUNT, Account, Right, marks_of
from shared.web import frame as frames
from shared.web.csrf import SAFE
from shared.web.frame import Frame
from shared.web.identity.cookies import own_path
from shared.web.identity.door import UNIT

DESK = "/desk"


def with_account(make: Callable[[Request], Frame], idle_s: int, request: Request) -> Frame:
    """A service's frame with the account of whoever asks."""
    frame = make(request)
    state = request.scope.get("state", {})
    account = state.get(ACCOUNT)
    if not isinstance(account, Account):
        return replace(frame, log_in="/log-in", back=_here(request))
    desk = frame.setting == "citizen" and opens_desk(request, account)
    name = account.staff.name if account.staff else account.name
    return replace(
        frame,
        account=frames.Account(name, state.get(UNIT, ""), "/log-out"),
        desk=DESK if desk else "",
        idle_s=idle_s,
    )


def opens_desk(request: Request, account: Account) -> bool:
    """Whether this service has a desk, and one of the account's posts opens it."""
    right = _desk_right(request.app)
    return right is not None and any(not right.roles.isdisjoint(a.roles) for a in account.held())


def _desk_right(app: FastAPI) -> Right | None:
    """The right of the desk's first page; an application's routes don't change while it runs."""
    if not hasattr(app.state, "desk_right"):
        at_desk = (r for r in iter_route_contexts(app.routes) if r.path == DESK)
        marks = (m for r in at_desk for m in marks_of(getattr(r, "dependant", None)))
        app.state.desk_right = next((app.state.permissions[m.action] for m in marks), None)
    right: Right | None = app.state.desk_right
    return right


def _here(request: Request) -> str:
    """Where to come back to; the page after a POST can't be asked for again."""
    if request.method not in SAFE:
        return ""
    return own_path(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
