"""The style page in use: by keyboard, without JavaScript, with it, on paper, on a slow line."""

import asyncio
import re

import pytest
from playwright.async_api import expect

FOCUSABLE = (
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'],"
    " progress[tabindex]"
)
FOCUS = """() => {
  const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
  const label = e.matches('.govuk-radios__input, .govuk-checkboxes__input');
  const mark = label ? getComputedStyle(e.nextElementSibling, '::before') : s;
  const yellow = 'rgb(255, 210, 63)';
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 8));
  return {
    html: e.outerHTML.slice(0, 100),
    body: e === document.body,
    marked: [mark.backgroundColor, mark.outlineColor, mark.boxShadow, s.boxShadow]
      .some(value => value.includes(yellow)),
    hidden: !(at && (e.contains(at) || at.contains(e))),
    position: [...document.querySelectorAll('*')].indexOf(e),
  };
}"""


@pytest.mark.parametrize("path", ["citizen/form", "desk/list", "citizen/dossier", "desk/base"])
async def test_the_keyboard_reaches_everything_in_reading_order_and_shows_where_it_is(visit, path):
    seen = await visit(f"/look/{path}", java_script_enabled=True)
    count = await seen.page.evaluate(
        f"""[...document.querySelectorAll("{FOCUSABLE}")]
            .filter(e => e.checkVisibility() && e.tabIndex >= 0).length"""
    )
    reached = []

    while True:
        await seen.page.keyboard.press("Tab")
        focus = await seen.page.evaluate(FOCUS)
        if focus["body"] or len(reached) > count:
            break
        assert focus["marked"], focus
        assert not focus["hidden"], focus
        reached.append(focus["position"])

    assert reached == sorted(reached)
    radios = 2 if path.endswith("form") else 0  # of three radios one takes the focus
    assert len(reached) == count - radios


async def test_the_first_tab_offers_to_skip_to_the_content(visit):
    seen = await visit("/look/citizen/form")

    await seen.page.keyboard.press("Tab")
    await expect(seen.page.get_by_text("Đến nội dung chính")).to_be_in_viewport()
    await seen.page.keyboard.press("Enter")

    assert seen.page.url.endswith("#main-content")


async def test_a_form_works_without_javascript(visit):
    seen = await visit("/look/citizen/form", java_script_enabled=False)
    page = seen.page

    await page.get_by_label("Họ, chữ đệm và tên").fill("Tôn Nữ Ẩn")
    await page.get_by_role("button", name="Tiếp tục").click()
    await expect(page.get_by_role("alert")).to_contain_text("Có 5 nội dung cần sửa")
    assert re.match("Lỗi:", await page.title())
    await expect(page.get_by_label("Họ, chữ đệm và tên")).to_have_value("Tôn Nữ Ẩn")

    await page.get_by_label("Số căn cước").fill("044 085 001 234")
    for part, value in (("Ngày", "31"), ("Tháng", "3"), ("Năm", "1985")):
        await page.get_by_label(part, exact=True).fill(value)
    await page.get_by_label("Phường, xã").select_option("Phường Bắc Lý")
    await page.get_by_label("Nhận tại quầy").check()
    await page.get_by_label("Giấy chứng sinh", exact=True).check()
    await page.get_by_role("button", name="Tiếp tục").click()
    await expect(page.get_by_text("Đã lưu thông tin.")).to_be_visible()


async def test_lists_explanations_and_languages_work_without_javascript(visit):
    seen = await visit("/look/desk/list", java_script_enabled=False)
    page = seen.page

    await page.get_by_label("Bước").select_option("Chờ xử lý")
    await page.get_by_role("button", name="Lọc").click()
    await expect(page.get_by_role("listitem").filter(has_text="Bước: Chờ xử lý")).to_be_visible()
    await page.get_by_role("link", name="Trang sau →").click()
    await expect(page.get_by_text("51–62 trong 1.204")).to_be_visible()
    await page.get_by_role("link", name="English").click()
    await expect(page.get_by_text("51–62 of 1,204")).to_be_visible()
    assert seen.faults == []

    dossier = await visit("/look/citizen/dossier", 390, java_script_enabled=False)
    await dossier.page.get_by_text("Vì sao là ngày 10/12/2026?").click()
    await expect(dossier.page.get_by_text("Chờ bổ sung hồ sơ")).to_be_visible()


