"""The operators' pages in Chromium: for everyone, at every width, without a fault.

`SCREENS=docs/screens` keeps what was seen, to be looked at.
"""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser import operator

LIST, PARKED = "/desk/messages", "/desk/parked"
WIDTHS = {"desktop": 1440, "tablet": 1024, "phone": 390}


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser, postgres):
    async with operator.desk(browser, postgres.fresh("notify")) as opened:
        yield opened


async def test_the_pages_are_for_everyone_at_every_width(desk):
    life = f"{LIST}/{desk.failed}"
    pages = {"operator-list": LIST, "operator-life": life, "operator-again": f"{life}/again"}
    for name, path in {**pages, "operator-parked": PARKED, "notify-home": "/"}.items():
        seen = await desk.visit(path, bypass_csp=True)
        for size, width in WIDTHS.items():
            await seen.resize(width)
            await seen.keep(f"{name}-{size}")
            assert await seen.axe() == [], (name, width)
            assert await seen.sideways() == 0, (name, width)
            assert await seen.cut() == [], (name, width)
        await seen.resize(320)
        assert await seen.sideways() == 0, name


async def test_no_console_error_and_no_failed_answer_under_the_real_policy(desk):
    for path in ("/", LIST, f"{LIST}?state=SKIPPED", f"{LIST}/{desk.failed}", PARKED):
        seen = await desk.visit(path, 390)
        await seen.page.wait_for_load_state("networkidle")

        assert seen.faults == [], path


@pytest.mark.parametrize("script", [True, False])
async def test_an_operator_finds_what_failed_and_has_it_sent_once_more(desk, script):
    seen = await desk.visit("/desk", java_script_enabled=script)
    page = seen.page

    await page.get_by_label("Trạng thái").select_option("Không gửi được")
    await page.get_by_role("button", name="Lọc").click()
    await expect(page.get_by_text("1–1 trong 1")).to_be_visible()
    await page.locator("#results tbody a").click()
    await expect(page.get_by_text("không hoạt động, gửi lại sau").first).to_be_visible()
    await page.get_by_role("button", name="Gửi lại ngay").click()
    await page.get_by_role("button", name="Gửi lại ngay").click()

    await expect(page.get_by_text("Đã yêu cầu gửi thêm một lần.")).to_be_visible()
    await expect(page.get_by_role("button", name="Gửi lại ngay")).to_have_count(0)
    await page.go_back()  # the question is asked no more: it is on its way
    await expect(page.get_by_text("Chờ địa chỉ")).to_be_visible()
    await expect(page.get_by_role("button", name="Gửi lại ngay")).to_have_count(0)
    assert seen.faults == []


async def test_the_list_is_read_by_keyboard_alone(desk):
    seen = await desk.visit(LIST)
    page = seen.page

    await page.keyboard.press("j")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", name="Các lần gửi")).to_be_visible()
