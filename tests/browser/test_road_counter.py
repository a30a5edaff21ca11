"""The counter's road in Chromium by keyboard alone, at three widths, with the longest real name.

Where keys are counted the windows are those of a desk; else each page is used at another width.
"""

import re
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import expect

from shared import clock
from shared.web.look.samples import LONGEST_NAME
from tests.browser import counter
from tests.browser.eyes import Eyes
from tests.browser.hands import Hands
from tests.intake.desk import BUSINESS
from tests.intake.officials import APPROVER, PROCESSOR, RECEIVER, RETURNER
from tests.intake.printed import read
from tests.intake.road import Road

MOST_PRESSES = 25
DESKS = (1440, 1024)
SEVEN_SYLLABLES = "Tôn Nữ Công Tằng Hoàng Diễm Phương"
CARD = f"044185765432|190123456|{SEVEN_SYLLABLES}|05031985|Nữ|Ngõ 9, phường Đồng Phú|01012022"
DOSSIER = r"/desk/dossiers/[0-9a-f-]+$"
PAPER = "Giấy đề nghị đăng ký hộ kinh doanh"
PICTURES = {
    "/desk": "counter-list",
    "/desk/intake/*": "counter-intake",
    "/desk/dossiers/*": "counter-dossier",
    "/desk/dossiers/*/received": "counter-received",
    "/desk/dossiers/*/supplement": "counter-supplement",
}

pytestmark = pytest.mark.timeout(600)  # a whole road, on a machine that is busy


@pytest_asyncio.fixture(loop_scope="session")
async def office(browser, postgres):
    async with counter.office(browser, postgres.fresh("intake")) as opened:
        yield opened


class Keys:
    """The keys that somebody presses; what they type or scan is not counted."""

    def __init__(self, looked: set[str], widths: tuple[int, ...] = DESKS) -> None:
        self.pressed = 0
        self.looked = looked
        self.widths = widths

    async def sit(self, office, persona: str, path: str = "/desk") -> Hands:
        """An official before a page that they have looked at."""
        seen = await office.official(persona, path)
        hands = Hands(seen.page, Eyes(seen, self.looked, PICTURES, self.widths))
        await hands.eyes.look()
        return hands

    async def press(self, hands: Hands, key: str, onto: str = "") -> None:
        self.pressed += 1
        await hands.page.keyboard.press(key)
        if onto:
            await hands.page.wait_for_url(re.compile(onto))
            await hands.eyes.look()

    async def find(self, hands: Hands, code: str, onto: str = DOSSIER) -> None:
        """Into the search box and on to what is found."""
        await self.press(hands, "/")
        await hands.page.keyboard.type(code)
        await self.press(hands, "Enter", onto)


async def received(office, keys) -> tuple[Hands, str]:
    """The receiver takes a dossier in; the page that says so and the code."""
    receiver = await keys.sit(office, RECEIVER)
    await keys.press(receiver, "n", "/desk/intake$")
    await receiver.page.keyboard.type(BUSINESS)
    await keys.press(receiver, "Enter", f"/desk/intake/{BUSINESS}$")
    await receiver.page.keyboard.type(CARD)
    await keys.press(receiver, "Enter")
    await receiver.page.wait_for_selector("#phone:focus")
    await receiver.page.keyboard.type("0912 345 678")
    await keys.press(receiver, "Enter", "/received$")
    code = await receiver.page.locator("dl.secret dd").first.text_content()
    return receiver, code.strip()


async def printed(hands, name: str, *, exact: bool = True) -> str:
    """What stands in the paper behind a link that Enter opens."""
    await hands.reach(hands.page.get_by_role("link", name=name, exact=exact))
    context = hands.page.context
    async with context.expect_event("response", lambda one: one.url.endswith(".pdf")) as answered:
        await hands.page.keyboard.press("Enter")
    paper = await context.request.get((await answered.value).url)
    return read(await paper.body()).text


