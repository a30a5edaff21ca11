"""A page in a browser and what went wrong on it."""

import os
from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page

from stack.layout import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONGEST = 2_800  # pixels of a page that are worth showing
GREY = "document.documentElement.style.filter = 'grayscale(1)'"
# Cells of lists whose content is wider than they are: cut, or laid over the next one.
CUT = """() => [...document.querySelectorAll('.worklist th, .worklist td')]
  .filter(cell => cell.checkVisibility())
  .filter(cell => getComputedStyle(cell.parentElement.parentElement).position !== 'absolute')
  .filter(cell => [cell, ...cell.querySelectorAll(':not(.govuk-visually-hidden)')]
    .some(e => getComputedStyle(e).display !== 'inline' && e.scrollWidth > e.clientWidth))
  .map(cell => cell.dataset.label + ': ' + cell.textContent.trim())"""
HEIGHTS = {1440: 900, 1280: 1024, 1024: 768, 640: 512, 390: 844, 360: 740, 320: 568}


class Seen:
    """A page with what its console, its requests and its answers complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text}")

    def _failed(self, request: Any) -> None:
        """What the page itself cuts short is no fault: it was left, or searched anew."""
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url} ({request.failure})")

    def _response(self, response: Any) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")

    async def sideways(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(
            await self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    async def cut(self) -> list[str]:
        """What of a list can't be read in its cell."""
        found: list[str] = await self.page.evaluate(CUT)
        return found

    async def resize(self, width: int) -> None:
        await self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})

    async def keep(self, name: str, *, whole: bool = True) -> None:
        """A picture from the top, where the run is told a folder: SCREENS=…

        `whole`: of the page, not of the window; what sticks to the window would stand amidst it.
        """
        if folder := os.environ.get("SCREENS"):
            size = self.page.viewport_size or {"width": 1440}
            await self.page.evaluate("document.fonts.ready")
            focus = await self.page.evaluate_handle("document.activeElement")
            await self.page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
            full = await self.page.evaluate("document.documentElement.scrollHeight")
            if not whole:
                full = HEIGHTS[size["width"]]
            clip = {"x": 0, "y": 0, "width": size["width"], "height": min(full, LONGEST)}
            await self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True, clip=clip)
            await focus.evaluate("element => element.focus({preventScroll: true})")

    async def axe(self) -> list[str]:
        """Serious findings, each with the elements it is about."""
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(_script())  # past the policy of the page, which stays in force
        found = await self.page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        return [
            f"{one['id']}: {node['target']} {node['failureSummary']}"
            for one in found["violations"]
            for node in one["nodes"]
            if one["impact"] in ("serious", "critical") and not _is_known(one["id"], node["html"])
        ]


@cache
def _script() -> str:
    return AXE.read_text("utf-8")


def _is_known(rule: str, html: str) -> bool:
    """The framework sets an unseen comma between the words of its file button."""
    return rule == "label-content-name-mismatch" and "govuk-file-upload-button" in html


class Window:
    """Contexts of one test, closed with it."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser = browser
        self.site = site
        self.contexts: list[BrowserContext] = []

    async def visit(self, path: str, width: int = 1440, **options: Any) -> Seen:
        """Open a page in a context of its own; options are those of new_context."""
        size = {"width": width, "height": HEIGHTS[width]}
        context = await self.browser.new_context(viewport=size, **options)
        self.contexts.append(context)
        seen = Seen(await context.new_page())
        await seen.page.goto(self.site + path)
        return seen

    async def close(self) -> None:
        for context in self.contexts:
            await context.close()
