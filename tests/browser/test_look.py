"""Each page of the style page in Chromium: access, width, zoom, console, in both languages."""

import pytest
from playwright.async_api import async_playwright

from stack import chromium
from tests.browser.window import Window
from tests.web.everywhere import REFUSED, SHOWN

ENGLISH = ["/look/citizen/dossier?lang=en", "/look/desk/form?state=wrong&lang=en"]
# What a reader sets in the browser for all pages, twice the usual.
LARGE_TEXT = "--blink-settings=defaultFontSize=32"


@pytest.mark.parametrize("path", [*SHOWN, *ENGLISH, "/look/problem/404", "/look/problem/500"])
async def test_a_page_is_for_everyone_at_every_width(visit, path):
    seen = await visit(path, bypass_csp=True)

    for width in (1440, 1024, 390):
        await seen.resize(width)
        assert await seen.axe() == [], width
        assert await seen.sideways() == 0, width
    for width in (360, 320, 640):  # 640 CSS pixels: a window of 1280 at 200 %
        await seen.resize(width)
        assert await seen.sideways() == 0, width


async def test_a_reader_with_text_twice_as_large_need_not_scroll_sideways(site):
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=chromium.find(), args=[*chromium.flags(), LARGE_TEXT]
        )
        window = Window(browser, site)
        for path in ("citizen/start", "citizen/form", "desk/list", "citizen/dossier"):
            for width in (1280, 390):
                seen = await window.visit(f"/look/{path}", width)
                size = "getComputedStyle(document.querySelector('h1')).fontSize"
                assert float((await seen.page.evaluate(size)).removesuffix("px")) >= 48
                assert await seen.sideways() == 0, (path, width)
        await browser.close()


@pytest.mark.parametrize("path", [*SHOWN, *ENGLISH, *REFUSED])
async def test_no_console_error_and_no_failed_answer_under_the_real_policy(visit, path):
    seen = await visit(path, 390)
    await seen.page.wait_for_load_state("networkidle")

    refused = [str(status) for address, status in REFUSED.items() if path.startswith(address)]
    unforeseen = [fault for fault in seen.faults if not any(s in fault for s in refused)]
    assert unforeseen == []


@pytest.mark.parametrize("setting", ["citizen", "desk"])
@pytest.mark.parametrize("section", ["form", "list", "dossier"])
async def test_what_a_thumb_presses_is_large_enough_on_a_phone(visit, setting, section):
    seen = await visit(f"/look/{setting}/{section}", 390)

    small = await seen.page.evaluate(
        """() => [...document.querySelectorAll('main .govuk-button, main .govuk-input,'
             + 'main .govuk-select, .mast .govuk-input, .search__button')]
             .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
             .map(e => e.outerHTML.slice(0, 120))"""
    )

    assert small == []


@pytest.mark.parametrize("path", ["/look/desk/list", "/look/desk/base", "/look/citizen/dossier"])
async def test_no_text_is_smaller_than_14_pixels(visit, path):
    seen = await visit(path)

    small = await seen.page.evaluate(
        """() => [...document.querySelectorAll('body *')]
             .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
             .filter(e => e.checkVisibility() && parseFloat(getComputedStyle(e).fontSize) < 14)
             .map(e => e.outerHTML.slice(0, 120))"""
    )

    assert small == []
