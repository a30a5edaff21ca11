"""The citizen's pages in a citizen's hands: without JavaScript, a wrong file, a photo, on paper.

The whole road is walked in test_road_citizen.py.
"""

import re
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from shared import clock
from tests.browser import citizen
from tests.browser.citizen import BIRTH, CITIZEN, PAPERS
from tests.browser.eyes import Eyes
from tests.browser.window import GREY
from tests.intake.citizen import JPEG

SIZES = {1440: "desktop", 1024: "tablet", 390: "phone"}
PAPER = "/my/drafts/*/papers/giay-chung-sinh"


@pytest_asyncio.fixture(loop_scope="session")
async def counter(browser, postgres, monkeypatch):
    async with citizen.counter(browser, postgres.fresh("intake"), monkeypatch) as opened:
        yield opened


async def go_on(page: Page, name: str = "Tiếp tục") -> None:
    await page.get_by_role("button", name=name, exact=True).click()


async def begin(page: Page) -> str:
    """Search, read, log in by a persona, begin: the address of the draft."""
    await page.get_by_label("Tên hoặc mã thủ tục").fill("khai sinh cho con")
    await page.get_by_role("button", name="Tìm", exact=True).click()
    await page.get_by_role("link", name="Đăng ký khai sinh", exact=True).click()
    await page.get_by_role("button", name="Nộp hồ sơ trực tuyến").click()
    await page.get_by_role("button", name=CITIZEN, exact=True).click()
    await page.wait_for_url(f"**/procedures/{BIRTH}/file")
    await go_on(page, "Bắt đầu")
    await page.wait_for_url("**/my/drafts/*")
    return page.url


async def answer(page: Page) -> None:
    """All questions, from the list of tasks."""
    await page.get_by_role("link", name="Chủ hồ sơ").click()
    await page.get_by_label("Cho bản thân tôi").check()
    await go_on(page)
    await expect(page.get_by_label("Hồ sơ đứng tên ai?")).to_have_value(CITIZEN)
    await go_on(page)
    await page.get_by_label("Số căn cước của chủ hồ sơ").fill("044 085 001 234")
    await go_on(page)
    await page.get_by_role("link", name="Liên hệ").click()
    await page.get_by_label("Thư điện tử").fill("hung@example.com")
    await go_on(page)
    await page.get_by_role("link", name="Nơi nộp và nơi nhận kết quả").click()
    await page.get_by_label("Xã, phường nơi bạn ở").fill("bao ninh")
    await page.get_by_role("button", name="Tìm", exact=True).click()
    await page.get_by_role("radio").first.check()
    await go_on(page)
    await page.get_by_label("Tại Bộ phận Một cửa").check()
    await go_on(page)


async def upload(page: Page, draft: str) -> None:
    for name in ("Tờ khai theo mẫu", "Giấy chứng sinh"):
        await page.get_by_role("link", name=name, exact=True).click()
        await page.locator("input[name=files]").set_input_files(PAPERS)
        await go_on(page)
        await page.wait_for_url(draft)


async def test_no_page_of_the_filing_needs_javascript(counter):
    seen = await counter.citizen(width=390, java_script_enabled=False)
    draft = await begin(seen.page)
    await answer(seen.page)
    await upload(seen.page, draft)
    await seen.page.get_by_role("link", name="Kiểm tra và nộp").click()
    await seen.page.get_by_label("Tôi cam đoan").check()
    await go_on(seen.page, "Nộp hồ sơ")
    await expect(seen.page.get_by_text("Mã tra cứu (bí mật)")).to_be_visible()

    assert seen.faults == []


async def test_a_wrong_file_is_told_and_the_others_stay(counter):
    seen = await counter.citizen(width=390)
    draft = await begin(seen.page)
    await seen.page.get_by_role("link", name="Giấy chứng sinh", exact=True).click()
    heic = {
        "name": "ảnh.heic",
        "mimeType": "image/heic",
        "buffer": b"\0\0\0\x18ftypheic\0\0\0\0mif1",
    }
    await seen.page.locator("input[name=files]").set_input_files([PAPERS[0], heic])
    await go_on(seen.page)

    await expect(seen.page.get_by_role("alert")).to_contain_text("Tương thích nhất")
    await expect(seen.page.locator(".files__item")).to_have_count(1)
    await Eyes(seen, set()).look()
    assert draft in seen.page.url


