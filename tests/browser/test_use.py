"""The style page in use: without JavaScript, with it, on a slow line, under attack."""

import asyncio
import re

from playwright.async_api import expect


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
    await expect(page.locator("img").first).to_have_js_property("complete", True)

    assert await page.evaluate("'ran' in window") is False
    assert any("Content Security Policy" in fault for fault in seen.faults)
