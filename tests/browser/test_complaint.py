"""The complaint's road without JavaScript, one not accepted, and the pages beside the road.

The road itself is walked in test_road_complaint.py. `SCREENS=docs/screens` keeps what was seen.
"""

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser import complaint
from tests.browser.eyes import Eyes
from tests.complaints.world import CANARY, CANARY_CONTENT, CITY

PICTURES = {
    "/desk/petitions": "complaint-desk-register-book",
    "/desk/cases": "complaint-desk-cases",
    "/desk/register": "complaint-desk-register",
    "/desk/petitions/*/refuse": "complaint-desk-refuse",
    "/lodge/other": "complaint-other",
}


@pytest_asyncio.fixture(loop_scope="session")
async def town(browser, postgres):
    async with complaint.town(browser, postgres.fresh("complaints")) as opened:
        yield opened


async def go_on(page: Page, name: str = "Tiếp tục") -> None:
    await page.get_by_role("button", name=name, exact=True).click()


async def write(page: Page) -> tuple[str, str]:
    """A letter from the first page to the last; gives its number and secret."""
    await page.get_by_role("button", name="Gửi đơn trực tuyến").click()
    await page.get_by_label("Khiếu nại", exact=True).check()
    await go_on(page)
    await go_on(page)
    await page.get_by_label("Gửi đến cơ quan nào?").select_option(CITY)
    await go_on(page)
    await page.get_by_label("Sự việc là gì?").fill(CANARY_CONTENT)
    await go_on(page)
    await page.get_by_label("Bạn yêu cầu giải quyết thế nào?").fill("Hủy quyết định thu hồi đất.")
    await go_on(page)
    await page.get_by_label("Họ, chữ đệm và tên").fill(CANARY["name"])
    await page.get_by_label("Địa chỉ").fill(CANARY["address"])
    await page.get_by_label("Số điện thoại").fill(CANARY["phone"])
    await go_on(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Kiểm tra đơn trước khi gửi")
    await go_on(page, "Gửi đơn")
    await expect(page.get_by_text("Mã tra cứu (bí mật)")).to_be_visible()
    code, secret = await page.locator("dl.secret dd").all_text_contents()
    return code.strip(), secret.strip()


async def follow(page: Page, site: str, code: str, secret: str) -> None:
    await page.goto(f"{site}/follow")
    await page.get_by_label("Mã đơn").fill(code)
    await page.get_by_label("Mã tra cứu").fill(secret)
    await go_on(page, "Xem đơn")


async def test_a_complaint_goes_to_its_decision_and_back_without_javascript(town):
    site = town.window.site
    writer = await town.citizen("/", 390, java_script_enabled=False)
    code, secret = await write(writer.page)

    officer = await town.official("petition_officer", "/desk", java_script_enabled=False)
    await officer.page.get_by_role("link", name=code).click()
    await officer.page.get_by_role("link", name="Mở người gửi và nội dung đơn").click()
    await expect(officer.page.get_by_text(CANARY_CONTENT)).to_be_visible()
    await officer.page.get_by_role("link", name="Quay lại").click()
    await officer.page.get_by_role("button", name="Phân loại").click()
    await officer.page.get_by_label("Lĩnh vực").select_option("LAND")
    await go_on(officer.page, "Ghi phân loại")
    await expect(officer.page.get_by_text("Đã ghi.")).to_be_visible()

    leader = await town.official("case_leader", "/desk", java_script_enabled=False)
    await leader.page.get_by_role("link", name=code).click()
    await leader.page.get_by_role("button", name="Thụ lý", exact=True).click()
    await go_on(leader.page, "Xem hạn giải quyết")
    await expect(leader.page.get_by_text("30 ngày kể từ ngày thụ lý")).to_be_visible()
    await go_on(leader.page, "Thụ lý")
    await leader.page.get_by_role("button", name="Giao xác minh").click()
    await leader.page.get_by_label("Nguyễn Văn An").check()
    await go_on(leader.page, "Giao xác minh")

    verifier = await town.official("verifier", "/desk", java_script_enabled=False)
    await expect(verifier.page.get_by_role("heading", level=1)).to_contain_text("giao cho tôi")
    await verifier.page.get_by_role("link", name="KN-450-").click()
    await expect(verifier.page.get_by_text("Không có việc nào của bạn")).to_be_visible()

    await leader.page.get_by_role("button", name="Ra quyết định giải quyết").click()
    await leader.page.get_by_label("Đúng", exact=True).check()
    await leader.page.get_by_label("Hủy bỏ").check()
    views = leader.page.get_by_role("group", name="Kết quả xác minh và yêu cầu")
    await views.get_by_label("Có").check()
    await leader.page.get_by_label("Số quyết định").fill("128/QĐ-UBND")
    await go_on(leader.page, "Ra quyết định")
    await expect(leader.page.get_by_text("Đã có quyết định").first).to_be_visible()

    await follow(writer.page, site, code, secret)
    await expect(writer.page.get_by_text("Đã có quyết định giải quyết khiếu nại.")).to_be_visible()
    await expect(
        writer.page.get_by_text("Quyết định giải quyết số 128/QĐ-UBND ngày")
    ).to_be_visible()
    for seen in (writer, officer, leader, verifier):
        assert seen.faults == []


async def test_a_complaint_that_is_not_accepted_tells_its_reason(town):
    writer = await town.citizen("/")
    code, secret = await write(writer.page)
    officer = await town.official("petition_officer", "/desk")
    await officer.page.get_by_role("link", name=code).click()
    await officer.page.get_by_role("button", name="Phân loại").click()
    await officer.page.get_by_label("Lĩnh vực").select_option("LAND")
    await go_on(officer.page, "Ghi phân loại")

    leader = await town.official("case_leader", "/desk")
    await leader.page.get_by_role("link", name=code).click()
    await leader.page.get_by_role("button", name="Không thụ lý").click()
    await leader.page.get_by_label("Tòa án đã thụ lý hoặc đã giải quyết").check()
    await go_on(leader.page, "Không thụ lý")
    await expect(leader.page.get_by_text("Đã ghi.")).to_be_visible()

    await follow(writer.page, town.window.site, code, secret)
    await expect(writer.page.get_by_text("Cơ quan không thụ lý khiếu nại.").first).to_be_visible()
    await expect(writer.page.get_by_text("Tòa án đã thụ lý hoặc đã giải quyết")).to_be_visible()
    for seen in (writer, officer, leader):
        assert seen.faults == []


async def test_the_desks_other_pages_are_for_everyone_at_every_width(town):
    others = await town.clerks.classify(
        await town.clerks.register(), kind="REFLECTION", competence="OTHER"
    )
    waiting = await town.clerks.classify(await town.clerks.register())
    reflection = await town.clerks.classify(await town.clerks.register(), kind="REFLECTION")
    await town.clerks.take_charge(reflection)
    await town.clerks.assign(await town.clerks.accepted())
    base = "/desk/petitions"
    pages = {
        "petition_officer": [
            base,
            "/desk/cases",
            "/desk/register",
            f"{base}/{others.petition_id}/outcome/transfer",
        ],
        "case_leader": [
            f"{base}/{waiting.petition_id}/refuse",
            f"{base}/{reflection.petition_id}/answer",
        ],
    }
    for role, paths in pages.items():
        seen = await town.official(role, paths[0])
        await looked_at(seen, town.window.site, paths)


async def test_the_citizens_other_pages_are_for_everyone_at_every_width(town):
    seen = await town.citizen("/")
    await write(seen.page)
    link = await seen.page.get_by_role("button", name="Theo dõi đơn").get_attribute("href")
    await seen.page.goto(town.window.site + str(link))
    paths = ["/lodge/other", "/?lang=en", "/follow/status?lang=en"]
    await looked_at(seen, town.window.site, paths)


async def looked_at(seen, site: str, paths) -> None:
    eyes = Eyes(seen, set(), PICTURES)
    for path in paths:
        await seen.page.goto(site + path)
        await eyes.look()
    assert len(eyes.looked) == len(paths)
    assert seen.faults == []
