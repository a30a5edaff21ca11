"""Work that a complaint's decision orders, on the desk: seen by the office, done once."""

from uuid import uuid4

from services.intake.handlers.remedies import open_remedy
from shared import clock
from shared.db import transaction
from tests.intake.decisions import resolved
from tests.intake.officials import PROCESSOR, RECEIVER, official

REMEDIES = "/desk/remedies"


async def ordered(desk, counter):
    """A dossier on which a decision orders work; the id of the work."""
    dossier, remedy_id = await counter.receive(clock.now()), uuid4()
    async with transaction(desk.pool) as conn:
        await open_remedy(conn, remedy_id, resolved(dossier.dossier_id))
    return dossier, remedy_id


async def test_ordered_work_stands_in_its_list_and_on_its_dossier(desk, counter):
    dossier, _ = await ordered(desk, counter)
    processor = await official(desk, PROCESSOR)

    listed = await processor.see(REMEDIES)
    opened = await processor.see(f"/desk/dossiers/{dossier.dossier_id}")

    assert dossier.dossier_code in listed.text
    assert "Làm lại theo quyết định (1)" in listed.text
    assert "Việc phải làm lại theo quyết định giải quyết khiếu nại số" in opened.text


async def test_work_that_is_done_is_told_and_pressed_twice_done_once(desk, counter):
    _, remedy_id = await ordered(desk, counter)
    processor = await official(desk, PROCESSOR)
    hidden = await processor.form(REMEDIES)
    path = f"{REMEDIES}/{remedy_id}/done"

    answers = [await processor.send(path, hidden) for _ in range(2)]
    page = await processor.see(answers[0].headers["location"])

    assert [answer.status_code for answer in answers] == [303, 303]
    assert "Đã báo làm xong." in page.text
    assert "Không có việc nào phải làm lại." in page.text
    assert await desk.pool.fetchval("SELECT count(*) FROM remedy WHERE done_on IS NOT NULL") == 1


async def test_the_counter_does_not_see_what_the_office_has_to_do(desk):
    receiver = await official(desk, RECEIVER)

    assert (await receiver.visitor.get(REMEDIES)).status_code == 403
    assert "Làm lại theo quyết định" not in (await receiver.see("/desk")).text
