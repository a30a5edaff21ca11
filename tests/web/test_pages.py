"""Every page of the style page: language, frame, words; and what rendering refuses."""

import re
from pathlib import Path

import pytest
from fastapi import FastAPI, Request, Response
from jinja2 import nodes

from shared import problem_web
from shared.web import pages, preview
from shared.web.environment import OWN, ContextMissing, environment
from stack.layout import ROOT
from tests.web.everywhere import REFUSED, SHOWN
from tests.web.visitor import Page, Visitor

# What the framework's macros say where nobody tells them otherwise.
DEFAULTS = (
    *("Skip to main content", "There is a problem", "Error:", "Success", "Important", "Warning"),
    *("Menu", "Service information", "Previous", "Next", "Pagination", "Breadcrumb", "Back"),
    *("Support links", "Crown copyright", "Open Government Licence", "GOV.UK", "Exit this page"),
    *("Choose file", "No file chosen", "or drop file", "Entered drop zone", "Left drop zone"),
    *("You can enter up to", "characters remaining", "Emergency", "Show password", "Day", "Month"),
)

# Of people and places, and what people typed: they are the same in every language.
NAMES = re.compile(
    r"Tôn Nữ Công Tằng Hoàng Diễm Phương|Nguyễn (Văn An|Thị Bình)|Trần (Thị Ẩn|Quang Minh)"
    r"|Lê Ễnh|Công ty TNHH Ánh Dương|Phường [\w ]+|UBND phường Đồng Hải|Đồng Phú"
    r"|Nhà ở cuối ngõ.*?giao|khai sinh, 1|Giấy khai sinh của |\(bản chụp lại lần hai\)"
    r"|không có|nhiều|Đăng ký khai sinh|Cấp bản sao trích lục hộ tịch|Đăng ký biến động[^<\"]*",
    re.DOTALL,
)


@pytest.mark.parametrize("path", [*SHOWN, *REFUSED])
async def test_each_page_is_whole_in_both_languages(visitor, path):
    joint = "&" if "?" in path else "?"

    for lang in ("vi", "en"):
        answer = await visitor.get(f"{path}{joint}lang={lang}")
        page = Page(answer.text)

        assert answer.status_code == REFUSED.get(path, 200)
        assert page.all("html")[0]["lang"] == lang
        assert len(page.all("h1")) == 1
        assert len(page.all("main")) == 1
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(ids) == len(set(ids))
        [title] = re.findall("<title>(.*?)</title>", answer.text, re.DOTALL)
        assert title.strip().endswith("– Một cửa, Tỉnh Quảng Bình")


@pytest.mark.parametrize("path", [*SHOWN, *REFUSED])
async def test_no_english_of_the_framework_is_left_on_a_vietnamese_page(visitor, path):
    page = await visitor.page(path)
    said = page.text + " ".join(
        value or ""
        for _, attributes in page.tags
        for name, value in attributes.items()
        if name in ("aria-label", "title", "placeholder", "alt") or name.startswith("data-")
    )

    assert not [words for words in DEFAULTS if re.search(rf"\b{re.escape(words)}\b", said)]


@pytest.mark.parametrize("path", [*SHOWN, *REFUSED])
async def test_an_english_page_has_vietnamese_only_where_it_is_marked(visitor, path):
    joint = "&" if "?" in path else "?"
    html = (await visitor.get(f"{path}{joint}lang=en")).text
    unmarked = re.sub(r'<(\w+)[^>]* lang="vi"[^>]*>.*?</\1>', "", html, flags=re.DOTALL)
    unmarked = re.sub(r"<(script|title)\b.*?</\1>", "", unmarked, flags=re.DOTALL)
    left = re.findall(r"[^<>\"]*[ăâđêôơưĂÂĐÊÔƠƯạ-ỹẠ-Ỹ][^<>\"]*", NAMES.sub("", unmarked))

    assert left == []


async def test_the_language_is_chosen_by_a_link_and_remembered(visitor):
    first = await visitor.page("/look/citizen/start")
    [english] = [link for link in first.all("a") if link.get("hreflang") == "en"]

    await visitor.get(str(english["href"]))

    assert english["href"] == "/look/citizen/start?lang=en"
    assert "What do you need to do?" in (await visitor.page("/look/citizen/start")).text


async def test_the_link_to_the_other_language_keeps_the_rest_of_the_address(visitor):
    page = await visitor.page("/look/citizen/list?step=process&lang=en")

    [vietnamese] = [link for link in page.all("a") if link.get("hreflang") == "vi"]
    assert vietnamese["href"] == "/look/citizen/list?step=process&lang=vi"


