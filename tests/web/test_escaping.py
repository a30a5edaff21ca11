"""Whatever stands in a text field, no component makes a tag or an attribute of it (S4)."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.web.explainer import Row as Explained
from shared.web.forms import Form
from shared.web.frame import Account, Contact, Frame, Link, Search
from shared.web.listing import Column, Filter, Listing, Row, Span
from shared.web.look.samples import DUES, NOW
from shared.web.params import Choice
from shared.web.parts import Fact, Kept, Step, Task, TaskStatus
from shared.web.tags import Tag
from tests.web.component import shown
from tests.web.visitor import Page

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</textarea><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% for x in y %}",
    "%(n)s %s %{count}",
    "&lt;b&gt; &amp;",
    "javascript:alert(1)",
    "Tôn Nữ Ẩn\u202e\u0000\ufffe",
]
TEXT = st.one_of(st.text(max_size=40), st.sampled_from(HOSTILE))
DAY = date(2026, 11, 24)

COMPONENTS = {
    "fields": """
        {% from "ui/form.html" import form, error_summary, submit with context %}
        {% from "ui/fields.html" import text, date, textarea, radios, checkboxes with context %}
        {% from "ui/fields.html" import select, files, money with context %}
        {{ error_summary(f) }}
        {% call form("/x") %}
          {{ text(f, "a", x, hint=x) }} {{ date(f, "b", x, hint=x) }}
          {{ textarea(f, "a", x, most=10) }} {{ money(f, "a", x) }}
          {{ radios(f, "a", x, choices) }} {{ checkboxes(f, "a", x, choices) }}
          {{ select(f, "a", x, choices, empty=x) }} {{ files(f, "a", x, kept=kept) }}
          {{ submit(x, busy=x, name="n", value=x) }}
        {% endcall %}""",
    "list": """
        {% from "ui/table.html" import filters, results, statute %}
        {{ filters(listing, search_label=x) }}
        {{ results(listing, columns, rows, span, x, x) }}
        {{ results(listing, columns, [], span, x, x) }}
        {% call statute(x) %}<table></table>{% endcall %}""",
    "steps": """
        {% from "ui/steps.html" import timeline, task_list %}
        {{ timeline(steps) }} {{ task_list(tasks) }}""",
    "summary": """
        {% from "ui/summary.html" import summary %}{{ summary(facts, title=x) }}""",
    "due": """
        {% from "ui/due.html" import explainer, due_word %}
        {{ explainer(explained, now) }} {{ due_word(one) }}""",
    "tag": """
        {% from "ui/tags.html" import tag %}{{ tag(word) }}""",
    "notice": """
        {% from "ui/notice.html" import confirmation, progress, warning, details %}
        {% from "ui/notice.html" import breadcrumbs, keys, not_allowed with context %}
        {{ confirmation(x, x, x, x) }} {{ progress(1, 2, x) }} {{ warning(x) }}
        {% call details(x) %}{{ x }}{% endcall %}
        {{ breadcrumbs(links) }} {{ keys([(x, x)]) }} {{ not_allowed(x) }}""",
    "search": """
        {% from "ui/search.html" import search %}
        {{ search("/x", x, x, hint=x) }}
        {{ search("/x", x, x, id="z", key="/", hide_label=true) }}""",
    "frame": """
        {% from "ui/mast.html" import mast, navigation %}
        {% from "ui/footer.html" import footer %}
        {{ mast(frame, [("vi", x, "/"), ("en", x, "/")], false, csrf_token) }}
        {{ navigation(frame) }} {{ footer(frame) }}""",
}


def around(text: str) -> dict[str, object]:
    """Everything a component may be given, with the text wherever a text may stand."""
    choice = Choice("v", text, text)
    return {
        "x": text,
        "f": Form(
            values={name: [text] for name in ("a", "b-day", "b-month", "b-year")},
            errors=(("a", text or "x"), ("b", text or "x")),
        ),
        "choices": [choice],
        "kept": [Kept("1", text, 5)],
        "explained": [Explained(DAY, DAY, text, text, "n" + text, "a" + text)],
        "now": NOW,
        "one": DUES[3],
        "word": Tag(text, "grey", "n" + text),
        "links": [Link(text, "/x", count=1)],
        "frame": frame_of(text),
        **list_of(text, choice),
        **steps_of(text),
    }


def list_of(text: str, choice: Choice) -> dict[str, object]:
    kinds = {"a": "text", "b": "long", "c": "code"}
    cells = {name: name + text for name in kinds} | {"d": Tag(text, "grey", "n" + text)}
    return {
        "listing": Listing("/x", [Filter("f", text, [choice], text)], {"f": "v"}, "q" + text),
        "columns": [
            *(Column(name, text, kind, name == "a", name == "b") for name, kind in kinds.items()),
            Column("d", text, "tag"),
            Column("e", text, "due"),
        ],
        "rows": [Row(cells | {"e": DUES[0]}, "/x", DUES[0])],
        "span": Span(1, 2, 3, "c" + text, "c" + text),
    }


def steps_of(text: str) -> dict[str, object]:
    to_do, blocked = TaskStatus.TO_DO, TaskStatus.BLOCKED
    return {
        "steps": [Step(text, DAY, "u" + text), Step(text, DAY, "u" + text, planned=True)],
        "tasks": [Task(text, to_do, "/x"), Task(text, blocked, why="w" + text)],
        "facts": [Fact(text, "v" + text, "/x"), Fact(text, text, number=True)],
    }


def frame_of(text: str) -> Frame:
    link = Link(text, "/x", count=1)
    return Frame(
        setting="desk",
        service=text,
        province=text,
        navigation=[link],
        account=Account("a" + text, "u" + text, "/x"),
        contact=Contact(text, text, text, text),
        support=[link],
        search=Search("/x", text, text),
        as_of=NOW,
        version="v" + text,
    )


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", COMPONENTS)
@given(text=TEXT)
@example(text=HOSTILE[1])
@example(text=HOSTILE[3])
@example(text=HOSTILE[5])
@settings(max_examples=40, deadline=None)
def test_a_text_stays_a_text(name, lang, text):
    plain = Page(shown(COMPONENTS[name], lang, **around("x")))

    hostile = Page(shown(COMPONENTS[name], lang, **around(f"x{text}")))

    assert hostile.shape == plain.shape


@pytest.mark.parametrize("text", HOSTILE[:7])
def test_it_can_be_read_as_it_was_written(text):
    page = Page(shown(COMPONENTS["summary"], **around(text)))

    assert " ".join(f"v{text}".split()) in page.text


def test_a_form_without_the_page_it_stands_in_fails_at_once():
    with pytest.raises(LookupError, match="with context"):
        shown('{% from "ui/form.html" import form %}{% call form("/x") %}{% endcall %}', lang="vi")
