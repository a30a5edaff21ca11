"""The headers that every answer carries, by the kind of its route; a nonce a request."""

import secrets
from collections.abc import Mapping, Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.assets import PREFIX

NONCE = "csp_nonce"
PAGE = {
    "default-src": "'none'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}
# What is no page runs nothing, whatever a browser takes it for.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
ALL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            *("accelerometer", "autoplay", "browsing-topics", "camera"),
            *("display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope"),
            *("hid", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get"),
            *("screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
        )
    ),
}
HSTS = "max-age=63072000; includeSubDomains"
# Nobody keeps a page unless its route says that nothing in it is anyone's own.
PERSONAL = "no-store"
PUBLIC = "no-cache"
CONNECT = "connect"


class SecurityHeaders:
    """Sets each header that the route has not set itself."""

    def __init__(self, app: ASGIApp, *, production: bool, form_targets: Sequence[str] = ()) -> None:
        self.app = app
        self.form_targets = tuple(form_targets)
        self.always = {**ALL, "Strict-Transport-Security": HSTS} if production else ALL

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state[NONCE] = secrets.token_urlsafe(16)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._wanted(scope, headers).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)

    def _wanted(self, scope: Scope, headers: Mapping[str, str]) -> dict[str, str]:
        wanted = {**self.always, "Cache-Control": PERSONAL, "Content-Security-Policy": NOTHING}
        if headers.get("content-type", "").startswith("text/html"):
            state = scope["state"]
            wanted["Content-Security-Policy"] = policy(
                state[NONCE], self.form_targets, connect=bool(state.get(CONNECT))
            )
            if not scope["path"].startswith(PREFIX):
                wanted["Vary"] = "Cookie"
        return wanted


def policy(nonce: str, form_targets: Sequence[str] = (), *, connect: bool = False) -> str:
    """The Content-Security-Policy of a page.

    `form_targets`: origins a form's answer may lead to (the issuer of the log-in); `connect`: the
    page fetches parts of itself.
    """
    rules = {**PAGE, "script-src": f"'self' 'nonce-{nonce}'"}
    rules["form-action"] = " ".join((rules["form-action"], *form_targets))
    if connect:
        rules["connect-src"] = "'self'"
    return "; ".join(f"{name} {value}" for name, value in rules.items())