@pytest.mark.parametrize("width", SIZES)
async def test_what_is_found_and_what_to_know_before_one_starts(counter, width):
    seen = await counter.citizen("/procedures?q=khai+sinh", width, bypass_csp=True)
    site, page = counter.window.site, seen.page
    await look(seen, "found", width)

    await page.goto(f"{site}/procedures/{BIRTH}?commune=bao+ninh")
    where = page.get_by_text("Nơi đến: Bộ phận Một cửa tại trụ sở UBND xã Bảo Ninh.")
    await expect(where).to_be_visible()
    await look(seen, "procedure", width)

    await page.goto(f"{site}/procedures?q=sua+may+giat")
    await expect(page.get_by_text("hoặc hỏi tại Bộ phận Một cửa")).to_be_visible()
    await look(seen, "nothing-found", width)
    assert seen.faults == []


async def look(seen, name, width):
    """What a page is held to; kept as a picture where a folder is named."""
    await seen.page.evaluate("document.fonts.ready")
    assert await seen.axe() == [], name
    assert await seen.sideways() == 0, name
    await seen.keep(f"citizen-{name}-{SIZES[width]}")


async def test_a_phone_offers_its_camera_and_the_photo_is_kept(counter):
    seen = await counter.citizen(width=390, has_touch=True)
    draft = await begin(seen.page)
    await seen.page.get_by_role("link", name="Giấy chứng sinh", exact=True).click()
    photo = {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": JPEG}
    async with seen.page.expect_file_chooser() as opened:
        await seen.page.get_by_role("button", name="Chụp ảnh").click()
    await (await opened.value).set_files(photo)
    await Eyes(seen, set(), {PAPER: "citizen-camera"}, (390,)).look()
    await go_on(seen.page)
    await seen.page.wait_for_url(draft)
    await seen.page.get_by_role("link", name="Giấy chứng sinh", exact=True).click()

    await expect(seen.page.locator(".files__item")).to_have_text(re.compile("image.jpg"))
    assert seen.faults == []


async def test_a_mouse_is_offered_no_camera(counter):
    seen = await counter.citizen()
    await begin(seen.page)
    await seen.page.get_by_role("link", name="Giấy chứng sinh", exact=True).click()

    await expect(seen.page.get_by_role("button", name="Chọn tệp")).to_be_visible()
    await expect(seen.page.get_by_role("button", name="Chụp ảnh")).to_be_hidden()


async def test_the_first_page_is_light(counter):
    seen = await counter.citizen("/look")
    fetched = []
    seen.page.on("requestfinished", lambda request: fetched.append(request))
    client = await seen.page.context.new_cdp_session(seen.page)
    await client.send("Network.clearBrowserCache")
    await seen.page.goto(counter.window.site, wait_until="networkidle")

    sizes = [await request.sizes() for request in fetched]
    assert len(fetched) <= 6, [request.url for request in fetched]
    assert sum(s["responseBodySize"] + s["responseHeadersSize"] for s in sizes) <= 150_000


async def test_how_late_a_dossier_is_is_told_without_colour(counter):
    long_ago = clock.now() - timedelta(days=30)
    submitted = await counter.road.submit(long_ago)
    await counter.road.accept(submitted, long_ago)
    seen = await counter.citizen(f"/my/dossiers/{submitted.dossier_id}")
    page = seen.page
    await page.get_by_role("button", name=CITIZEN, exact=True).click()
    await page.wait_for_url(f"**/my/dossiers/{submitted.dossier_id}")
    await page.evaluate(GREY)
    await seen.keep("citizen-dossier-grey")

    said = " ".join((await page.locator(".due").first.inner_text()).split())

    assert said.startswith("▲")
    assert "Quá hạn" in said
    assert (await page.locator(".govuk-tag").first.inner_text()).strip()
    assert await seen.axe() == []


async def test_a_dossier_prints_without_buttons_and_says_why_that_day(counter):
    submitted = await counter.road.submit(clock.now())
    await counter.road.accept(submitted, clock.now())
    seen = await counter.citizen()
    await begin(seen.page)
    await seen.page.goto(f"{counter.window.site}/my/dossiers/{submitted.dossier_id}")
    await seen.page.emulate_media(media="print")

    for gone in (".govuk-generic-header", ".govuk-service-navigation", ".footer", ".govuk-button"):
        for one in await seen.page.locator(gone).all():
            await expect(one).to_be_hidden()
    await expect(seen.page.get_by_text("Cách tính hạn trả kết quả")).to_be_attached()
    await expect(seen.page.get_by_text("In lúc")).to_be_visible()


async def test_an_address_without_its_host_is_not_printed_it_leads_nobody_anywhere(counter):
    seen = await counter.citizen("/")
    await seen.page.emulate_media(media="print")

    printed = await seen.page.evaluate(
        """[...document.querySelectorAll('main .govuk-link[href^="/"]')]
             .map(link => getComputedStyle(link, '::after').content)"""
    )

    assert set(printed) == {"none"}
