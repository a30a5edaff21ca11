"""The headers of each kind of answer of a real service, all of them: the table of S19."""

from collections.abc import Mapping
from typing import NamedTuple

import httpx
from fastapi import FastAPI

from shared.web import assets
from tests.web.signed_in import sign_in
from tests.web.test_headers import ALWAYS, NOTHING, PAGE
from tests.web.test_headers_everywhere import golden
from tests.web.visitor import Visitor

HTML = {"content-type": "text/html; charset=utf-8", "vary": "Cookie"}
# Nobody keeps it: it is of a person, or who asks is logged in.
MINE = {"cache-control": "no-store"}
# It asks how long the log-in still holds, and fetches parts of lists.
FETCHES = {"content-security-policy": f"{PAGE}; connect-src 'self'"}
RUNS_NOTHING = {"content-security-policy": NOTHING}
# Of everybody; one with a form holds a token, and is nobody else's.
OPEN, FORM, CSS = "page of everybody", "page with a form", "static file"
KINDS: Mapping[str, Mapping[str, str]] = {
    OPEN: {**HTML, "cache-control": "no-cache", "content-security-policy": PAGE},
    FORM: HTML | MINE | {"content-security-policy": PAGE},
    "page of a person": HTML | MINE | FETCHES,
    "error page": HTML | MINE | FETCHES,
    "PDF": MINE | RUNS_NOTHING | {"content-type": "application/pdf"},
    "answer to a program": MINE | RUNS_NOTHING | {"content-type": "application/json"},
    "refusal to a program": MINE | RUNS_NOTHING | {"content-type": "application/problem+json"},
    CSS: {
        **RUNS_NOTHING,
        "cache-control": "public, max-age=31536000, immutable",
        "content-encoding": "gzip",
        "content-type": "text/css; charset=utf-8",
        "vary": "Accept-Encoding",
    },
}


class Account(NamedTuple):
    """Who is logged in, and their token as a program."""

    service: str
    subject: str
    bearer: Mapping[str, str]


async def get(app: FastAPI, who: Account, path: str, kind: str) -> httpx.Response:
    """The answer to a browser that is logged in, but where the page is everybody's."""
    async with Visitor(app) as visitor:
        if kind not in (OPEN, FORM):
            await sign_in(visitor, app.state.pool, who.service, who.subject)
        at = assets.url("app.css") if path == CSS else path
        return await visitor.get(at, headers=who.bearer if "program" in kind else {})


def wanted(kind: str, issuer: str, **own: str) -> dict[str, str]:
    """What that kind carries in a service whose forms may lead to the issuer of the log-in."""
    headers = {**ALWAYS, **KINDS[kind], **own}
    policy = headers["content-security-policy"]
    if policy != NOTHING:
        policy = policy.replace("form-action 'self'", f"form-action 'self' {issuer}")
    return headers | {"content-security-policy": policy}


def found(answer: httpx.Response) -> dict[str, str]:
    """Without the name of a file, which is of this one answer."""
    return {k: v for k, v in golden(answer).items() if k != "content-disposition"}
