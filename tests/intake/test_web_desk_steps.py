"""Steps on their pages: two people at once, a second press, what a rule forbids, who may."""

from datetime import timedelta

import pytest

from shared import clock
from tests.intake import printed
from tests.intake.desk import WARD
from tests.intake.officials import APPROVER, PROCESSOR, RECEIVER, RETURNER, official
from tests.intake.road import Road

STEPS = {
    "accept": {RECEIVER},
    "refuse": {RECEIVER},
    "forward": {RECEIVER, PROCESSOR, APPROVER},
    "supplement": {RECEIVER, PROCESSOR},
    "supply": {RECEIVER},
    "complete": {APPROVER},
    "return": {RETURNER},
    "reissue": {RECEIVER},
}


@pytest.mark.parametrize("persona", [RECEIVER, PROCESSOR, APPROVER, RETURNER])
async def test_each_step_is_a_page_for_its_roles_alone(desk, counter, persona):
    dossier = await counter.receive(clock.now())
    someone = await official(desk, persona)

    answers = {
        step: (await someone.visitor.get(f"/desk/dossiers/{dossier.dossier_id}/{step}")).status_code
        for step in STEPS
    }

    assert answers == {step: 200 if persona in who else 403 for step, who in STEPS.items()}


async def test_a_dossier_of_another_unit_is_not_there(desk, counter):
    dossier = await counter.receive(clock.now())
    other = await official(desk, f"receiver-{WARD}")

    for path in ("", "/forward", "/received", "/papers/mau01/1.pdf"):
        answer = await other.visitor.get(f"/desk/dossiers/{dossier.dossier_id}{path}")
        assert answer.status_code == 404


async def test_who_comes_second_sees_who_was_first_and_loses_nothing(desk, counter):
    dossier = await counter.receive(clock.now())
    path = f"/desk/dossiers/{dossier.dossier_id}/supplement"
    receiver, processor = await official(desk, RECEIVER), await official(desk, PROCESSOR)
    seen = await processor.form(path)
    typed = {"reason_codes": ["MISSING"], "reason": "Thiếu chữ ký của thành viên."}

    await receiver.send(f"/desk/dossiers/{dossier.dossier_id}/forward", to="process")
    late = await processor.send(path, seen, **typed)
    again = await processor.send(path, dict(seen, version="3"), **typed)

    assert late.status_code == 409
    assert "Hồ sơ đã được Nguyễn Thị Thu Hà cập nhật lúc" in late.text
    assert "Đã chuyển hồ sơ để giải quyết." in late.text
    assert "Thiếu chữ ký của thành viên." in late.text
    assert again.status_code == 303


async def test_a_step_pressed_twice_is_taken_once(desk, counter):
    dossier = await counter.receive(clock.now())
    path = f"/desk/dossiers/{dossier.dossier_id}/forward"
    receiver = await official(desk, RECEIVER)
    hidden = await receiver.form(path)

    answers = [await receiver.send(path, hidden, to="process") for _ in range(2)]

    assert {answer.headers["location"] for answer in answers} == {
        f"/desk/dossiers/{dossier.dossier_id}?done=forward"
    }
    assert await desk.pool.fetchval("SELECT count(*) FROM action WHERE step = 'PROCESS'") == 1


async def test_a_form_without_its_reason_comes_back(desk, counter):
    dossier = await counter.receive(clock.now())
    receiver = await official(desk, RECEIVER)

    answer = await receiver.send(f"/desk/dossiers/{dossier.dossier_id}/supplement")

    assert answer.status_code == 422
    assert "Chọn ít nhất một lý do." in answer.text
    assert "Ghi lý do; lý do được in trên phiếu gửi người nộp." in answer.text


async def test_what_a_rule_forbids_stands_there_with_its_article(desk, counter):
    dossier = await counter.receive(clock.now() - timedelta(days=30))
    receiver = await official(desk, RECEIVER)

    page = await receiver.see(f"/desk/dossiers/{dossier.dossier_id}")
    refused = await receiver.send(
        f"/desk/dossiers/{dossier.dossier_id}/supplement", reason_codes=["OTHER"], reason="Trễ"
    )

    assert "Không thể yêu cầu bổ sung: đã quá 03 ngày làm việc" in page.text
    assert refused.status_code == 422
    assert "(Nghị định 118/2025/NĐ-CP)" in page.text
    assert "(Nghị định 118/2025/NĐ-CP)" in refused.text
    assert "61/2018" not in page.text + refused.text


async def test_an_online_dossier_is_received_or_refused_with_its_paper(desk, counter):
    road = Road(desk.pool, counter.numbers)
    receiver = await official(desk, RECEIVER)
    good, bad = await road.submit(clock.now()), await road.submit(clock.now())

    accepted = await receiver.send(f"/desk/dossiers/{good.dossier_id}/accept")
    page = await receiver.see(accepted.headers["location"])
    await receiver.send(f"/desk/dossiers/{bad.dossier_id}/refuse", reason="Không đúng thẩm quyền.")
    paper = await receiver.visitor.get(f"/desk/dossiers/{bad.dossier_id}/papers/mau03/1.pdf")

    assert "Đã tiếp nhận hồ sơ" in page.text
    assert "Không đúng thẩm quyền." in printed.read(paper.content).text
