"""What goes wrong in a citizen's hands: the back button, a line that breaks during an upload."""

import pytest_asyncio
from playwright.async_api import expect

from tests.browser import citizen
from tests.browser.citizen import PAPERS
from tests.browser.test_citizen import answer, begin, go_on, upload


@pytest_asyncio.fixture(loop_scope="session")
async def counter(browser, postgres, monkeypatch):
    async with citizen.counter(browser, postgres.fresh("intake"), monkeypatch) as opened:
        yield opened


async def test_the_back_button_after_filing_shows_what_was_filed_and_files_nothing_more(counter):
    seen = await counter.citizen(width=390)
    page = seen.page
    draft = await begin(page)
    await answer(page)
    await upload(page, draft)
    await page.get_by_role("link", name="Kiểm tra và nộp").click()
    await page.get_by_label("Tôi cam đoan").check()
    await go_on(page, "Nộp hồ sơ")
    await expect(page.get_by_text("Mã tra cứu (bí mật)")).to_be_visible()

    await page.go_back()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp hồ sơ")
    await page.goto(f"{draft}/contact")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp hồ sơ")

    assert await counter.pool.fetchval("SELECT count(*) FROM dossier") == 1
    assert seen.faults == []


async def test_a_line_that_breaks_during_an_upload_loses_nothing_else(counter):
    seen = await counter.citizen(width=390)
    page = seen.page
    draft = await begin(page)
    await page.get_by_role("link", name="Giấy chứng sinh", exact=True).click()
    paper = page.url
    await page.locator("input[name=files]").set_input_files(PAPERS[:1])
    await go_on(page, "Tải lên và thêm trang")
    await expect(page.locator(".files__item")).to_have_count(1)

    await page.locator("input[name=files]").set_input_files(PAPERS[1:])
    await page.context.set_offline(True)
    async with page.expect_event("requestfailed"):
        await page.get_by_role("button", name="Tiếp tục", exact=True).click(no_wait_after=True)
    await page.context.set_offline(False)
    await page.goto(paper)
    await expect(page.locator(".files__item")).to_have_count(1)
    await page.locator("input[name=files]").set_input_files(PAPERS[1:])
    await go_on(page)
    await page.wait_for_url(draft)

    assert await counter.pool.fetchval("SELECT count(*) FROM file") == 2
