"""Figures and reports in Chromium: access, width, keyboard, paper, without scripts, in grey."""

import io

import pytest
import pytest_asyncio
from playwright.async_api import expect
from pypdf import PdfReader

from tests.browser.figures import PAGES, figures_site
from tests.browser.window import GREY, Window
from tests.shared.facts import until

LONGEST = "Chi nhánh Văn phòng Đăng ký đất đai thành phố Đồng Hới"
MORE = ["/?period=2026-Q4&lang=en", "/units/VPDK-450", "/?period=2024"]
TABS = 30  # more than any of these pages has before its table


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def figures(stack):
    async with figures_site(stack) as site:
        yield site


@pytest_asyncio.fixture(loop_scope="session")
async def look(browser, figures):
    """`await look("table06", 390)`: a page by its name in PAGES, or an address."""
    window = Window(browser, figures.address)

    async def visit(name, width=1440, **options):
        path, role = PAGES.get(name, (name, ""))
        return await window.visit(path, width, storage_state=figures.state(role), **options)

    yield visit
    await window.close()


@pytest.mark.parametrize("name", [*PAGES, *MORE])
async def test_figures_are_for_everyone_at_every_width(look, name):
    seen = await look(name, bypass_csp=True)

    for width in (1440, 1024, 390):
        await seen.resize(width)
        assert await seen.axe() == [], width
        assert await seen.sideways() == 0, width
    await seen.resize(320)
    assert await seen.sideways() == 0


@pytest.mark.parametrize("name", [*PAGES, *MORE])
async def test_nothing_is_complained_of_under_the_real_policy(look, name):
    seen = await look(name, 390)
    await seen.page.wait_for_load_state("load")

    assert seen.faults == []


async def test_a_table_of_few_columns_needs_no_moving_on_a_phone(look):
    page = (await look("complaints-summary", 390)).page

    frame = page.locator(".statute").first

    assert await frame.evaluate("e => e.scrollWidth - e.clientWidth") <= 0


async def test_the_keyboard_reaches_the_table_and_moves_it_under_its_held_column(look):
    seen = await look("table06", 390)
    page = seen.page
    for _ in range(TABS):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.matches('.statute')"):
            break
    frame = page.locator(".statute").first
    await expect(frame).to_be_focused()

    await page.keyboard.press("ArrowRight")

    # Not wait_for_function(): where it has to ask twice, the policy forbids its eval.
    await until(lambda: frame.evaluate("e => e.scrollLeft"))
    offset = await frame.evaluate(
        """e => { e.scrollLeft = 200;
             const held = e.querySelector('tbody th[scope=row]');
             return held.getBoundingClientRect().left - e.getBoundingClientRect().left; }"""
    )
    assert abs(offset) < 2


async def test_a_unit_and_a_period_are_chosen_without_a_script(look):
    seen = await look("figures", java_script_enabled=False)
    page = seen.page

    await page.get_by_label("Đơn vị", exact=True).select_option("455")
    await page.get_by_label("Kỳ báo cáo", exact=True).select_option("2026")
    await page.get_by_role("button", name="Xem").click()

    await expect(page.locator("h1")).to_contain_text("Huyện Bố Trạch")
    await expect(page.locator("h2").first).to_contain_text("Năm 2026")


async def test_a_bar_leads_to_its_unit_and_the_path_back(look):
    page = (await look("figures")).page

    await page.locator(".bars a").first.click()
    await page.locator(".govuk-breadcrumbs a").first.click()

    await expect(page.locator("h1")).to_contain_text("Tỉnh Quảng Bình")


async def test_late_is_told_by_hatch_and_by_figure_not_by_colour_alone(look):
    seen = await look("figures")
    page = seen.page
    await page.evaluate(GREY)
    await seen.keep("figures-grey")

    fills = await page.evaluate(
        "[...document.querySelectorAll('.piece--late')].map(e => getComputedStyle(e).fill)"
    )
    figures = await page.locator(".bars__late").all_inner_texts()

    assert fills
    assert all("hatch" in fill for fill in fills)
    assert all("%" in text for text in figures)


async def test_each_chart_has_its_figures_as_a_table(look):
    page = (await look("figures")).page
    for one in await page.locator("figure details summary").all():
        await one.click()

    await expect(page.locator("figure table").first).to_be_visible()
    for chart in await page.locator("figure.chart").all():
        assert await chart.locator("figcaption h2").inner_text()
    rows = await page.locator("figure table").last.locator("tbody tr").count()
    assert rows >= await page.locator(".bars").first.locator("li").count()


async def test_the_longest_name_of_a_unit_is_told_to_be_kept_back(look):
    page = (await look("figures", 390)).page

    await expect(page.get_by_text("Không công bố, vì số hồ sơ nhỏ hơn 5")).to_contain_text(LONGEST)


async def test_table_06_is_printed_on_its_side_and_whole(look):
    page = (await look("table06")).page

    paper = PdfReader(io.BytesIO(await page.pdf(prefer_css_page_size=True)))

    wide = [one for one in paper.pages if one.mediabox.width > one.mediabox.height]
    text = "".join("".join(one.extract_text() for one in wide).split())  # marks come apart
    assert "STT" in text
    assert "Tổngcộng" in text
