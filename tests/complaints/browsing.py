"""Somebody with a browser: fills in the forms of pages as they stand, hidden fields included."""

from html.parser import HTMLParser
from typing import Any

import httpx

from tests.complaints.office import Office
from tests.complaints.world import CITY
from tests.web.visitor import Page, Visitor

# What a leader types who finds a complaint right.
DECIDED = {
    "conclusion": "RIGHT",
    "effect": "CANCEL",
    "views_agree": "yes",
    "decision_no": "128/QĐ-UBND",
}


class Form(HTMLParser):
    """What the form of an address holds as the page gives it."""

    def __init__(self, html: str, action: str) -> None:
        super().__init__(convert_charrefs=True)
        self.action = action
        self.inside = self.found = False
        self.values: dict[str, str] = {}
        self.select = self.area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("action") == self.action
            self.found = self.found or self.inside
        name = given.get("name") or ""
        if not self.inside:
            return
        if tag == "input" and (
            given.get("type") not in ("radio", "checkbox") or "checked" in given
        ):
            self.values[name] = given.get("value") or ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.values[self.select] = given.get("value") or ""
        elif tag == "textarea":
            self.area = name
            self.values[name] = ""

    def handle_data(self, data: str) -> None:
        if self.inside and self.area:
            self.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""


class Browser(Visitor):
    """A citizen without an account, or an official by a bearer token."""

    async def fill(self, path: str, action: str = "", **typed: Any) -> httpx.Response:
        """Open a page, fill in its form, send it; the answer is not followed."""
        shown = await self.get(path)
        assert shown.status_code == 200, (path, shown.status_code, Page(shown.text).text)
        return await self.press(shown, action or path, **typed)

    async def press(self, shown: httpx.Response, action: str, **typed: Any) -> httpx.Response:
        """Send the form of a page that was opened before; a date is written `2025-03-12`."""
        form = Form(shown.text, action)
        assert form.found, (action, Page(shown.text).text)
        values = form.values | {name: str(value) for name, value in typed.items()}
        for name in ("on", "received_on"):
            if name in typed:
                del values[name]
                parts = str(typed[name]).split("-")
                for part, value in zip(("year", "month", "day"), parts, strict=True):
                    values[f"{name}-{part}"] = value
        # The token is the first field of each form.
        return await self.post(action, data={"csrf": values.pop("csrf"), **values})

    async def text(self, path: str) -> str:
        return (await self.page(path)).text


def citizen(office: Office) -> Browser:
    return Browser(office.app)


def official(office: Office, role: str, at: str = CITY) -> Browser:
    return Browser(office.app, office.issuer.bearer(sub=f"{role}-{at}"))
