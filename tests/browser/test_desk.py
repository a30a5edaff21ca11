"""The counter's road in Chromium by keyboard alone, its pages at three widths, without JavaScript.

`SCREENS=docs/screens` keeps what was seen, to be looked at.
"""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from shared import clock
from tests.browser import counter
from tests.intake.desk import BUSINESS
from tests.intake.officials import APPROVER, PROCESSOR, RECEIVER, RETURNER

WIDTHS = {"desktop": 1440, "tablet": 1024, "phone": 390}
MOST_PRESSES = 25
SEVEN_SYLLABLES = "Tôn Nữ Công Tằng Hoàng Diễm Phương"
CARD = f"044185765432|190123456|{SEVEN_SYLLABLES}|05031985|Nữ|Ngõ 9, phường Đồng Phú|01012022"
LONGEST = (Path("shared") / "web" / "look" / "longest_name.txt").read_text("utf-8").strip()
# Names in a list that do not stand in full in their cell.
CUT_NAMES = """[...document.querySelectorAll('.cell--name')]
  .filter(cell => cell.checkVisibility())
  .filter(cell => cell.scrollWidth > cell.clientWidth ||
    [cell, ...cell.children].some(e => getComputedStyle(e).textOverflow === 'ellipsis' ||
      getComputedStyle(e).webkitLineClamp !== 'none'))
  .map(cell => cell.textContent)"""
GREY = "document.documentElement.style.filter = 'grayscale(1)'"


@pytest_asyncio.fixture(loop_scope="session")
async def office(browser, postgres):
    async with counter.office(browser, postgres.fresh("intake")) as opened:
        yield opened


class Keys:
    """The keys that somebody presses; what they type or scan is not counted."""

    def __init__(self) -> None:
        self.pressed = 0

    async def press(self, seen, key: str, onto: str = "") -> None:
        self.pressed += 1
        await seen.page.keyboard.press(key)
        if onto:
            await seen.page.wait_for_url(re.compile(onto))

    async def find(self, seen, code: str) -> None:
        """Into the search box and on to the one dossier that is found."""
        await self.press(seen, "/")
        await seen.page.keyboard.type(code)
        await self.press(seen, "Enter", r"/desk/dossiers/[0-9a-f-]+$")


async def received(office, keys) -> tuple[object, str]:
    """The receiver takes a dossier in; the page that says so and the code."""
    receiver = await office.official(RECEIVER, "/desk")
    await keys.press(receiver, "n", "/desk/intake$")
    await receiver.page.keyboard.type(BUSINESS)
    await keys.press(receiver, "Enter", f"/desk/intake/{BUSINESS}$")
    await receiver.page.keyboard.type(CARD)
    await keys.press(receiver, "Enter")
    await receiver.page.wait_for_selector("#phone:focus")
    await receiver.page.keyboard.type("0912 345 678")
    await keys.press(receiver, "Enter", "/received$")
    await receiver.keep("counter-received-desktop")
    code = await receiver.page.locator("dl.secret dd").first.text_content()
    return receiver, code.strip()


async def test_the_counters_road_takes_few_keys(office):
    keys = Keys()
    receiver, code = await received(office, keys)
    focused = await receiver.page.evaluate("document.activeElement.textContent")
    assert "In Giấy tiếp nhận" in focused

    await keys.find(receiver, code)
    await keys.press(receiver, "Enter", "/forward$")
    await keys.press(receiver, "Enter", "done=forward")
    approver = await office.official(APPROVER, "/desk")
    await keys.find(approver, code)
    await keys.press(approver, "Enter", "/complete$")
    await approver.page.keyboard.type("128/QĐ-UBND")
    await keys.press(approver, "Enter", "done=complete")
    returner = await office.official(RETURNER, "/desk")
    await keys.find(returner, code)
    await keys.press(returner, "Enter", "/return$")
    await keys.press(returner, "Space")
    await keys.press(returner, "Enter", "done=return")

    assert keys.pressed <= MOST_PRESSES
    assert receiver.faults == approver.faults == returner.faults == []


async def test_a_supplement_moves_the_day_and_prints_a_second_slip(office):
    keys = Keys()
    receiver, code = await received(office, keys)
    await keys.find(receiver, code)
    await keys.press(receiver, "Enter", "/forward$")
    await keys.press(receiver, "Enter", "done=forward")
    processor = await office.official(PROCESSOR, "/desk")
    await keys.find(processor, code)
    await processor.page.get_by_role("button", name="Yêu cầu bổ sung").click()
    await processor.page.get_by_label("Giấy đề nghị đăng ký hộ kinh doanh").check()
    await processor.page.get_by_label("Thiếu giấy tờ").check()
    await processor.page.get_by_label("Nội dung cần bổ sung").fill("Chưa có chữ ký.")
    await processor.keep("counter-supplement-desktop")
    await processor.page.locator("main button.govuk-button").click()
    await processor.page.wait_for_url(re.compile("done=supplement"))

    await keys.find(receiver, code)
    await keys.press(receiver, "Enter", "/supply$")
    await keys.press(receiver, "Enter", "done=supply")

    said = await receiver.page.locator("main").text_content()
    focused = await receiver.page.evaluate("document.activeElement.textContent")
    assert "in Giấy tiếp nhận lần 2" in said
    assert "lần 2 (PDF)" in focused
    assert receiver.faults == processor.faults == []


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
    assert seen.faults == []


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