async def test_a_list_with_htmx_changes_without_a_new_page(visit):
    seen = await visit("/look/desk/list")
    page = seen.page
    await page.evaluate("window.still = true")

    await page.get_by_label("Bước").select_option("Chờ xử lý")
    await page.get_by_role("button", name="Lọc").click()
    await expect(page.get_by_role("listitem").filter(has_text="Bước: Chờ xử lý")).to_be_visible()

    assert await page.evaluate("window.still") is True
    assert "step=process" in page.url
    assert seen.faults == []


async def test_a_faulty_form_is_read_out_first_and_leads_to_its_fields(visit):
    seen = await visit("/look/citizen/form?state=wrong")
    page = seen.page

    await expect(page.locator(".govuk-error-summary")).to_be_focused()
    await page.get_by_role("link", name="Nhập một ngày có thật, ví dụ 31 3 2025.").click()
    await expect(page.get_by_label("Ngày", exact=True)).to_be_focused()
    await page.get_by_role("link", name="Chọn cách nhận kết quả.").click()
    await expect(page.get_by_label("Nhận tại quầy")).to_be_focused()


async def test_the_keys_of_a_desk_act_only_where_nobody_types(visit):
    seen = await visit("/look/desk/list")
    page = seen.page

    await page.keyboard.press("/")
    search = page.get_by_label("Mã hồ sơ, CCCD, điện thoại hoặc tên")
    await expect(search).to_be_focused()
    await page.keyboard.type("j/?gt")
    await expect(search).to_have_value("j/?gt")

    await page.get_by_role("heading", name="Chờ tiếp nhận").click()
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("k")
    await expect(page.get_by_role("link", name="000.01.18.H46-261120-0001")).to_be_focused()
    await page.keyboard.press("?")
    await expect(page.get_by_text("Hồ sơ sau, hồ sơ trước")).to_be_visible()
    await page.keyboard.press("g")
    await page.keyboard.press("c")
    await page.wait_for_url("**/look/desk/dossier")


async def test_citizens_have_no_keys_of_their_own(visit):
    seen = await visit("/look/citizen/list")

    await seen.page.keyboard.press("j")

    assert await seen.page.evaluate("document.activeElement === document.body")


async def test_a_button_says_that_it_waits_when_it_takes_long(visit):
    seen = await visit("/look/citizen/form")
    page = seen.page
    said = asyncio.get_running_loop().create_future()
    await page.expose_function("told", lambda text: said.done() or said.set_result(text))
    await page.evaluate(
        """() => {
             const button = document.querySelector('button[data-busy]');
             const tell = () => told(button.textContent);
             new MutationObserver(tell).observe(button, {childList: true});
           }"""
    )

    async def slow(route):
        await asyncio.wait_for(asyncio.shield(said), 20)
        await route.continue_()

    await page.route("**/look/citizen/form", slow)
    await page.get_by_role("button", name="Tiếp tục").click()

    assert await said == "Đang lưu…"
    await expect(page.get_by_role("button", name="Tiếp tục")).to_be_visible()


async def test_the_secret_is_copied_with_one_button(visit):
    seen = await visit("/look/citizen/dossier", permissions=["clipboard-read", "clipboard-write"])
    page = seen.page

    await page.get_by_role("button", name="Chép mã tra cứu").click()
    await expect(page.get_by_role("button", name="Đã chép mã tra cứu")).to_be_visible()

    assert await page.evaluate("navigator.clipboard.readText()") == "7KQ2M9XA"


