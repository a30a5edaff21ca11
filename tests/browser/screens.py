"""The screenshots of docs/screens/: `python -m tests.browser.screens [--grey] [FOLDER]`.

Made anew when the pages change, and looked at, in grey too: what colour alone told is then gone.
"""

import argparse
import asyncio
import subprocess
import sys
from pathlib import Path

from playwright.async_api import Browser, StorageState, async_playwright

from stack import chromium, frontend
from stack.layout import ROOT
from tests.browser.conftest import free_port, wait_for
from tests.browser.window import GREY, HEIGHTS

FOLDER = ROOT / "docs" / "screens"
LONGEST = 1_400  # pixels of a page that are worth showing
PAGES = {
    "start": "/look/citizen/start",
    "form": "/look/citizen/form?state=wrong",
    "dossier": "/look/citizen/dossier",
    "dossier-en": "/look/citizen/dossier?lang=en",
    "desk-list": "/look/desk/list?step=process",
    "desk-form": "/look/desk/form?state=filled",
    "refusal": "/look/problem/503",
}
WIDTHS = {"desktop": 1440, "phone": 390}


async def take(site: str, folder: Path, grey: bool) -> None:
    """Every page at both widths."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=chromium.find(), args=chromium.flags()
        )
        for name, path in PAGES.items():
            for size, width in WIDTHS.items():
                await shoot(browser, site + path, width, folder / f"{name}-{size}.png", grey)
        await browser.close()


async def shoot(
    browser: Browser,
    url: str,
    width: int,
    file: Path,
    grey: bool,
    state: StorageState | None = None,
    longest: int = LONGEST,
) -> None:
    view = {"width": width, "height": HEIGHTS[width]}
    context = await browser.new_context(
        viewport=view, bypass_csp=True, reduced_motion="reduce", storage_state=state
    )
    page = await context.new_page()
    await page.goto(url, wait_until="networkidle")
    await page.evaluate("document.fonts.ready")
    await page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    if grey:
        await page.evaluate(GREY)
    height = min(await page.evaluate("document.documentElement.scrollHeight"), longest)
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    await page.screenshot(path=file, full_page=True, clip=clip)
    await context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--grey", action="store_true")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    frontend.build()
    port = free_port()
    command = [sys.executable, "-m", "shared.web.preview", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://localhost:{port}", server)
        asyncio.run(take(f"http://localhost:{port}", asked.folder, asked.grey))
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main()
