"""The style page by keyboard alone: everything is reached, and where one is can be seen."""

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
