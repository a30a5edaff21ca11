"""Screenshots of figures and reports: `python -m tests.browser.figure_screens [--grey] [FOLDER]`.

Beside tests.browser.screens: these pages need a database with a year of a province in it.
"""

import argparse
import asyncio
from pathlib import Path

from playwright.async_api import async_playwright

from stack import chromium, frontend, temporary
from stack.embedded import Stack
from tests.browser.figures import PAGES, figures_site
from tests.browser.screens import FOLDER, WIDTHS, shoot

LONGEST = 2_800  # the charts follow each other


async def take(stack: Stack, folder: Path, grey: bool) -> None:
    """Every page at both widths."""
    async with figures_site(stack) as site, async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=chromium.find(), args=chromium.flags()
        )
        for name, (path, role) in PAGES.items():
            for size, width in WIDTHS.items():
                await shoot(
                    browser,
                    site.address + path,
                    width,
                    folder / f"{name}-{size}.png",
                    grey,
                    site.state(role),
                    LONGEST,
                )
        await browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--grey", action="store_true")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    frontend.build()
    with temporary.stack("screens") as stack:
        asyncio.run(take(stack, asked.folder, asked.grey))


if __name__ == "__main__":
    main()
