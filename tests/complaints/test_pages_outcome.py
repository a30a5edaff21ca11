"""A petition comes to its end over the pages: each way out, reflections, a decision."""

import pytest

from tests.complaints import told
from tests.complaints.browsing import DECIDED, official
from tests.complaints.world import CANARY_CONTENT, OTHER

REFLECTION = {"kind": "REFLECTION"}


OTHERS = {"competence": "OTHER"}


@pytest.mark.parametrize(
    ("found", "how", "typed", "status"),
    [
        (OTHERS, "guide", {"to_unit": OTHER, "words": "Gửi đến UBND huyện."}, "GUIDED"),
        (REFLECTION | OTHERS, "transfer", {"to_unit": OTHER}, "TRANSFERRED"),
        ({}, "return", {"reason_code": "GUIDED_BEFORE"}, "RETURNED"),
        ({"eligible": False, "ineligible_reason": "DUPLICATE"}, "file", {}, "FILED"),
        ({}, "withdrawn", {}, "WITHDRAWN"),
    ],
)
async def test_each_outcome_has_its_page(office, pool, found, how, typed, status):
    petition = (await office.classified(**found))["petition_id"]

    async with official(office, "petition_officer") as officer:
        done = await officer.fill(f"/desk/petitions/{petition}/outcome/{how}", **typed)
        page = await officer.text(f"/desk/petitions/{petition}")

    assert done.status_code == 303, done.text
    assert await pool.fetchval("SELECT status FROM petition") == status
    # One that was sent on may come back.
    assert ("Phân loại lại" in page) is (status == "TRANSFERRED")


async def test_an_outcome_that_the_rules_forbid_says_which_and_keeps_what_was_typed(office):
    petition = (await office.classified())["petition_id"]

    async with official(office, "petition_officer") as officer:
        forbidden = await officer.fill(
            f"/desk/petitions/{petition}/outcome/guide", words="Gửi nơi khác."
        )
        unreasoned = await officer.fill(f"/desk/petitions/{petition}/outcome/return")

    assert "không hướng dẫn hoặc chuyển đi" in forbidden.text
    assert "Gửi nơi khác." in forbidden.text
    assert "Trả đơn thì ghi lý do" in unreasoned.text
    assert (forbidden.status_code, unreasoned.status_code) == (422, 422)


async def test_a_reflection_is_taken_in_hand_and_answered(office, pool):
    petition = (await office.classified(**REFLECTION))["petition_id"]
    base = f"/desk/petitions/{petition}"

    async with official(office, "case_leader") as leader:
        await leader.fill(f"{base}/charge")
        listed = await leader.text("/desk/petitions?status=IN_CHARGE")
        done = await leader.fill(f"{base}/answer", upheld="yes", words=CANARY_CONTENT)
        opened = await leader.text(f"{base}/content")

    assert "DT-450-" in listed
    assert done.status_code == 303
    assert (await told.facts(pool))[-1].body["answer"] == "ANSWERED"
    assert opened.count(CANARY_CONTENT) == 2  # the petition's own words and ours to the sender


async def test_a_reflection_is_rejected_with_words(office, pool):
    petition = (await office.classified(**REFLECTION))["petition_id"]

    async with official(office, "case_leader") as leader:
        empty = await leader.fill(f"/desk/petitions/{petition}/reject")
        done = await leader.fill(f"/desk/petitions/{petition}/reject", words="Đã trả lời rồi.")

    assert (empty.status_code, done.status_code) == (422, 303)
    assert await pool.fetchval("SELECT status FROM petition") == "REJECTED"


async def test_a_decision_against_differing_views_is_refused_with_its_article(office):
    case = (await office.verifying())["case_id"]

    async with official(office, "case_leader") as leader:
        answer = await leader.fill(
            f"/desk/cases/{case}/resolve", **(DECIDED | {"views_agree": "no"})
        )

        heard = await leader.fill(f"/desk/cases/{case}/dialogue", present="COMPLAINANT")
        decided = await leader.fill(
            f"/desk/cases/{case}/resolve", **(DECIDED | {"views_agree": "no"})
        )

    assert answer.status_code == 422
    assert "phải đối thoại trước khi quyết định" in answer.text
    assert "128/QĐ-UBND" in answer.text
    assert (heard.status_code, decided.status_code) == (303, 303)
