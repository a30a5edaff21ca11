"""A browser without a window: keeps its cookies, sends a browser's headers, reads HTML."""

import re
from html.parser import HTMLParser
from typing import Any

import httpx

VOID = {"br", "hr", "img", "input", "link", "meta", "path", "circle"}
BROWSER = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Sec-Fetch-Site": "same-origin",
}


class Visitor(httpx.AsyncClient):
    """`https`, because our cookies are Secure."""

    def __init__(self, app: Any, headers: dict[str, str] | None = None) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        sent = BROWSER | (headers or {})
        super().__init__(transport=transport, base_url="https://test", headers=sent)

    async def page(self, path: str) -> "Page":
        answer = await self.get(path)
        return Page(answer.text)

    async def token(self, path: str = "/look/citizen/form") -> str:
        """The token of the form on a page."""
        found = re.search(r'name="csrf" value="([^"]+)"', (await self.get(path)).text)
        assert found is not None
        return found.group(1)


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text outside scripts."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.open):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """Tags and names of attributes, without what stands in them."""
        return [(tag, tuple(sorted(attrs))) for tag, attrs in self.tags]
