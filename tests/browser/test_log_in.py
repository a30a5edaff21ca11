"""A person logs in by a persona at the real issuer, works, logs out, and goes back."""

import pytest
import pytest_asyncio

from shared.db import open_pool
from stack import frontend
from tests.browser.conftest import free_port
from tests.browser.window import Window
from tests.shared.web import served
from tests.web.house import opened

NAME, PERSONA = "Lê An", "Nguyễn Thị Thu Hà"


@pytest_asyncio.fixture(loop_scope="session")
async def house(postgres, monkeypatch):
    """A service and its issuer behind real sockets."""
    frontend.build()
    port = free_port()
    pool = await open_pool(postgres.fresh("intake").app["intake"], size=4)
    address = f"http://127.0.0.1:{port}"
    async with opened(pool, monkeypatch, address) as house, served(house.app, port):
        yield house
    await pool.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser, house):
    window = Window(browser, house.address)
    yield window.visit
    await window.close()


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_log_in_by_one_press_and_a_log_out_that_leaves_nothing(visit, house, scripts):
    seen = await visit("/desk", java_script_enabled=scripts)
    page = seen.page
    assert await page.inner_text("h1") == "Chọn người dùng thử"

    await page.get_by_role("button", name=PERSONA, exact=True).click()
    await page.wait_for_url("**/desk")
    mast = await page.inner_text(".mast__side")
    await page.get_by_role("button", name="Đăng xuất").click()
    await page.wait_for_url("**/logged-out")
    after = await page.inner_text(".mast__side")
    rows = await house.pool.fetchval("SELECT count(*) FROM session")
    await page.go_back()
    await page.wait_for_load_state()

    assert f"{NAME}, Đơn vị" in mast
    assert NAME not in after
    assert "Đăng nhập" in after
    assert rows == 0
    assert NAME not in await page.content()
    assert seen.faults == []


async def test_two_minutes_before_the_end_a_page_says_so_and_can_stay(visit, house):
    seen = await visit("/desk")
    page = seen.page
    await page.clock.install()
    await page.get_by_role("button", name=PERSONA, exact=True).click()
    await page.wait_for_url("**/desk")
    notice = page.get_by_text("Phiên làm việc sẽ hết hạn sau 2 phút")
    await page.clock.fast_forward("27:55")
    before = await notice.is_visible()
    await page.clock.fast_forward("00:10")
    await notice.wait_for(state="visible")

    await page.get_by_role("button", name="Tiếp tục làm việc").click()
    await notice.wait_for(state="hidden")
    await house.pool.execute("DELETE FROM session")
    await page.clock.fast_forward("28:05")
    await page.get_by_role("button", name="Tiếp tục làm việc").click()
    await page.get_by_text("Phiên làm việc đã hết hạn.").wait_for(state="visible")

    assert before is False
    assert all("log-in/stay" in fault or "401" in fault for fault in seen.faults)
