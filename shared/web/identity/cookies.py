"""The two cookies of an account: the session's, and a short-lived one while somebody logs in."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import HTTPConnection
from starlette.responses import Response

LOGIN_S = 1_800
LONGEST = 2_000
# Where a log-in must not lead to: it would start another, or end this one.
NEVER_NEXT = ("/log-in", "/log-out", "/logged-out", "/api/")


@dataclass(frozen=True)
class Pending:
    """A log-in under way: the client's state, where it leads, the ticket of a kept form."""

    state: Mapping[str, Any] = field(default_factory=dict)
    next: str = ""
    ticket: str = ""


class Cookies:
    """The cookies of one service."""

    def __init__(self, service: str, secret: str) -> None:
        self.session = f"__Host-{service}"
        self.login = f"__Host-{service}-login"
        self.signer = URLSafeTimedSerializer(secret, salt=f"{service}.log-in")

    def session_of(self, connection: HTTPConnection) -> str:
        """The value of the session's cookie; empty where there is none."""
        return connection.cookies.get(self.session, "")

    def set_session(self, response: Response, value: str) -> None:
        """Until the browser is closed; how long it is good for, the row says."""
        _set(response, self.session, value)

    def pending(self, connection: HTTPConnection) -> Pending:
        """The log-in under way; an empty one where there is none, or it took too long."""
        try:
            said = self.signer.loads(connection.cookies.get(self.login, ""), max_age=LOGIN_S)
        except BadSignature:
            return Pending()
        return Pending(**said)

    def set_pending(self, response: Response, pending: Pending) -> None:
        """Keep it in the browser, signed."""
        _set(response, self.login, self.signer.dumps(asdict(pending)), LOGIN_S)

    def clear(self, response: Response, *names: str) -> None:
        """Take cookies back."""
        for name in names:
            _set(response, name, "", 0)


def own_path(wanted: str) -> str:
    """An address of this very service, with its query; empty for all else."""
    if not wanted.startswith("/") or len(wanted) > LONGEST or not wanted.isprintable():
        return ""
    # Browsers read a backslash as a slash, and // as the beginning of a host.
    if "\\" in wanted or wanted.startswith("//") or any(letter.isspace() for letter in wanted):
        return ""
    at = urlsplit(wanted)
    if at.scheme or at.netloc or at.path.startswith(NEVER_NEXT):
        return ""
    return wanted


def _set(response: Response, name: str, value: str, max_age: int | None = None) -> None:
    response.set_cookie(
        name, value, max_age=max_age, path="/", secure=True, httponly=True, samesite="lax"
    )
