"""The citizen's road in Chromium: found, filed, followed, completed; at every width, by keyboard.

`SCREENS=docs/screens` keeps what was seen, to be looked at.
"""

import re
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from shared import clock, reference
from shared.db import transaction
from shared.events.intake import Assignment, Staff
from shared.web.look.samples import LONGEST_NAME
from tests.browser import citizen
from tests.browser.citizen import CITIZEN
from tests.intake.citizen import PDF, PNG
from tests.shared.vietnam import on

BIRTH = "1.001193"
SIZES = {1440: "desktop", 1024: "tablet", 390: "phone"}
PAPERS = [
    {"name": "giấy chứng sinh trang 1.png", "mimeType": "image/png", "buffer": PNG},
    {"name": "giấy chứng sinh trang 2.pdf", "mimeType": "application/pdf", "buffer": PDF},
]


@pytest_asyncio.fixture(loop_scope="session")
async def counter(browser, postgres, monkeypatch):
    async with citizen.counter(browser, postgres.fresh("intake"), monkeypatch) as opened:
        yield opened


async def look(seen, name, width):
    """What each page of the road is held to; kept as a picture where a folder is named."""
    page = seen.page
    await page.evaluate("document.fonts.ready")
    assert await seen.axe() == [], name
    assert await seen.sideways() == 0, name
    await seen.keep(f"citizen-{name}-{SIZES[width]}")


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


@pytest.mark.parametrize("width", SIZES)
async def test_from_the_first_search_to_the_supplement(counter, width):
    seen = await counter.citizen(width=width, bypass_csp=True)
    page = seen.page
    await look(seen, "home", width)
    draft = await begin(page)
    await look(seen, "tasks", width)
    await answer(page)
    await upload(page, draft)
    await page.get_by_role("link", name="Giấy chứng sinh", exact=True).click()
    await expect(page.locator(".files__item")).to_have_count(2)
    await look(seen, "paper", width)
    await page.goto(draft)
    await page.get_by_role("link", name="Kiểm tra và nộp").click()
    await look(seen, "check", width)
    await page.get_by_label("Tôi cam đoan").check()
    await go_on(page, "Nộp hồ sơ")
    await expect(page.get_by_text("Mã tra cứu (bí mật)")).to_be_visible()
    await look(seen, "filed", width)
    code, secret = await page.locator("dl.secret dd").all_text_contents()
    await page.get_by_role("button", name="Xem hồ sơ").click()
    await page.wait_for_url("**/my/dossiers/*")
    mine = page.url

    await officials_ask(counter, mine)
    await page.reload()
    await expect(page.get_by_text("Đến lượt bạn: bổ sung 1 giấy tờ")).to_be_visible()
    await look(seen, "dossier", width)
    await page.get_by_role("button", name="Bổ sung giấy tờ").click()
    await page.get_by_role("link", name="Giấy chứng sinh").click()
    await page.locator("input[name=files]").set_input_files(PAPERS[:1])
    await go_on(page)
    await look(seen, "supplement", width)
    await go_on(page, "Gửi bổ sung")
    await expect(page.get_by_text("Hạn trả kết quả mới")).to_be_visible()
    await look(seen, "supplied", width)
    await page.goto(f"{counter.window.site}/my")
    await look(seen, "mine", width)

    stranger = await counter.citizen("/look-up", width, bypass_csp=True)
    await look(stranger, "look-up", width)
    await stranger.page.get_by_label("Mã hồ sơ", exact=True).fill(code.strip())
    await stranger.page.get_by_label("Mã tra cứu (bí mật)").fill(secret.strip())
    await go_on(stranger.page, "Tra cứu")
    await expect(stranger.page.get_by_text("Đến lượt cơ quan")).to_be_visible()
    assert CITIZEN not in await stranger.page.content()
    await look(stranger, "followed", width)
    assert seen.faults == []
    assert stranger.faults == []


async def officials_ask(counter, mine: str) -> None:
    """Received, handed on, and a paper asked for."""
    dossier_id = mine.rsplit("/", 1)[1]
    rows = await counter.pool.fetchrow("SELECT * FROM dossier WHERE dossier_id = $1", dossier_id)
    unit = rows["unit_id"]
    subject = f"clerk-of-{unit}"
    await employ(counter.pool, subject, unit)
    seen = await counter.road.seen(type("Known", (), {"dossier_id": rows["dossier_id"]}))
    at = clock.now()
    received = await counter.road.accept(seen, at, subject)
    handed = await counter.road.forward(received, at, subject)
    await counter.road.ask(handed, at, subject, paper_keys=["giay-chung-sinh"], reason="Ảnh mờ")


async def employ(pool, subject: str, unit: str) -> None:
    """An official of the commune that the citizen chose."""
    roles = ["receiver", "processor"]
    post = Assignment(unit_id=unit, roles=roles, valid_from=on("2020-01-01"))
    staff = Staff(
        staff_id=uuid4(), subject=subject, name="Lê An", title="Công chức", assignments=[post]
    )
    async with transaction(pool) as conn:
        await reference.save(conn, staff)


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


async def test_the_questions_are_answered_by_keyboard_alone(counter):
    seen = await counter.citizen()
    page, keys = seen.page, seen.page.keyboard
    draft = await begin(page)

    await page.goto(f"{draft}/who")
    await page.get_by_label("Cho người khác").focus()
    await keys.press("Space")
    await keys.press("Enter")
    await page.wait_for_url("**/name")
    await page.get_by_label("Hồ sơ đứng tên ai?").focus()
    await keys.type("Tôn Nữ Công Tằng Hoàng Diễm Phương")
    await keys.press("Enter")
    await page.wait_for_url("**/id-number")
    await page.get_by_label("Số căn cước của chủ hồ sơ").focus()
    await keys.type("044085001234")
    await keys.press("Tab")
    await keys.press("Enter")
    await page.wait_for_url(re.compile("/my/drafts/[0-9a-f-]+$"))

    assert seen.faults == []


async def test_a_wrong_file_is_told_and_the_others_stay(counter):
    seen = await counter.citizen(width=390, bypass_csp=True)
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
    await look(seen, "paper-wrong", 390)
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


async def test_the_longest_real_name_breaks_no_page(counter):
    longer = {"name": LONGEST_NAME}
    key = f"{BIRTH}@1"
    await counter.pool.execute(
        "UPDATE reference SET state = state || $1 WHERE key = $2", longer, key
    )
    seen = await counter.citizen(f"/procedures/{BIRTH}", 390, bypass_csp=True)

    for path in ("/procedures?q=1.001193", f"/procedures/{BIRTH}"):
        for width in (1440, 1024, 390):
            await seen.resize(width)
            await seen.page.goto(counter.window.site + path)
            assert await seen.sideways() == 0, (path, width)
            assert await seen.axe() == [], (path, width)


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
