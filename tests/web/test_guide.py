"""What docs/pages.md tells a developer to write is a service with pages."""

import importlib.util
import re

import pytest
from fastapi import FastAPI

from shared import limits, problem_web
from shared.web import pages
from stack.gates import messages
from stack.layout import ROOT
from tests.web.visitor import Page

BLOCK = re.compile(r"<!-- create: (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)


@pytest.fixture
def area(tmp_path):
    for name, content in BLOCK.findall((ROOT / "docs" / "pages.md").read_text("utf-8")):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    return tmp_path


@pytest.fixture
def app(area):
    spec = importlib.util.spec_from_file_location("guide_web", area / "web.py")
    room = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(room)
    app = FastAPI()
    limits.install(app)
    problem_web.install(app)
    pages.install(app, room.web("x" * 32, production=True))
    app.include_router(room.router)
    return app


async def test_the_guides_form_is_filled_in_and_sent(visitor):
    page = await visitor.page("/ask")
    [token] = {field["value"] for field in page.all("input") if field.get("name") == "csrf"}

    wrong = await visitor.post("/ask", data={"csrf": token, "phone": "0912 345 678"})
    right = await visitor.post("/ask", data={"csrf": token, "words": "Ở đâu?"})

    assert wrong.status_code == 422
    assert "Lỗi: Hỏi đáp" in Page(wrong.text).text
    assert 'value="0912 345 678"' in wrong.text
    assert (right.status_code, right.headers["location"]) == (303, "/ask")


async def test_the_guides_page_is_there_in_english(visitor):
    page = await visitor.page("/ask?lang=en")

    assert "What do you want to ask?" in page.text


def test_the_guides_catalogue_is_complete(area):
    common = frozenset(messages.said(messages.areas()[0]))

    assert list(messages.faults(area, common)) == []
