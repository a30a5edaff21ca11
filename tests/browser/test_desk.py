"""The desk in Chromium: without colour, without JavaScript, opened on a phone.

The counter's road is walked in test_road_counter.py. `SCREENS=docs/screens` keeps the grey list.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from shared import clock
from tests.browser import counter
from tests.browser.test_road_counter import SEVEN_SYLLABLES
from tests.intake.desk import BUSINESS
from tests.intake.officials import RECEIVER

WIDTHS = {"desktop": 1440, "phone": 390}
GREY = "document.documentElement.style.filter = 'grayscale(1)'"


@pytest_asyncio.fixture(loop_scope="session")
async def office(browser, postgres):
    async with counter.office(browser, postgres.fresh("intake")) as opened:
        yield opened


async def keep(seen, name):
    """A screenshot, where the run is told a folder for them."""
    if folder := os.environ.get("SCREENS"):
        await seen.page.evaluate("document.fonts.ready")
        await seen.page.screenshot(path=Path(folder) / f"{name}.png")


async def test_the_due_column_is_told_without_colour(office):
    now = clock.now()
    for days in (20, 0):
        await office.counter.receive(now - timedelta(days=days))
    seen = await office.official(RECEIVER, "/desk")
    await seen.page.evaluate(GREY)
    await keep(seen, "counter-list-grey")

    said = await seen.page.locator(".cell--due .due").all_text_contents()

    assert "▲" in said[0]
    assert "Quá hạn" in said[0]
    assert "▲" not in said[-1]


async def test_the_road_needs_no_javascript(office):
    seen = await office.official(RECEIVER, "/desk/intake", java_script_enabled=False)
    await seen.page.fill("#q", "ho kinh doanh")
    await seen.page.locator("main .search__button").click()
    await seen.page.get_by_role("link", name=BUSINESS).click()
    await seen.page.fill("#name", SEVEN_SYLLABLES)
    await seen.page.get_by_role("button", name="Tiếp nhận", exact=True).click()

    assert seen.page.url.endswith("/received")
    assert seen.faults == []


@pytest.mark.parametrize("size", WIDTHS)
async def test_a_dossier_that_is_opened_begins_at_its_top(office, size):
    dossier = await office.counter.receive(clock.now())
    path = f"/desk/dossiers/{dossier.dossier_id}"
    seen = await office.official(RECEIVER, path, WIDTHS[size])

    await expect(seen.page.get_by_role("heading", level=1)).to_be_in_viewport()
    focused = await seen.page.evaluate("document.activeElement.textContent.trim()")

    assert await seen.page.evaluate("scrollY") == 0
    assert (focused == "Chuyển hồ sơ") is (size == "desktop")
    assert seen.faults == []
