"""The sink's page in Chromium: what was sent is read well at every width, and by everyone."""

import httpx
import pytest_asyncio
from playwright.async_api import expect

from services.notify.domain import texts
from stack.sink.http import application
from stack.sink.received import Kind, Message, Sink
from tests.browser.window import Window
from tests.notify.cases import cases
from tests.notify.world import EMAIL, NAME, PHONE
from tests.shared.web import served

OFFICE = "Ủy ban nhân dân thành phố Đồng Hới"
PLACE = "https://motcua.example.vn/look-up"
SIZES = {1440: "desktop", 390: "phone"}  # those that `SCREENS=docs/screens` keeps


def letters():
    """One message in each wording of the road, as the service writes them in Vietnamese."""
    seen = set()
    for case in cases():
        route = case.route
        if case.language == "vi" and (route.template, route.channel) not in seen:
            seen.add((route.template, route.channel))
            own = {"name": NAME, "office": OFFICE, "to_office": OFFICE, "procedure": "Khai sinh"}
            places = dict.fromkeys(("look_up", "desk", "complaints", "follow"), PLACE)
            told = {**own, **places, **case.params}
            yield (
                route.channel,
                texts.render(route.template, route.channel, route.version, "vi", told),
            )


@pytest_asyncio.fixture(loop_scope="session")
async def sink_page(browser):
    sink = Sink()
    for channel, text in letters():
        by_mail = channel == "EMAIL"
        sink.keep(
            Message(
                kind=Kind.EMAIL if by_mail else Kind.SMS,
                at="2026-11-27T09:05:00+07:00",
                to=EMAIL if by_mail else PHONE,
                sender="Một cửa <mot-cua@quangbinh.example>" if by_mail else "",
                subject=text.subject,
                text=text.body,
                key="1",
            )
        )
    async with served(application(sink)) as (host, port):
        window = Window(browser, f"http://{host}:{port}")
        yield window
        await window.close()


async def test_the_sinks_page_is_for_everyone_at_every_width(sink_page):
    seen = await sink_page.visit("/", bypass_csp=True)

    for width in (1440, 1024, 390, 320):
        await seen.resize(width)
        if width in SIZES:
            await seen.keep(f"sink-{SIZES[width]}")
        assert await seen.axe() == [], width
        assert await seen.sideways() == 0, width


async def test_a_person_finds_what_one_reader_got(sink_page):
    seen = await sink_page.visit("/", java_script_enabled=False)
    page = seen.page

    await page.get_by_label("Người nhận").fill(PHONE)
    await page.get_by_role("button", name="Lọc").click()
    await expect(page.get_by_role("article").first).to_contain_text("Tin nhắn SMS")
    assert EMAIL not in await page.inner_text("ol")
    await page.get_by_role("link", name="Bỏ lọc").click()
    await expect(page.get_by_role("heading", level=2).first).to_be_visible()

    link = page.get_by_role("link", name=PLACE).first
    assert await link.get_attribute("href") == PLACE
    assert seen.faults == []


async def test_programs_still_read_the_list(sink_page):
    async with httpx.AsyncClient(base_url=sink_page.site) as http:
        listed = (await http.get("/api/received", params={"to": EMAIL})).json()

    assert {one["kind"] for one in listed} == {"email"}