async def test_an_unknown_language_is_vietnamese(visitor):
    answer = await visitor.get("/look?lang=fr")

    assert '<html lang="vi"' in answer.text
    assert "__Host-lang" not in answer.headers.get("set-cookie", "")


async def test_the_test_band_stands_outside_production_alone():
    async with Visitor(preview.make()) as visitor:
        assert "không dùng giấy tờ thật" in (await visitor.get("/nothing")).text
    async with Visitor(preview.make(production=True)) as visitor:
        assert "không dùng giấy tờ thật" not in (await visitor.get("/nothing")).text


async def test_a_citizens_first_page_needs_no_script(visitor):
    page = await visitor.page("/look/citizen/start")

    assert [script for script in page.all("script") if "src" in script] == []


def made(tmp_path, template: str, **context: object) -> FastAPI:
    """An application with one page of its own."""
    app = FastAPI()
    problem_web.install(app)
    web = pages.Web("own", "x" * 32, preview.frame, production=False, templates=[tmp_path])
    pages.install(app, web)
    (tmp_path / "own.html").write_text(template)

    @app.get("/own")
    async def own(request: Request) -> Response:
        return pages.render(request, "own.html", **context)

    return app


async def test_a_service_adds_its_own_templates(tmp_path):
    template = '{% extends "page.html" %}{% block content %}<h1>{{ name }}</h1>{% endblock %}'

    async with Visitor(made(tmp_path, template, name="Ẩn & Ễnh")) as visitor:
        assert "<h1>Ẩn &amp; Ễnh</h1>" in (await visitor.get("/own")).text


@pytest.mark.parametrize(
    ("template", "missing"),
    [
        ("{{ nmae }}", "nmae"),
        (
            '{% extends "page.html" %}{% block content %}{{ name.first }}{{ gone }}{% endblock %}',
            "gone",
        ),
        ('{% set local = 1 %}{{ local }}{% include "other.html" %}', "lost"),
    ],
)
async def test_a_name_that_no_route_gives_is_found_at_once(tmp_path, logged, template, missing):
    (tmp_path / "other.html").write_text("{{ lost }}")

    async with Visitor(made(tmp_path, template, name={})) as visitor:
        answer = await visitor.get("/own")

    assert answer.status_code == 500
    [line] = [line for line in logged if line["event"] == "unexpected"]
    assert isinstance(line["exc_info"], ContextMissing)
    assert missing in str(line["exc_info"])


def test_only_our_components_speak_to_the_framework():
    """Its defaults are English: a page that took its macros itself would say them."""
    folders = [OWN / "look", *(ROOT / "services").glob("*/templates")]
    pages_of_services = [path for folder in folders for path in folder.rglob("*.html")]

    assert pages_of_services
    assert not [p for p in pages_of_services if "govuk_frontend_jinja" in p.read_text("utf-8")]


def test_every_component_is_called_on_the_style_page():
    """By a page of it, or by a component that such a page calls; an import shows nothing."""
    found = {path.relative_to(OWN).as_posix(): Template(path) for path in OWN.rglob("*.html")}
    whole = [t for name, t in found.items() if name.startswith("look/") or name == "page.html"]
    calls = [call for template in whole for call in template.called_by(template.tree)]
    shown = set()
    while calls:
        if (macro := calls.pop()) not in shown and macro[1] in found[macro[0]].macros:
            shown.add(macro)
            template = found[macro[0]]
            calls += template.called_by(template.macros[macro[1]])

    all_macros = {(name, macro) for name, t in found.items() for macro in t.macros}
    assert all_macros - shown == set()


class Template:
    """A template's macros, and what each of its parts calls: the file and the macro's own name."""

    def __init__(self, path: Path) -> None:
        self.name = path.relative_to(OWN).as_posix()
        self.tree = environment("vi", (), ()).parse(path.read_text("utf-8"))
        self.macros = {macro.name: macro for macro in self.tree.find_all(nodes.Macro)}
        self.known = {name: (self.name, name) for name in self.macros}
        for taken in self.tree.find_all(nodes.FromImport):
            source = taken.template.value
            for name in taken.names:
                own, alias = name if isinstance(name, tuple) else (name, name)
                if source.startswith("ui/"):
                    self.known[alias] = (source, own)

    def called_by(self, part: nodes.Node) -> set[tuple[str, str]]:
        """Of the whole: what stands outside of its macros."""
        inner = {call for m in self.macros.values() if part is self.tree for call in calls_of(m)}
        names = {call.node.name for call in calls_of(part) - inner}
        return {self.known[name] for name in names if name in self.known}


def calls_of(part: nodes.Node) -> set[nodes.Call]:
    return {call for call in part.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}
