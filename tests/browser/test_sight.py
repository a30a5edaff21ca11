"""What the eye gets: our fonts, room for the marks, a light first page, paper, no colour alone."""

import pytest
from playwright.async_api import expect


async def test_the_marks_are_drawn_by_our_font_and_figures_are_of_one_width(visit):
    seen = await visit("/look/citizen/base")
    page = seen.page
    family = "\"16px 'Be Vietnam Pro'\", 'ệỄẨđ'"

    assert await page.evaluate(f"document.fonts.load({family}).then(faces => faces.length)") >= 1
    assert await page.evaluate(f"document.fonts.check({family})")
    await page.evaluate("document.fonts.load(\"16px 'Inter'\", '14')")
    ones, fours = await page.evaluate(
        """['1111111111', '4444444444'].map(text => {
             const cell = document.createElement('span');
             cell.className = 'num'; cell.textContent = text;
             document.querySelector('main').append(cell);
             return cell.getBoundingClientRect().width;
           })"""
    )
    assert ones == fours > 0


@pytest.mark.parametrize("path", ["/look/citizen/base", "/look/desk/base"])
async def test_no_line_is_closer_than_vietnamese_marks_allow(visit, path):
    seen = await visit(path)

    close = await seen.page.evaluate(
        """() => [...document.querySelectorAll('main *:not([aria-hidden])')]
             .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
             .map(e => [e, getComputedStyle(e)])
             .filter(([e, s]) => parseFloat(s.lineHeight) / parseFloat(s.fontSize) < 1.295)
             .map(([e, s]) => e.outerHTML.slice(0, 80) + s.lineHeight + '/' + s.fontSize)"""
    )

    assert close == []


async def test_a_citizens_first_page_is_light(visit):
    seen = await visit("/look")  # a context of its own: nothing of the other is kept
    seen.page.context.set_default_timeout(30_000)
    fetched = []
    seen.page.on("requestfinished", lambda request: fetched.append(request))

    client = await seen.page.context.new_cdp_session(seen.page)
    await client.send("Network.clearBrowserCache")
    await seen.page.goto(seen.page.url + "/citizen/start", wait_until="networkidle")

    sizes = [await request.sizes() for request in fetched]
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert len(fetched) <= 6, [request.url for request in fetched]
    assert total <= 150_000


async def test_paper_has_no_buttons_and_tells_why_it_is_that_day(visit):
    seen = await visit("/look/citizen/dossier")
    page = seen.page
    await page.emulate_media(media="print")

    for gone in (".govuk-generic-header", ".govuk-service-navigation", ".footer", ".govuk-button"):
        for one in await page.locator(gone).all():
            await expect(one).to_be_hidden()
    await expect(page.get_by_text("Chờ bổ sung hồ sơ")).to_be_visible()  # of the closed details
    await expect(page.get_by_text("In lúc")).to_be_visible()
    ink = await page.evaluate(
        "getComputedStyle(document.querySelector('.due--overdue')).color === 'rgb(0, 0, 0)'"
    )
    assert ink


async def test_late_and_soon_differ_without_colour(visit):
    seen = await visit("/look/desk/list")

    edges = await seen.page.evaluate(
        """['overdue', 'soon', 'later', 'stopped'].map(state => {
             const cell = document.querySelector('.row--' + state).firstElementChild;
             const style = getComputedStyle(cell);
             return [cell.innerText.trim()[0], style.boxShadow !== 'none',
                     style.backgroundImage !== 'none'];
           })"""
    )

    assert edges == [
        ["▲", True, False],
        ["◆", False, True],
        ["C", False, False],
        ["‖", False, False],
    ]
