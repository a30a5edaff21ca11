"""The citizen's road and the complaint's road from end to end by keyboard alone: nobody clicks.

The counter's is in test_desk.py, with its keys counted.
"""

import re

import pytest_asyncio
from playwright.async_api import expect

from tests.browser import citizen, complaint
from tests.browser.citizen import CITIZEN
from tests.browser.hands import Hands
from tests.browser.test_citizen import BIRTH, PAPERS
from tests.complaints.world import CANARY, CANARY_CONTENT

OWN_DOSSIER = re.compile(r"/my/dossiers/[0-9a-f-]+$")


@pytest_asyncio.fixture(loop_scope="session")
async def counter(browser, postgres, monkeypatch):
    async with citizen.counter(browser, postgres.fresh("intake"), monkeypatch) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def town(browser, postgres):
    async with complaint.town(browser, postgres.fresh("complaints")) as opened:
        yield opened


async def found_and_begun(hands) -> None:
    """From the search box to an empty draft."""
    await hands.type("Tên hoặc mã thủ tục", "khai sinh cho con")
    await hands.press("Tìm")
    await hands.follow("Đăng ký khai sinh")
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


async def papers_uploaded(hands) -> None:
    """The field is reached by Tab and opens with Space; the window behind it is the system's."""
    hands.page.on("filechooser", lambda chooser: chooser.set_files(PAPERS))
    for name in ("Tờ khai theo mẫu", "Giấy chứng sinh"):
        await hands.follow(name)
        await hands.reach(hands.page.locator(".govuk-file-upload-button").first)
        await hands.page.keyboard.press("Space")
        await expect(hands.page.get_by_text("Đã chọn 2 tệp")).to_be_visible()
        await hands.press("Tiếp tục", onto="**/my/drafts/*")


async def test_a_citizen_files_follows_and_looks_up_by_keyboard_alone(counter):
    seen = await counter.citizen()
    hands = Hands(seen.page)

    await found_and_begun(hands)
    await answered(hands)
    await papers_uploaded(hands)
    await hands.follow("Kiểm tra và nộp")
    await hands.choose("Tôi cam đoan", exact=False)
    await hands.press("Nộp hồ sơ")
    code, secret = await seen.page.locator("dl.secret dd").all_text_contents()
    await hands.press("Xem hồ sơ")
    await expect(seen.page).to_have_url(OWN_DOSSIER)
    await expect(seen.page.get_by_text("Đến lượt cơ quan")).to_be_visible()
    await hands.follow("Tra cứu hồ sơ")
    await hands.type("Mã hồ sơ", code.strip())
    await hands.type("Mã tra cứu (bí mật)", secret.strip())
    await hands.press("Tra cứu")

    await expect(seen.page.get_by_text("Đến lượt cơ quan")).to_be_visible()
    assert seen.faults == []


async def lodged(hands) -> tuple[str, str]:
    """A complaint from the first page to its number and secret."""
    await hands.press("Gửi đơn trực tuyến")
    await hands.choose("Khiếu nại")
    await hands.press("Tiếp tục")
    await hands.press("Tiếp tục")  # about no dossier
    await hands.pick("Gửi đến cơ quan nào?", "UBND thành phố Đồng Hới")
    await hands.press("Tiếp tục")
    await hands.type("Sự việc là gì?", CANARY_CONTENT)
    await hands.press("Tiếp tục")
    await hands.type("Bạn yêu cầu giải quyết thế nào?", "Hủy quyết định thu hồi đất.")
    await hands.press("Tiếp tục")
    await hands.type("Họ, chữ đệm và tên", CANARY["name"])
    await hands.type("Địa chỉ", CANARY["address"])
    await hands.type("Số điện thoại", CANARY["phone"])
    await hands.press("Tiếp tục")
    await hands.press("Gửi đơn")
    code, secret = await hands.page.locator("dl.secret dd").all_text_contents()
    return code.strip(), secret.strip()


async def classified(officer, code) -> None:
    await officer.follow(code, exact=False)
    await officer.press("Phân loại")
    await officer.pick("Lĩnh vực", "Đất đai")
    await officer.press("Ghi phân loại")


async def decided(leader, code) -> None:
    """Accepted, given to be verified, decided."""
    await leader.follow(code, exact=False)
    await leader.press("Thụ lý")
    await leader.press("Xem hạn giải quyết")
    await leader.press("Thụ lý")
    await leader.press("Giao xác minh")
    await leader.choose("Nguyễn Văn An")
    await leader.press("Giao xác minh")
    await leader.press("Ra quyết định giải quyết")
    await leader.choose("Đúng")
    await leader.choose("Hủy bỏ")
    views = leader.page.get_by_role("group", name="Kết quả xác minh và yêu cầu")
    await leader.reach(views.get_by_label("Có", exact=True))
    await leader.page.keyboard.press("Space")
    await leader.type("Số quyết định", "128/QĐ-UBND")
    await leader.press("Ra quyết định")


async def test_a_complaint_goes_to_its_decision_and_back_by_keyboard_alone(town):
    writer = await town.citizen("/")
    code, secret = await lodged(Hands(writer.page))
    officer = await town.official("petition_officer", "/desk")
    await classified(Hands(officer.page), code)
    leader = await town.official("case_leader", "/desk")
    await decided(Hands(leader.page), code)

    follower = await town.citizen("/follow")
    hands = Hands(follower.page)
    await hands.type("Mã đơn", code)
    await hands.type("Mã tra cứu", secret)
    await hands.press("Xem đơn")

    said = follower.page.get_by_text("Đã có quyết định giải quyết khiếu nại.")
    await expect(said).to_be_visible()
    for seen in (writer, officer, leader, follower):
        assert seen.faults == []
