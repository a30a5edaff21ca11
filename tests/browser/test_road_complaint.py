"""The complaint's road by keyboard alone, at three widths in turn: about a dossier, to its remedy.

Two services of one town; the facts of each are carried to the other as its outbox tells them.
"""

from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import expect

from services.complaints.handlers import dossier as copies
from services.intake.handlers.remedies import open_remedy
from shared import clock, reference
from shared.db import transaction
from shared.events.complaints import ComplaintResolved
from shared.events.intake import DossierReceived, RemedyDone, RemedyOpened
from shared.web.look.samples import LONGEST_NAME
from tests.browser import complaint, counter
from tests.browser.eyes import Eyes
from tests.browser.hands import Hands
from tests.complaints.world import CANARY, CANARY_CONTENT
from tests.intake.desk import BUSINESS
from tests.intake.officials import PROCESSOR

PICTURES = {
    "/": "complaint-home",
    "/lodge/done": "complaint-done",
    "/follow/status": "complaint-status",
    "/desk/petitions/*?saved": "complaint-desk-petition",
    "/desk/cases/*?saved": "complaint-desk-case",
    "/desk/petitions/*/classify": "complaint-desk-classify",
    "/desk/petitions/*/accept": "complaint-desk-accept",
    "/desk/cases/*/assign": "complaint-desk-assign",
    "/desk/cases/*/resolve": "complaint-desk-resolve",
}

pytestmark = pytest.mark.timeout(600)  # a whole road, on a machine that is busy


@pytest_asyncio.fixture(loop_scope="session")
async def both(browser, postgres):
    """The counter and the complaints office, which know of the same procedure."""
    database = postgres.fresh("intake", "complaints")
    async with (
        counter.office(browser, database) as office,
        complaint.town(browser, database) as town,
    ):
        await office.rename(BUSINESS, LONGEST_NAME)
        key, state = await office.pool.fetchrow(
            "SELECT key, state FROM reference WHERE kind = 'Procedure' AND state ->> 'code' = $1",
            BUSINESS,
        )
        await town.pool.execute(reference.SAVE, "Procedure", key, state)
        yield office, town


async def told(pool, fact):
    """The last of its kind that a service tells, as the others read it."""
    kept = "SELECT payload FROM outbox WHERE type = $1 ORDER BY id DESC LIMIT 1"
    return fact.model_validate_json(await pool.fetchval(kept, fact.type()))


async def carried(to, keep, *given) -> None:
    async with transaction(to) as conn:
        await keep(conn, *given)


class People:
    """Who walks this road; a page that one of them has looked at the others need not."""

    def __init__(self, town) -> None:
        self.town = town
        self.looked: set[str] = set()
        self.seen = []

    async def citizen(self, path: str) -> Hands:
        return await self._before(await self.town.citizen(path))

    async def official(self, role: str) -> Hands:
        return await self._before(await self.town.official(role, "/desk"))

    async def _before(self, seen) -> Hands:
        self.seen.append(seen)
        hands = Hands(seen.page, Eyes(seen, self.looked, PICTURES, (390, 1024, 1440)))
        await hands.eyes.look()
        return hands


async def lodged(hands, dossier_code: str) -> tuple[str, str]:
    """A complaint from the first page to its number and secret."""
    await hands.press("Gửi đơn trực tuyến")
    await hands.choose("Khiếu nại")
    await hands.press("Tiếp tục")
    await hands.type("Đơn liên quan đến hồ sơ nào?", dossier_code)
    await hands.press("Tiếp tục")
    office = hands.page.get_by_label("Gửi đến cơ quan nào?")
    await expect(office).to_have_value("450")  # the one that has the dossier
    await hands.press("Tiếp tục")
    await hands.type("Sự việc là gì?", CANARY_CONTENT)
    await hands.press("Tiếp tục")
    await hands.type("Bạn yêu cầu giải quyết thế nào?", "Hủy kết quả, giải quyết lại hồ sơ.")
    await hands.press("Tiếp tục")
    await hands.type("Họ, chữ đệm và tên", CANARY["name"])
    await hands.type("Địa chỉ", CANARY["address"])
    await hands.type("Số điện thoại", CANARY["phone"])
    await hands.press("Tiếp tục")
    await hands.press("Gửi đơn")
    code, secret = await hands.page.locator("dl.secret dd").all_text_contents()
    return code.strip(), secret.strip()


