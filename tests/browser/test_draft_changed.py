"""A draft whose procedure changed, in Chromium at three widths: what is told, what is kept."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser import counter
from tests.browser.eyes import Eyes
from tests.browser.hands import Hands
from tests.intake.citizen import PNG
from tests.intake.desk import BUSINESS
from tests.intake.test_web_draft_versions import change

OLD, NEW = "Giấy đề nghị đăng ký hộ kinh doanh", "Đơn theo mẫu số 01 của Thông tư mới"
PICTURES = {
    "/my/drafts/* changed": "citizen-changed",
    "/my/drafts/*/kept/giay-de-nghi-dang-ky": "citizen-kept",
}

pytestmark = pytest.mark.timeout(600)


@pytest_asyncio.fixture(loop_scope="session")
async def office(browser, postgres):
    async with counter.office(browser, postgres.fresh("intake")) as opened:
        yield opened


async def test_a_citizen_is_told_what_changed_and_says_which_paper_it_is(office):
    seen = await office.official("citizen-binh", f"/procedures/{BUSINESS}/file")
    hands = Hands(seen.page, Eyes(seen, set(), PICTURES, (390, 1440, 1024)))
    await hands.press("Bắt đầu", onto="**/my/drafts/*")
    draft = seen.page.url
    await hands.follow(OLD)
    page = {"name": "trang 1.png", "mimeType": "image/png", "buffer": PNG}
    await seen.page.locator("input[type=file]").first.set_input_files(page)
    await hands.press("Tiếp tục")
    await change(office.pool, NEW)

    await seen.page.goto(draft)
    told = seen.page.get_by_text("Thủ tục đã thay đổi từ khi bạn bắt đầu hồ sơ này")
    await expect(told).to_be_visible()
    await hands.eyes.look("changed")
    await hands.follow(OLD)
    await hands.choose(NEW)
    await hands.press("Tiếp tục", onto=draft)

    row = await office.pool.fetchrow("SELECT paper_key, name FROM file")
    assert dict(row) == {"paper_key": "don-theo-mau-so-01-cua-thong-tu-moi", "name": "trang 1.png"}
    await seen.page.goto(f"{draft}?lang=en")
    said = seen.page.get_by_text("The procedure has changed since you began")
    await expect(said).to_be_visible()
    assert seen.faults == []
