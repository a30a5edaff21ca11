"""The import of a catalogue in Chromium, by keyboard, at three widths."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from shared.web.look.samples import LONGEST_NAME
from tests.browser import counter
from tests.browser.eyes import Eyes
from tests.browser.hands import Hands
from tests.intake.catalogues import jsonl, line
from tests.intake.desk import BIRTH, BUSINESS

CONTROLLER = "procedure_controller-44"
PICTURES = {
    "/desk/catalogue": "catalogue-empty",
    "/desk/catalogue history": "catalogue-history",
    "/desk/catalogue/*": "catalogue-tried",
    "/desk/catalogue/* kept": "catalogue-kept",
    "/desk/catalogue/* refused": "catalogue-refused",
}
LONG_FILE = "danh-muc-thu-tuc-hanh-chinh-thuoc-tham-quyen-cua-uy-ban-nhan-dan-cap-xa-2026"
DAYS_8 = [{"channel": "counter", "duration": {"value": 8, "unit": "working_day"}}]

pytestmark = pytest.mark.timeout(600)  # a whole road, on a machine that is busy


@pytest_asyncio.fixture(loop_scope="session")
async def office(browser, postgres):
    async with counter.office(browser, postgres.fresh("intake")) as opened:
        yield opened


async def choose(hands, name, *lines):
    """A file of these procedures into the field, and a look at it."""
    content = {"name": name, "mimeType": "application/octet-stream", "buffer": jsonl(*lines)}
    await hands.page.locator("input[type=file]").set_input_files(content)
    await hands.press("Kiểm tra tệp")


async def test_a_catalogue_is_tried_decided_and_taken(office):
    await office.rename(BUSINESS, LONGEST_NAME)
    looked: set[str] = set()
    seen = await office.official(CONTROLLER, "/desk")
    hands = Hands(seen.page, Eyes(seen, looked, PICTURES, (1440, 390, 1024)))
    await hands.follow("Nhập danh mục")
    await hands.eyes.look()
    await choose(
        hands,
        f"{LONG_FILE}.jsonl",
        line(code=BIRTH),
        line(code="9.000002", name=LONGEST_NAME),
        line(code=BUSINESS, name=LONGEST_NAME, channels=DAYS_8, levels=None, executing=None),
    )
    box = f"Lấy theo tệp: {BUSINESS}, Thời hạn tại quầy"
    await hands.choose(box)
    await hands.press("Xác nhận nhập")
    await expect(hands.page.get_by_text("Đã nhập 3 thủ tục vào danh mục.")).to_be_visible()
    await hands.eyes.look("kept")

    await hands.follow("Nhập danh mục")
    await choose(hands, "sai.jsonl", line(code="1.00 5"), line(name="x" * 3_000))
    await hands.eyes.look("refused")
    await hands.follow("Nhập danh mục")
    await hands.eyes.look("history")

    kept = (
        "SELECT state -> 'channels' -> 0 -> 'limit' ->> 'amount' FROM procedures_on(current_date)"
    )
    assert await office.pool.fetchval(f"{kept} WHERE state ->> 'code' = $1", BUSINESS) == "8"
    assert len(looked) >= 5
    assert seen.faults == []