async def test_the_counters_road_takes_few_keys(office):
    await office.rename(BUSINESS, LONGEST_NAME)
    for days in (20, 4, 1, 0):
        await office.counter.receive(
            clock.now() - timedelta(days=days), applicant={"type": "0", "name": SEVEN_SYLLABLES}
        )
    keys = Keys(set())
    receiver, code = await received(office, keys)
    focused = await receiver.page.evaluate("document.activeElement.textContent")
    assert "In Giấy tiếp nhận" in focused

    await keys.find(receiver, code)
    await keys.press(receiver, "Enter", "/forward$")
    await keys.press(receiver, "Enter", "done=forward")
    approver = await keys.sit(office, APPROVER)
    await keys.find(approver, code)
    await keys.press(approver, "Enter", "/complete$")
    await approver.page.keyboard.type("128/QĐ-UBND")
    await keys.press(approver, "Enter", "done=complete")
    returner = await keys.sit(office, RETURNER)
    await keys.find(returner, code)
    await keys.press(returner, "Enter", "/return$")
    await keys.press(returner, "Space")
    await keys.press(returner, "Enter", "done=return")

    assert keys.pressed <= MOST_PRESSES
    assert {"/desk/dossiers/*/complete", "/desk/dossiers/*/return"} <= keys.looked
    for hands in (receiver, approver, returner):
        assert hands.eyes.seen.faults == []


async def test_a_supplement_moves_the_day_and_prints_a_second_slip(office):
    await office.rename(BUSINESS, LONGEST_NAME)
    dossier = await office.counter.receive(clock.now())
    await Road(office.pool, office.numbers).forward(dossier, clock.now())
    code = dossier.dossier_code
    keys = Keys(set(), (390, 1440, 1024))
    processor = await keys.sit(office, PROCESSOR)
    await keys.find(processor, code)
    await processor.press("Yêu cầu bổ sung")
    await processor.choose(PAPER)
    await processor.choose("Thiếu giấy tờ")
    await processor.type("Nội dung cần bổ sung", "Chưa có chữ ký.")
    await processor.press("Yêu cầu bổ sung")
    request = await printed(processor, "In Phiếu yêu cầu bổ sung")

    receiver = await keys.sit(office, RECEIVER)
    await keys.find(receiver, code)
    await receiver.press("Nhận giấy tờ bổ sung")
    await receiver.choose(PAPER)
    await receiver.press("Nhận giấy tờ bổ sung")
    said = receiver.page.get_by_text("in Giấy tiếp nhận lần 2")
    await expect(said).to_be_visible()
    slip = await printed(receiver, "Giấy tiếp nhận và hẹn trả, lần 2 (PDF)")

    assert "Chưa có chữ ký." in request
    assert code in slip
    assert "Lần 2" in slip
    assert {"/desk/dossiers/*/supplement", "/desk/dossiers/*/supply"} <= keys.looked
    for hands in (processor, receiver):
        assert hands.eyes.seen.faults == []


async def test_what_came_online_is_found_received_or_refused(office):
    await office.rename(BUSINESS, LONGEST_NAME)
    road = Road(office.pool, office.numbers)
    for _ in range(2):
        await road.submit(clock.now())
    keys = Keys(set(), (390, 1440, 1024))
    receiver = await keys.sit(office, RECEIVER)
    await keys.find(receiver, "không ai", "/desk/search$")
    await receiver.eyes.look("none")
    await keys.find(receiver, "chim yen", "/desk/search$")
    await receiver.eyes.look("several")
    await keys.press(receiver, "j")
    await keys.press(receiver, "Enter", "/desk/dossiers/")
    await receiver.press("Từ chối tiếp nhận")
    await receiver.type("Lý do từ chối", "Thủ tục thuộc thẩm quyền của Sở Tư pháp.")
    await receiver.press("Từ chối tiếp nhận")
    refusal = await printed(receiver, "In Phiếu từ chối")
    await receiver.page.wait_for_url("**/*.pdf")
    await receiver.page.go_back()

    await receiver.follow("Chờ tiếp nhận (1)")
    await keys.press(receiver, "j")
    await keys.press(receiver, "Enter", "/desk/dossiers/")
    await receiver.press("Tiếp nhận")
    await receiver.press("Tiếp nhận")
    await expect(receiver.page.get_by_role("heading", level=1)).to_have_text("Đã tiếp nhận hồ sơ")
    await receiver.follow("Mở hồ sơ")
    await receiver.press("Cấp lại mã tra cứu")
    await receiver.choose("Đã đối chiếu giấy tờ tùy thân của người nộp")
    await receiver.press("Cấp lại mã tra cứu")
    await receiver.eyes.look("given")

    assert "thẩm quyền của Sở Tư pháp" in refusal
    assert {f"/desk/dossiers/*/{step}" for step in ("accept", "refuse", "reissue")} <= keys.looked
    assert receiver.eyes.seen.faults == []
