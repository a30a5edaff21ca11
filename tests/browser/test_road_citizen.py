"""The citizen's road by keyboard alone, at three widths in turn, with the longest real name.

From the first search to the supplement and the public look-up; each page of it is for everyone.
"""

import os

import pytest
import pytest_asyncio
from playwright.async_api import expect

from shared.web.look.samples import LONGEST_NAME
from tests.browser import citizen
from tests.browser.citizen import BIRTH, CITIZEN, PAPERS, officials_ask
from tests.browser.eyes import Eyes
from tests.browser.hands import Hands

# Pictures are of an everyday procedure; what is tested is what a page has to hold.
NAME = "Đăng ký khai sinh" if "SCREENS" in os.environ else LONGEST_NAME
PICTURES = {
    "/": "citizen-home",
    "/procedures/*": "citizen-procedure",
    "/my/drafts/*": "citizen-tasks",
    "/my/drafts/*/papers/giay-chung-sinh kept": "citizen-paper",
    "/my/drafts/*/check": "citizen-check",
    "/my/drafts/*/filed": "citizen-filed",
    "/my/dossiers/* asked": "citizen-dossier",
    "/my/dossiers/*/supplement": "citizen-supplement",
    "/my/dossiers/*?done": "citizen-supplied",
    "/my": "citizen-mine",
    "/look-up": "citizen-look-up",
    "/dossiers/*": "citizen-followed",
}

pytestmark = pytest.mark.timeout(600)  # a whole road, on a machine that is busy


@pytest_asyncio.fixture(loop_scope="session")
async def counter(browser, postgres, monkeypatch):
    async with citizen.counter(browser, postgres.fresh("intake"), monkeypatch) as opened:
        yield opened


async def found_and_begun(hands) -> None:
    """From the search box to an empty draft."""
    await hands.type("Tên hoặc mã thủ tục", "khai sinh cho con")
    await hands.press("Tìm")
    await hands.follow(NAME)
    await hands.press("Nộp hồ sơ trực tuyến")
    await hands.press(CITIZEN, onto=f"**/procedures/{BIRTH}/file")
    await hands.press("Bắt đầu", onto="**/my/drafts/*")


async def answered(hands) -> None:
    """Every question of the list of tasks."""
    await hands.follow("Chủ hồ sơ")
    await hands.choose("Cho bản thân tôi")
    await hands.press("Tiếp tục")
    await hands.press("Tiếp tục")  # the name of the account is there
    await hands.type("Số căn cước của chủ hồ sơ", "044 085 001 234")
    await hands.press("Tiếp tục")
    await hands.follow("Liên hệ")
    await hands.type("Thư điện tử", "hung@example.com")
    await hands.press("Tiếp tục")
    await hands.follow("Nơi nộp và nơi nhận kết quả")
    await hands.type("Xã, phường nơi bạn ở", "bao ninh")
    await hands.press("Tìm")
    await hands.reach(hands.page.get_by_role("radio").first)
    await hands.page.keyboard.press("Space")
    await hands.press("Tiếp tục")
    await hands.choose("Tại Bộ phận Một cửa")
    await hands.press("Tiếp tục")


async def uploaded(hands, name: str, onto: str) -> None:
    """The field is reached by Tab and opens with Space; the window behind it is the system's."""
    await hands.follow(name)
    await hands.reach(hands.page.locator(".govuk-file-upload-button").first)
    await hands.page.keyboard.press("Space")
    await expect(hands.page.get_by_text("Đã chọn 2 tệp")).to_be_visible()
    await hands.press("Tiếp tục", onto=onto)


async def filed(hands) -> tuple[str, str]:
    """Papers, check, declaration; the reference and the secret."""
    for name in ("Tờ khai theo mẫu", "Giấy chứng sinh"):
        await uploaded(hands, name, "**/my/drafts/*")
    await hands.follow("Giấy chứng sinh")
    await hands.eyes.look("kept")
    await hands.follow("Quay lại")
    await hands.follow("Kiểm tra và nộp")
    await hands.choose("Tôi cam đoan", exact=False)
    await hands.press("Nộp hồ sơ")
    reference, secret = await hands.page.locator("dl.secret dd").all_text_contents()
    return reference.strip(), secret.strip()


async def supplied(hands) -> None:
    await hands.eyes.look("asked")
    await hands.press("Bổ sung giấy tờ")
    await uploaded(hands, "Giấy chứng sinh", "**/supplement")
    await hands.press("Gửi bổ sung")


async def test_a_citizen_files_supplies_and_is_followed_by_keyboard_alone(counter):
    await counter.rename(BIRTH, NAME)
    seen = await counter.citizen()
    looked: set[str] = set()
    hands = Hands(seen.page, Eyes(seen, looked, PICTURES))
    seen.page.on("filechooser", lambda chooser: chooser.set_files(PAPERS))
    await hands.eyes.look()

    await found_and_begun(hands)
    await answered(hands)
    reference, secret = await filed(hands)
    await hands.press("Xem hồ sơ")
    await officials_ask(counter, seen.page.url)
    await seen.page.reload()
    await expect(seen.page.get_by_text("Đến lượt bạn: bổ sung 1 giấy tờ")).to_be_visible()
    await supplied(hands)
    await expect(seen.page.get_by_text("Hạn trả kết quả mới")).to_be_visible()
    await hands.follow("Quay lại")

    stranger = await counter.citizen("/look-up")
    theirs = Hands(stranger.page, Eyes(stranger, looked, PICTURES))
    await theirs.eyes.look()
    await theirs.type("Mã hồ sơ", reference)
    await theirs.type("Mã tra cứu (bí mật)", secret)
    await theirs.press("Tra cứu")
    await expect(stranger.page.get_by_text("Đến lượt cơ quan")).to_be_visible()

    assert CITIZEN not in await stranger.page.content()
    assert {"/my", "/dossiers/*", "/my/drafts/*/id-number"} <= looked
    assert seen.faults == []
    assert stranger.faults == []