async def classified(officer, code: str) -> None:
    await officer.follow(code, exact=False)
    await officer.follow("Mở người gửi và nội dung đơn")
    await officer.follow("Quay lại")
    await officer.press("Phân loại")
    await officer.pick("Lĩnh vực", "Đất đai")
    await officer.press("Ghi phân loại")


async def assigned(leader, code: str) -> None:
    """Accepted and given to be verified."""
    await leader.follow(code, exact=False)
    await leader.press("Thụ lý")
    await leader.press("Xem hạn giải quyết")
    await leader.eyes.look("the day it is due")
    await leader.press("Thụ lý")
    await leader.press("Giao xác minh")
    await leader.choose("Nguyễn Văn An")
    await leader.press("Giao xác minh")


async def decided(leader) -> None:
    await leader.press("Ra quyết định giải quyết")
    await leader.choose("Đúng")
    await leader.choose("Hủy bỏ")
    views = leader.page.get_by_role("group", name="Kết quả xác minh và yêu cầu")
    await leader.reach(views.get_by_label("Có", exact=True))
    await leader.page.keyboard.press("Space")
    await leader.type("Số quyết định", "128/QĐ-UBND")
    await leader.press("Ra quyết định")


async def worked(office, people) -> None:
    """The office that has the dossier does the work anew and says so."""
    seen = await office.official(PROCESSOR, "/desk")
    hands = Hands(seen.page, Eyes(seen, people.looked, used_at=(1024, 390)))
    people.seen.append(seen)
    await hands.follow("Làm lại theo quyết định (1)")
    await hands.press("Đã làm xong", exact=False)
    await expect(seen.page.get_by_text("Đã báo làm xong.")).to_be_visible()


async def test_a_complaint_about_a_dossier_goes_to_its_remedy_by_keyboard_alone(both):
    office, town = both
    dossier = await office.counter.receive(clock.now())
    await carried(town.pool, copies.follow, await told(office.pool, DossierReceived))
    people = People(town)
    code, secret = await lodged(await people.citizen("/"), dossier.dossier_code)
    await classified(await people.official("petition_officer"), code)
    leader = await people.official("case_leader")
    await assigned(leader, code)
    verifier = await people.official("verifier")
    await verifier.follow("KN-450-", exact=False)
    await expect(verifier.page.get_by_text("Không có việc nào của bạn")).to_be_visible()
    await decided(leader)

    resolved = await told(town.pool, ComplaintResolved)
    await carried(office.pool, open_remedy, uuid4(), resolved)
    await carried(town.pool, copies.open_remedy, await told(office.pool, RemedyOpened))
    await leader.page.reload()
    await expect(leader.page.get_by_text(LONGEST_NAME)).to_be_visible()
    doing = leader.page.get_by_text("Đang làm lại hồ sơ theo quyết định 128/QĐ-UBND")
    await expect(doing).to_be_visible()
    await leader.eyes.look("remedy")
    await worked(office, people)
    await carried(town.pool, copies.close_remedy, await told(office.pool, RemedyDone))

    follower = await people.citizen("/follow")
    await follower.type("Mã đơn", code)
    await follower.type("Mã tra cứu", secret)
    await follower.press("Xem đơn")
    done = follower.page.get_by_text("Cơ quan đã làm lại xong hồ sơ theo quyết định, ngày")
    await expect(done).to_be_visible()
    asked = {f"/lodge/{step}" for step in ("dossier", "office", "content", "request", "sender")}
    assert {*asked, "/lodge/check", "/desk/remedies", "/follow/status"} <= people.looked
    for seen in people.seen:
        assert seen.faults == []
