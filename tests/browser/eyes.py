"""Who walks a road looks at each page of it once, at every width; and goes on at another width.

`SCREENS=docs/screens` keeps what was seen of the pages that have a name, to be looked at.
"""

import itertools
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.browser.window import Seen

WIDTHS = {1440: "desktop", 1024: "tablet", 390: "phone"}
READ_AT = (1440, 390)  # axe is slow: between the widest and the narrowest it finds nothing new
# What differs between two pages of one shape: ids, tokens of links, codes of procedures.
OWN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d\.\d{6}|(?<=/)[\w-]{22,}")


class Eyes:
    """Of one person on a road; `looked`: the shapes of pages that somebody on it has seen."""

    def __init__(
        self,
        seen: Seen,
        looked: set[str],
        pictures: Mapping[str, str] | None = None,
        used_at: Iterable[int] = WIDTHS,
    ) -> None:
        self.seen = seen
        self.looked = looked
        self.pictures = pictures or {}
        self.turn = itertools.cycle(used_at)

    async def look(self, state: str = "") -> None:
        """What each page is held to; a page that looks different by now is given its `state`."""
        shape = shape_of(self.seen.page.url) + (f" {state}" if state else "")
        if shape not in self.looked:
            self.looked.add(shape)
            for width in WIDTHS:
                await self.seen.resize(width)
                await self._keep(shape, width)
                assert await self.seen.sideways() == 0, (shape, width)
                assert await self.seen.cut() == [], (shape, width)
                if width in READ_AT:
                    assert await self.seen.axe() == [], (shape, width)
        await self.seen.resize(next(self.turn))

    async def _keep(self, shape: str, width: int) -> None:
        folder, name = os.environ.get("SCREENS"), self.pictures.get(shape)
        if folder and name:
            page = self.seen.page
            await page.evaluate("document.fonts.ready")
            focused = await page.evaluate_handle("document.activeElement")
            await page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
            file = Path(folder) / f"{name}-{WIDTHS[width]}.png"
            await page.screenshot(path=file, full_page=True)
            await focused.evaluate("element => element.focus()")


def shape_of(url: str) -> str:
    """The address without its place, what is one dossier's own, and what was typed."""
    parts = urlsplit(url)
    asked = "&".join(parse_qs(parts.query))
    return OWN.sub("*", parts.path) + (f"?{asked}" if asked else "")