async def test_an_injected_script_does_not_run(visit):
    seen = await visit("/look/citizen/start")
    page = seen.page

    await page.evaluate(
        """document.body.insertAdjacentHTML('beforeend',
             '<img src=x onerror="ran = 1"><a id=j href="javascript:ran = 1">x</a>')"""
    )
    await page.locator("#j").click()
    await page.wait_for_function("document.querySelector('img').complete")

    assert await page.evaluate("'ran' in window") is False
    assert any("Content Security Policy" in fault for fault in seen.faults)


async def test_the_marks_are_drawn_by_our_font_and_figures_are_of_one_width(visit):
    seen = await visit("/look/citizen/base")
    page = seen.page
    family = "\"16px 'Be Vietnam Pro'\", 'ệỄẨđ'"

    assert await page.evaluate(f"document.fonts.load({family}).then(faces => faces.length)") >= 1
    assert await page.evaluate(f"document.fonts.check({family})")
    await page.evaluate("document.fonts.load(\"16px 'Inter'\", '14')")
    ones, fours = await page.evaluate(
        """['1111111111', '4444444444'].map(text => {
             const cell = document.createElement('span');
             cell.className = 'num'; cell.textContent = text;
             document.querySelector('main').append(cell);
             return cell.getBoundingClientRect().width;
           })"""
    )
    assert ones == fours > 0


@pytest.mark.parametrize("path", ["/look/citizen/base", "/look/desk/base"])
async def test_no_line_is_closer_than_vietnamese_marks_allow(visit, path):
    seen = await visit(path)

    close = await seen.page.evaluate(
        """() => [...document.querySelectorAll('main *:not([aria-hidden])')]
             .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
             .map(e => [e, getComputedStyle(e)])
             .filter(([e, s]) => parseFloat(s.lineHeight) / parseFloat(s.fontSize) < 1.295)
             .map(([e, s]) => e.outerHTML.slice(0, 80) + s.lineHeight + '/' + s.fontSize)"""
    )

    assert close == []


async def test_a_citizens_first_page_is_light(visit):
    seen = await visit("/look")  # a context of its own: nothing of the other is kept
    seen.page.context.set_default_timeout(30_000)
    fetched = []
    seen.page.on("requestfinished", lambda request: fetched.append(request))

    client = await seen.page.context.new_cdp_session(seen.page)
    await client.send("Network.clearBrowserCache")
    await seen.page.goto(seen.page.url + "/citizen/start", wait_until="networkidle")

    sizes = [await request.sizes() for request in fetched]
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert len(fetched) <= 6, [request.url for request in fetched]
    assert total <= 150_000


async def test_paper_has_no_buttons_and_tells_why_it_is_that_day(visit):
    seen = await visit("/look/citizen/dossier")
    page = seen.page
    await page.emulate_media(media="print")

    for gone in (".govuk-generic-header", ".govuk-service-navigation", ".footer", ".govuk-button"):
        for one in await page.locator(gone).all():
            await expect(one).to_be_hidden()
    await expect(page.get_by_text("Chờ bổ sung hồ sơ")).to_be_visible()  # of the closed details
    await expect(page.get_by_text("In lúc")).to_be_visible()
    ink = await page.evaluate(
        "getComputedStyle(document.querySelector('.due--overdue')).color === 'rgb(0, 0, 0)'"
    )
    assert ink


async def test_late_and_soon_differ_without_colour(visit):
    seen = await visit("/look/desk/list")

    edges = await seen.page.evaluate(
        """['overdue', 'soon', 'later', 'stopped'].map(state => {
             const cell = document.querySelector('.row--' + state).firstElementChild;
             const style = getComputedStyle(cell);
             return [cell.innerText.trim()[0], style.boxShadow !== 'none',
                     style.backgroundImage !== 'none'];
           })"""
    )

    assert edges == [
        ["▲", True, False],
        ["◆", False, True],
        ["C", False, False],
        ["‖", False, False],
    ]
