"""The account in the frame of each page: who is here, where they log out, where others log in."""

from collections.abc import Callable
from dataclasses import replace

from starlette.requests import Request

from shared.auth import ACCOUNT, Account
from shared.web import frame as frames
from shared.web.csrf import SAFE
from shared.web.frame import Frame
from shared.web.identity.cookies import own_path
from shared.web.identity.door import UNIT
from shared.web.identity.start import DESK, START, is_official


def with_account(make: Callable[[Request], Frame], idle_s: int, request: Request) -> Frame:
    """A service's frame with the account of whoever asks."""
    frame = make(request)
    state = request.scope.get("state", {})
    account = state.get(ACCOUNT)
    if not isinstance(account, Account):
        return replace(frame, log_in="/log-in", back=_here(request))
    desk = DESK if frame.setting == "citizen" else START
    name = account.staff.name if account.staff else account.name
    return replace(
        frame,
        account=frames.Account(name, state.get(UNIT, ""), "/log-out"),
        desk=desk if is_official(account) else "",
        idle_s=idle_s,
    )


def _here(request: Request) -> str:
    """Where to come back to; the page after a POST can't be asked for again."""
    if request.method not in SAFE:
        return ""
    return own_path(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
