"""A letter is followed with its number and secret, or its link: where it stands, and no names."""

import re
from datetime import date

import pytest

from tests.complaints.browsing import citizen, official
from tests.complaints.clerks import DOSSIER
from tests.complaints.test_pages_lodge import lodge
from tests.complaints.told import naming
from tests.complaints.world import CITY, staff_id


class Letter:
    """A letter that a citizen has sent, with what its last page showed."""

    def __init__(self, row, secret: str, link: str) -> None:
        self.id, self.code = row["petition_id"], row["petition_code"]
        self.secret, self.link = secret, link


@pytest.fixture
async def writer(office):
    async with citizen(office) as browser:
        yield browser


@pytest.fixture
async def letter(writer, pool) -> Letter:
    await lodge(writer)
    page = await writer.page("/lodge/done")
    secret = next(one["data-copy"] for one in page.all("button") if "data-copy" in one)
    link = next(a["href"] for a in page.all("a") if (a["href"] or "").startswith("/follow/link/"))
    return Letter(await pool.fetchrow("SELECT * FROM petition"), secret, link)


async def test_the_number_and_the_secret_open_the_letter_in_any_spelling(writer, letter):
    typed = f"{letter.secret[:4].lower()}-{letter.secret[4:]}"

    answer = await writer.fill("/follow", code=letter.code.lower(), secret=typed)
    page = await writer.text("/follow/status")

    assert answer.headers["location"] == "/follow/status"
    assert f"Đơn {letter.code}" in page
    assert "Cơ quan đã nhận đơn và đang phân loại." in page
    assert naming({"page": page}) == set()


async def test_a_wrong_secret_and_an_unknown_number_are_answered_alike_and_locked(writer, letter):
    answers = []
    for code in (letter.code, "DT-450-2026-09999"):
        tries = [await writer.fill("/follow", code=code, secret="00000000") for _ in range(6)]
        answers.append(
            [(one.status_code, re.findall("Đã nhập sai 5 lần", one.text)) for one in tries]
        )

    right = await writer.fill("/follow", code=letter.code, secret=letter.secret)

    assert answers[0] == answers[1]
    assert answers[0][0] == (422, [])
    assert answers[0][-1][1]
    assert "Đã nhập sai 5 lần" in right.text


async def test_the_page_is_shut_for_others_and_after_it_was_closed(office, writer, letter):
    await writer.fill("/follow", code=letter.code, secret=letter.secret)
    closed = await writer.fill("/follow/status", "/follow/close")

    assert closed.headers["location"] == "/follow"
    assert (await writer.get("/follow/status")).headers["location"] == "/follow"


async def test_the_link_opens_the_letter_and_a_guessed_one_does_not(office, letter):
    async with citizen(office) as stranger:
        opened = await stranger.get(letter.link)
        guessed = await stranger.get(letter.link[:-2] + "xx")

    assert letter.code in opened.text
    assert guessed.status_code == 404
    assert opened.headers["referrer-policy"] == "no-referrer"


async def test_why_it_is_that_day_is_told_day_by_day(writer, letter):
    page = await writer.text(letter.link)

    assert "Vì sao là ngày" in page
    assert "Hạn: hết ngày" in page


async def test_a_complaint_that_is_not_accepted_says_which_reason_of_the_law(office, letter):
    await office.classify(str(letter.id), on=None)
    refused = await office.post(
        f"/api/petitions/{letter.id}/refusal", {"na_code": "NA_09"}, "case_leader"
    )

    async with citizen(office) as reader:
        page = await reader.text(letter.link)
        english = await reader.text(f"{letter.link}?lang=en")

    assert refused.status_code == 201
    assert "Tòa án đã thụ lý hoặc đã giải quyết (Điều 11 Luật Khiếu nại 2011)" in page
    assert "accepted or decided by the court (Law on Complaints 2011, Article 11)" in english


async def test_a_decided_complaint_shows_its_decision_and_the_work_that_it_ordered(
    office, clerks, letter, pool
):
    await clerks.with_dossier()
    await office.classify(str(letter.id), dossier_id=str(DOSSIER), on=None)
    case = (await office.accept(str(letter.id))).json()
    await office.assign(case["case_id"], staff_id=str(staff_id("verifier", CITY)))
    await office.resolve(case["case_id"])
    await pool.execute(
        "INSERT INTO remedy (dossier_id, case_id, decision_no, due_on) VALUES ($1, $2, $3, $4)",
        DOSSIER,
        case["case_id"],
        "128/QĐ-UBND",
        date(2026, 12, 11),
    )

    async with citizen(office) as reader:
        open_ = await reader.text(letter.link)
        await pool.execute("UPDATE remedy SET done_on = '2026-12-04'")
        done = await reader.text(letter.link)

    assert "Đã có quyết định giải quyết khiếu nại." in open_
    assert "Quyết định giải quyết số 128/QĐ-UBND ngày" in open_
    assert "đang làm lại hồ sơ theo quyết định, hạn 11/12/2026" in open_
    assert "đã làm lại xong hồ sơ theo quyết định, ngày 04/12/2026" in done
    assert naming({"open": open_, "done": done}) == set()


async def test_each_look_is_written_down_without_who_looked(office, letter, pool):
    async with official(office, "petition_officer") as reader:
        await reader.text(letter.link)

    rows = await pool.fetch("SELECT actor, object_id FROM audit WHERE action = 'petition.follow'")
    assert [tuple(row) for row in rows] == [("public", str(letter.id))]
