"""The desk in Chromium: its pages at three widths, without colour, without JavaScript.

The counter's road is walked in test_road_counter.py.
`SCREENS=docs/screens` keeps what was seen, to be looked at.
"""

from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from shared import clock
from tests.browser import counter
from tests.browser.window import GREY, HEIGHTS
from tests.intake.desk import BUSINESS
from tests.intake.officials import RECEIVER

WIDTHS = {"desktop": 1440, "tablet": 1024, "phone": 390}
SEVEN_SYLLABLES = "Tôn Nữ Công Tằng Hoàng Diễm Phương"
LONGEST = (Path("shared") / "web" / "look" / "longest_name.txt").read_text("utf-8").strip()
# Names in a list that do not stand in full in their cell.
CUT_NAMES = """[...document.querySelectorAll('.cell--name')]
  .filter(cell => cell.checkVisibility())
  .filter(cell => cell.scrollWidth > cell.clientWidth ||
    [cell, ...cell.children].some(e => getComputedStyle(e).textOverflow === 'ellipsis' ||
      getComputedStyle(e).webkitLineClamp !== 'none'))
  .map(cell => cell.textContent)"""


@pytest_asyncio.fixture(loop_scope="session")
async def office(browser, postgres):
    async with counter.office(browser, postgres.fresh("intake")) as opened:
        yield opened


@pytest.mark.parametrize("size", WIDTHS)
async def test_pages_of_the_desk_hold_the_longest_names_at_every_width(office, size):
    await office.pool.execute(
        "UPDATE reference SET state = jsonb_set(state, '{name}', to_jsonb($1::text))"
        " WHERE kind = 'Procedure' AND state ->> 'code' = $2",
        LONGEST,
        BUSINESS,
    )
    now = clock.now()
    for days in (20, 4, 1, 0):
        await office.counter.receive(
            now - timedelta(days=days),
            applicant={"type": "0", "name": SEVEN_SYLLABLES},
            papers=[{"key": "giay-de-nghi-dang-ky", "kind": "0", "copies": 1}],
        )
    seen = await office.official(RECEIVER, "/desk", WIDTHS[size], bypass_csp=True)
    dossier = await seen.page.locator("[data-row]").first.get_attribute("href")
    base = dossier.partition("?")[0]
    pages = {
        "counter-list": "/desk",
        "counter-dossier": dossier,
        "counter-intake": f"/desk/intake/{BUSINESS}",
        "counter-forward": f"{base}/forward",
        "counter-received": f"{base}/received",
    }

    for name, path in pages.items():
        await seen.page.goto(office.window.site + path)
        await seen.keep(f"{name}-{size}", whole=name != "counter-dossier" or size == "phone")
        assert await seen.sideways() == 0, (name, size)
        assert await seen.axe() == [], (name, size)
        assert await seen.page.evaluate(CUT_NAMES) == [], (name, size)
        assert await seen.cut() == [], (name, size)
    assert seen.faults == []


async def test_on_a_phone_the_list_comes_first_and_its_filters_unfold(office):
    await office.rename(BUSINESS, LONGEST)
    await office.counter.receive(
        clock.now() - timedelta(days=20), applicant={"type": "0", "name": SEVEN_SYLLABLES}
    )
    seen = await office.official(RECEIVER, "/desk", 390, java_script_enabled=False)
    page, channel = seen.page, seen.page.get_by_label("Kênh", exact=True)
    card = await page.locator("#results tbody tr").first.bounding_box()
    assert card["y"] + card["height"] <= HEIGHTS[390]
    await expect(channel).to_be_hidden()

    await page.get_by_text("Lọc danh sách").click()
    await channel.select_option("Tại quầy")
    await page.get_by_role("button", name="Lọc", exact=True).click()

    await expect(channel).to_be_visible()
    await expect(page.get_by_text("1–1 trong 1")).to_be_visible()
    await page.goto(f"{office.window.site}/desk?list=process")
    await expect(channel).to_be_hidden()  # which list it is narrows nothing
    assert seen.faults == []


@pytest.mark.parametrize("width", [1440, 1024])
async def test_where_there_is_room_the_filters_stand_open(office, width):
    seen = await office.official(RECEIVER, "/desk", width)

    await expect(seen.page.get_by_label("Kênh", exact=True)).to_be_visible()
    await expect(seen.page.get_by_text("Lọc danh sách")).to_be_hidden()
    assert await seen.axe() == []


async def test_the_due_column_is_told_without_colour(office):
    now = clock.now()
    for days in (20, 0):
        await office.counter.receive(now - timedelta(days=days))
    seen = await office.official(RECEIVER, "/desk")
    await seen.page.evaluate(GREY)
    await seen.keep("counter-list-grey")

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


@pytest.mark.parametrize("size", ["desktop", "phone"])
async def test_a_dossier_that_is_opened_begins_at_its_top(office, size):
    dossier = await office.counter.receive(clock.now())
    path = f"/desk/dossiers/{dossier.dossier_id}"
    seen = await office.official(RECEIVER, path, WIDTHS[size])

    await expect(seen.page.get_by_role("heading", level=1)).to_be_in_viewport()
    focused = await seen.page.evaluate("document.activeElement.textContent.trim()")

    assert await seen.page.evaluate("scrollY") == 0
    assert (focused == "Chuyển hồ sơ") is (size == "desktop")
    assert seen.faults == []
