"""A list keeps all its state in the address, and shows it: filters, chips, sorting, pages."""

import pytest
from starlette.requests import Request

from shared.web.listing import Column, Filter, Listing, Row, Span, read
from shared.web.params import Choice
from tests.web.component import shown
from tests.web.visitor import Page

STEP = Filter("step", "Bước", (Choice("a", "Chờ"), Choice("b", "Xong")), "Tất cả")
LIST = Filter("list", "Danh sách", (Choice("x", "Một"), Choice("y", "Hai")), "Tất cả", place=True)
COLUMNS = (Column("due", "Hạn", sort=True), Column("code", "Mã", "code", link=True))
TABLE = """{% from "ui/table.html" import filters, results %}{{ filters(listing, nonce=nonce) }}
{{ results(listing, columns, rows, span, "Danh sách", "Không có gì.") }}"""


def asked(query: str) -> Listing:
    scope = {"type": "http", "path": "/list", "query_string": query.encode(), "headers": []}
    return read(Request(scope), [STEP, LIST], sorts=["due"], sort="due")


def page(listing: Listing, rows=(), span=Span(1, 1, 1), nonce: str = "") -> Page:
    context = {"listing": listing, "columns": COLUMNS, "rows": rows, "span": span, "nonce": nonce}
    return Page(shown(TABLE, **context))


@pytest.mark.parametrize(
    ("query", "state"),
    [
        ("", ({}, "", "due")),
        ("step=a&q=+an+&sort=-due", ({"step": "a"}, "an", "-due")),
        ("step=zz&sort=evil&other=1", ({}, "", "due")),
        ("step=&q=", ({}, "", "due")),
    ],
)
def test_the_address_says_what_is_asked_for_and_nothing_else_counts(query, state):
    listing = asked(query)

    assert (dict(listing.chosen), listing.query, listing.sort) == state


@pytest.mark.parametrize(
    ("query", "unfolded"),
    [
        *[("", False), ("list=x", False), ("sort=-due&cursor=x", False)],
        *[("step=a", True), ("list=x&step=a", True), ("q=an", True)],
    ],
)
def test_filters_unfold_where_something_is_left_out_of_the_list(query, unfolded):
    [fold] = page(asked(query)).all("details")

    assert ("open" in fold) is unfolded


def test_a_changed_list_begins_at_its_first_page():
    listing = asked("step=a&cursor=xyz")

    assert listing.cursor == "xyz"
    assert listing.href(q="an") == "/list?q=an&step=a&sort=due"


def test_each_chip_leads_to_the_list_without_it():
    chips = list(asked("step=b&q=b%C3%ACnh").chips())

    assert [(chip.label, chip.text) for chip in chips] == [("Bước", "Xong"), ("", "“bình”")]
    assert chips[0].href == "/list?q=b%C3%ACnh&sort=due"
    assert chips[1].href == "/list?step=b&sort=due"


def test_a_column_is_sorted_one_way_and_then_the_other():
    assert asked("").sort_href("due") == "/list?sort=-due"
    assert asked("sort=-due").sort_href("due") == "/list?sort=due"
    [column] = [th for th in page(asked("sort=-due"), [Row({})]).all("th") if "aria-sort" in th]
    assert column["aria-sort"] == "descending"


def test_the_pages_before_and_after_keep_the_filters():
    rows = [Row({"code": "H1"}, "/h1")]

    found = page(asked("step=a"), rows, Span(51, 100, 1204, "B", "N"))

    hrefs = {link.get("rel"): link["href"] for link in found.all("a") if link.get("rel")}
    assert hrefs == {
        "prev": "/list?step=a&sort=due&cursor=B",
        "next": "/list?step=a&sort=due&cursor=N",
    }
    assert "51–100 trong 1.204" in found.text


def test_an_empty_list_says_so_and_has_no_table():
    found = page(asked("q=zz"))

    assert "Không có gì." in found.text
    assert found.all("table") == []


def test_each_cell_names_its_column_for_the_cards_of_a_phone():
    found = page(asked(""), [Row({"code": "H1", "due": None}, "/h1")])

    assert [cell["data-label"] for cell in found.all("td")] == ["Hạn"]
    [row] = [th for th in found.all("th") if th.get("scope") == "row"]
    assert row["data-label"] == "Mã"
    assert "–" in found.text


def test_only_a_page_with_htmx_fetches_parts():
    plain, lively = page(asked("")), page(asked(""), nonce="n0nce")

    assert not [name for _, attrs in plain.tags for name in attrs if name.startswith("hx-")]
    [form] = lively.all("form")
    assert (form["hx-select"], form["hx-nonce"]) == ("#results", "n0nce")
    assert (form["method"], form["action"]) == ("get", "/list")
