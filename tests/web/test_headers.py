"""The headers of each kind of route, all of them: a new or missing one fails here (S19)."""

import re

import pytest
from fastapi import FastAPI
from starlette.responses import HTMLResponse

from shared import problem_web
from shared.web import assets, pages, preview
from tests.web.everywhere import REFUSED, SHOWN
from tests.web.visitor import Page, Visitor

ALWAYS = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(),"
        " encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(),"
        " magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(),"
        " screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
PAGE = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:;"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self';"
    " script-src 'self' 'nonce-NONCE'"
)
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
CLASSES = {
    "public page": (
        "/look/citizen/start",
        {
            "cache-control": "no-cache",
            "content-security-policy": PAGE,
            "content-type": "text/html; charset=utf-8",
            "vary": "Cookie",
        },
    ),
    "page that fetches parts of itself": (
        "/look/desk/list",
        {
            "cache-control": "no-cache",
            "content-security-policy": f"{PAGE}; connect-src 'self'",
            "content-type": "text/html; charset=utf-8",
            "vary": "Cookie",
        },
    ),
    "refusal as a page": (
        "/look/problem/404",
        {
            "cache-control": "no-store",
            "content-security-policy": PAGE,
            "content-type": "text/html; charset=utf-8",
            "vary": "Cookie",
        },
    ),
    "API": (
        "/api/nothing",
        {
            "cache-control": "no-store",
            "content-security-policy": NOTHING,
            "content-type": "application/problem+json",
        },
    ),
    "file": (
        "CSS",
        {
            "cache-control": "public, max-age=31536000, immutable",
            "content-encoding": "gzip",
            "content-security-policy": NOTHING,
            "content-type": "text/css; charset=utf-8",
            "vary": "Accept-Encoding",
        },
    ),
}
# Of this one answer, not of its kind.
OWN = {"content-length", "etag", "last-modified", "accept-ranges", "set-cookie"}


async def headers_of(app, path):
    async with Visitor(app) as visitor:
        answer = await visitor.get(assets.url("app.css") if path == "CSS" else path)
    found = {name: value for name, value in answer.headers.items() if name not in OWN}
    found["content-security-policy"] = re.sub(
        r"'nonce-[\w-]{22}'", "'nonce-NONCE'", found["content-security-policy"]
    )
    return found


@pytest.mark.parametrize("kind", CLASSES)
async def test_each_kind_of_route_has_its_headers_and_no_others(app, kind):
    path, own = CLASSES[kind]

    assert await headers_of(app, path) == ALWAYS | own


@pytest.mark.parametrize("kind", ["API", "file"])
async def test_production_asks_for_https_for_two_years(kind):
    path, own = CLASSES[kind]

    found = await headers_of(preview.make(production=True), path)

    hsts = {"strict-transport-security": "max-age=63072000; includeSubDomains"}
    assert found == ALWAYS | own | hsts


async def test_production_has_no_style_page():
    async with Visitor(preview.make(production=True)) as visitor:
        assert (await visitor.get("/look")).status_code == 404


async def test_a_page_is_personal_unless_its_route_says_that_it_is_public(app):
    @app.get("/mine")
    async def mine() -> HTMLResponse:
        return HTMLResponse("<p>mine</p>")

    assert (await headers_of(app, "/mine"))["cache-control"] == "no-store"


async def test_a_route_may_set_a_header_of_its_own(app):
    @app.get("/framed")
    async def framed() -> HTMLResponse:
        return HTMLResponse("", headers={"Content-Security-Policy": "frame-ancestors 'self'"})

    assert (await headers_of(app, "/framed"))["content-security-policy"] == "frame-ancestors 'self'"


async def test_a_form_may_lead_to_the_issuer_where_a_service_names_it():
    app = FastAPI()
    problem_web.install(app)
    issuer = "https://issuer.example"
    web = pages.Web("intake", "x" * 32, preview.frame, production=True, form_targets=[issuer])
    pages.install(app, web)

    policy = (await headers_of(app, "/nothing"))["content-security-policy"]

    assert f"form-action 'self' {issuer};" in policy


@pytest.mark.parametrize("path", [*SHOWN, *REFUSED])
async def test_no_page_holds_what_its_policy_forbids(visitor, path):
    answer = await visitor.get(path)
    page = Page(answer.text)

    [nonce] = re.findall(r"'nonce-([\w-]+)'", answer.headers["content-security-policy"])
    assert all(script.get("nonce") == nonce for script in page.all("script"))
    assert not page.all("style")
    for tag, attributes in page.tags:
        handlers = [name for name in attributes if name.startswith("on") or name == "style"]
        assert not handlers, (tag, handlers)
        for name in ("href", "src", "action"):
            assert not (attributes.get(name) or "").lower().startswith("javascript:")


async def test_each_answer_has_a_nonce_of_its_own(app):
    async with Visitor(app) as visitor:
        policies = [
            (await visitor.get("/look")).headers["content-security-policy"] for _ in range(3)
        ]

    assert len(set(policies)) == 3


async def test_the_cookies_of_pages_are_bound_to_this_host_and_hidden_from_scripts(app):
    async with Visitor(app) as visitor:
        answer = await visitor.get("/look/citizen/form?lang=en")

    cookies = [part.split("; ") for part in answer.headers.get_list("set-cookie")]
    assert sorted(cookie[0].partition("=")[0] for cookie in cookies) == [
        "__Host-lang",
        "__Host-preview-form",
    ]
    for _, *attributes in cookies:
        lowered = {attribute.lower() for attribute in attributes}
        assert {"path=/", "secure", "httponly", "samesite=lax"} <= lowered
        assert not any(attribute.startswith("domain") for attribute in lowered)
