"""A refusal is a page for people and problem+json for programs; what was typed is kept."""

import pytest
from fastapi import FastAPI, Request
from pydantic import BaseModel

from shared import limits, problem_web
from shared.problem import Problem
from shared.web import forms, pages, preview
from shared.web.problem_pages import wants_page
from tests.web.everywhere import REFUSED
from tests.web.visitor import Page, Visitor


class Words(BaseModel):
    words: str


class Late(Problem):
    status, code = 409, "LATE"
    title, title_en = "Đã quá hạn", "Too late"


@pytest.fixture
def app():
    app = preview.make()

    @app.post("/fails")
    async def fails(request: Request) -> None:
        await forms.read(request, Words)
        raise ConnectionRefusedError

    @app.get("/late")
    async def late() -> None:
        raise Late("Hạn là 17:00.", headers={"Retry-After": "60"})

    @app.get("/api/late")
    async def late_for_programs() -> None:
        raise Late

    return app


@pytest.mark.parametrize(
    ("accept", "path", "page"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "/x", True),
        ("text/html", "/x", True),
        ("*/*", "/x", False),
        ("", "/x", False),
        ("application/json", "/x", False),
        ("application/json, text/html;q=0.5", "/x", False),
        ("application/json;q=0.5, text/html", "/x", True),
        ("application/problem+json, text/html;q=0.9", "/x", False),
        ("text/html;level=1;q=0.4, application/json;q=0.3", "/x", True),
        ("text/html", "/api/x", False),
        ("text/html", "/health/ready", False),
        ("text/html", "/static/x.css", False),
        ("text/html;q=, ,;;", "/x", True),
    ],
)
def test_who_gets_a_page(accept, path, page):
    scope = {"path": path, "headers": [(b"accept", accept.encode())]}

    assert wants_page(scope) is page


@pytest.mark.parametrize("path", REFUSED)
async def test_each_refusal_has_a_page_with_its_status(visitor, path):
    answer = await visitor.get(path)

    assert answer.status_code == REFUSED[path]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Về trang chủ" in answer.text


async def test_a_page_keeps_the_headers_of_its_refusal(visitor):
    answer = await visitor.get("/late")

    assert (answer.status_code, answer.headers["retry-after"]) == (409, "60")
    assert "Đã quá hạn" in answer.text
    assert "Hạn là 17:00." in answer.text


async def test_an_english_page_marks_what_is_vietnamese_alone(visitor):
    answer = await visitor.get("/late?lang=en")

    assert '<h1 class="govuk-heading-l">Too late</h1>' in answer.text
    assert '<p class="govuk-body" lang="vi">Hạn là 17:00.</p>' in answer.text


async def test_programs_get_problem_json_as_before(visitor):
    answers = [
        await visitor.get("/late", headers={"Accept": "application/json"}),
        await visitor.get("/api/late"),
    ]

    for answer in answers:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "LATE"


async def test_a_fault_shows_its_number_and_nothing_of_its_reason(visitor, logged):
    page = await visitor.page("/look/problem/500")

    [incident] = [line["incident"] for line in logged if line["event"] == "unexpected"]
    assert f"Mã sự cố: {incident}" in page.text
    assert "style page shows" not in page.html


async def test_what_was_typed_can_be_sent_again_after_an_outage(visitor):
    typed = {"csrf": await visitor.token(), "words": 'Ẩn "&" <b>\nhai dòng', "more": "x"}

    answer = await visitor.post("/fails", data=typed)
    page = Page(answer.text)

    assert answer.status_code == 503
    assert "Nội dung đã nhập vẫn được giữ" in page.text
    kept = {field["name"]: field["value"] for field in page.all("input")}
    assert kept["words"] == typed["words"]
    assert kept["more"] == "x"
    again = await visitor.post("/fails", data=kept)
    assert again.status_code == 503


async def test_nothing_is_offered_to_be_sent_again_where_that_would_not_help(visitor):
    page = await visitor.page("/late")

    assert {field["name"] for field in page.all("input")} == {"csrf"}  # of the log-in


async def test_a_page_that_fails_does_not_hide_the_refusal(logged):
    def broken(_: Request) -> None:
        raise LookupError

    app = FastAPI()
    limits.install(app)
    problem_web.install(app)
    pages.install(app, pages.Web("x", "x" * 32, broken, production=True))

    async with Visitor(app) as visitor:
        answer = await visitor.get("/nothing")

    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")
    assert [line["event"] for line in logged] == ["no page for a refusal"]
