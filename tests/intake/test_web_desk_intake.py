"""Taking in at the counter: the procedure, the card, the papers, once."""

import re

import pytest

from services.intake.store import offices
from tests.intake import printed
from tests.intake.desk import BUSINESS
from tests.intake.officials import APPROVER, CARD, RECEIVER, official
from tests.web.effort import listen

INTAKE = f"/desk/intake/{BUSINESS}"
TICKED = re.compile(r'name="papers" value="([\w-]+)" checked')


async def test_a_code_opens_its_form_and_words_are_listed(desk):
    receiver = await official(desk, RECEIVER)

    by_code = await receiver.visitor.get("/desk/intake", params={"q": BUSINESS})
    by_words = await receiver.see("/desk/intake?q=ho+kinh+doanh")
    nothing = await receiver.see("/desk/intake?q=xyzzy")

    assert by_code.headers["location"] == INTAKE
    assert BUSINESS in by_words.text
    assert "Không tìm thấy thủ tục phù hợp với “xyzzy”" in nothing.text


async def test_however_many_procedures_fit_the_units_are_asked_for_once(desk, monkeypatch):
    receiver = await official(desk, RECEIVER)
    effort = await listen(desk.pool, monkeypatch)

    status, _, statements, _ = await effort.of(
        receiver.visitor.get("/desk/intake", params={"q": "ho kinh doanh"})
    )

    assert status == 200
    assert statements.count(offices.UNITS) == 1


async def test_papers_are_ticked_as_the_procedure_wants_them(desk):
    receiver = await official(desk, RECEIVER)

    page = await receiver.see(INTAKE)

    assert TICKED.findall(page.html)
    assert any("autofocus" in one and one.get("id") == "id_number" for one in page.all("input"))


async def test_a_scanned_card_fills_the_form_and_receives_nothing(desk):
    receiver = await official(desk, RECEIVER)

    answer = await receiver.send(INTAKE, id_number=CARD, phone="0912 345 678")

    assert answer.status_code == 200
    for filled in (
        "044185765432",
        "Hoàng Thị Chim Yến",
        "Ngõ 9 Chim Yến, Đồng Phú",
        "0912 345 678",
    ):
        assert f'value="{filled}"' in answer.text
    assert await desk.pool.fetchval("SELECT count(*) FROM dossier") == 0


async def test_a_second_press_receives_nothing_more(desk):
    receiver = await official(desk, RECEIVER)
    hidden = await receiver.form(INTAKE)
    typed = {"name": "Hoàng Thị Chim Yến", "unit": "450"}

    answers = [await receiver.send(INTAKE, hidden, **typed) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert await desk.pool.fetchval("SELECT count(*) FROM dossier") == 1


async def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(desk):
    receiver = await official(desk, RECEIVER)

    answer = await receiver.send(INTAKE, id_number="044", email="không phải thư", address="Ngõ 9")

    assert answer.status_code == 422
    assert "<title>\n  Lỗi:" in answer.text or "Lỗi:" in answer.text
    for said in (
        "Nhập họ, chữ đệm và tên người nộp.",
        "Quét mã QR trên thẻ hoặc nhập số căn cước gồm 12 chữ số.",
        "Nhập địa chỉ thư điện tử, ví dụ ten@example.vn.",
    ):
        assert said in answer.text
    assert 'value="Ngõ 9"' in answer.text


async def test_the_secret_is_printed_once(desk):
    receiver = await official(desk, RECEIVER)
    dossier = f"/desk/dossiers/{await receiver.receive()}"

    paper = f"{dossier}/papers/mau01/1.pdf"
    hidden = await receiver.form(f"{dossier}/received")

    looked = printed.read((await receiver.visitor.get(paper)).content).text
    first, again = [
        printed.read((await receiver.send(paper, hidden)).content).text for _ in range(2)
    ]
    last = printed.read((await receiver.visitor.get(paper)).content).text

    assert re.search(r"chỉ in một lần\): [0-9A-Z]{4}-[0-9A-Z]{4}", first)
    assert all("Mã tra cứu" not in text for text in (looked, again, last))
    assert [("Bản in lại" in text) for text in (looked, first, again, last)] == [
        *(False, False),
        *(True, True),
    ]


async def test_who_only_reads_a_dossier_does_not_get_its_secret(desk):
    receiver, approver = await official(desk, RECEIVER), await official(desk, APPROVER)
    dossier = f"/desk/dossiers/{await receiver.receive()}"
    hidden = {"csrf": await approver.visitor.token("/desk")}

    page = await approver.see(f"{dossier}/received")
    refused = await approver.send(f"{dossier}/papers/mau01/1.pdf", hidden)

    assert "In Giấy tiếp nhận" not in page.text
    assert refused.status_code == 403
    assert await desk.pool.fetchval("SELECT count(*) FROM printing") == 0


async def test_a_new_secret_is_told_once_and_the_slip_no_longer_holds_the_old_one(desk):
    receiver = await official(desk, RECEIVER)
    dossier = f"/desk/dossiers/{await receiver.receive()}"

    unchecked = await receiver.send(f"{dossier}/reissue")
    told = await receiver.send(f"{dossier}/reissue", checked="yes")
    slip = await receiver.visitor.get(f"{dossier}/papers/mau01/1.pdf")

    assert unchecked.status_code == 422
    assert "Mã cũ không còn dùng được." in told.text
    assert "Mã tra cứu" not in printed.read(slip.content).text


@pytest.mark.parametrize("paper", ["mau01/2", "mau02/1", "mau03/1"])
async def test_a_paper_that_was_never_given_out_is_not_there(desk, paper):
    receiver = await official(desk, RECEIVER)
    dossier = f"/desk/dossiers/{await receiver.receive()}"

    assert (await receiver.visitor.get(f"{dossier}/papers/{paper}.pdf")).status_code == 404
