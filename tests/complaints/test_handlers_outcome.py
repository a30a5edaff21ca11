"""How a petition ends without a case: what is kept, what is told, and what nobody may do."""

from datetime import date

import pytest

from services.complaints.domain import refusals
from services.complaints.handlers import acts
from shared.db import transaction
from tests.complaints import told
from tests.complaints.clerks import DOSSIER, SEAL
from tests.complaints.told import naming
from tests.complaints.world import CANARY_CONTENT, CITY, OTHER

REFLECTION = {"kind": "REFLECTION"}
OTHERS = {"competence": "OTHER"}


async def last(pool):
    return (await told.facts(pool))[-1]


async def test_a_refused_complaint_is_told_as_a_case_that_never_opened(clerks, pool):
    await clerks.with_dossier()
    petition = await clerks.classify(await clerks.register(dossier_id=DOSSIER))

    refused = await clerks.refuse(petition, na_code="NA_06", words=CANARY_CONTENT)

    fact = await last(pool)
    assert (refused.status, refused.ended.reason_code) == ("NOT_ACCEPTED", "NA_06")
    assert (fact.topic, fact.kind) == ("complaints.case.v1", "ComplaintNotAccepted")
    assert fact.body == {
        "case_id": str(refused.ended.refused_case_id),
        "petition_id": str(petition.petition_id),
        "party_id": str(petition.classification.party_id),
        "round": 1,
        "unit_id": "450",
        "field": "LAND",
        "na_code": "NA_06",
        "on": "2025-03-12",
        "due_on": "2025-03-13",
        "class": {"value": "EARLY", "against": "CURRENT", "rule_version": "complaint:2011"},
        "dossier_id": str(DOSSIER),
    }
    assert await pool.fetchval("SELECT count(*) FROM complaint_case") == 0


@pytest.mark.parametrize(
    ("outcome", "found", "form", "kind", "body"),
    [
        ("GUIDE", OTHERS, {}, "PetitionGuided", {"reason_code": "OTHER_OFFICE"}),
        ("GUIDE", OTHERS, {"to_unit": OTHER}, "PetitionGuided", {"to_unit_id": OTHER}),
        ("GUIDE", {"earlier_handling": "FIRST"}, {}, "PetitionGuided", {}),
        ("TRANSFER", REFLECTION | OTHERS, {"to_unit": OTHER}, "PetitionTransferred", {}),
        ("RETURN", {}, {"reason_code": "GUIDED_BEFORE"}, "PetitionReturned", {}),
        (
            "FILE",
            {"eligible": False, "ineligible_reason": "DUPLICATE"},
            {},
            "PetitionFiled",
            {"reason_code": "DUPLICATE"},
        ),
        ("WITHDRAWN", {}, {}, "PetitionWithdrawn", {}),
    ],
)
async def test_an_outcome_is_kept_and_told(clerks, pool, outcome, found, form, kind, body):
    petition = await clerks.classify(await clerks.register(), **found)

    ended = await clerks.end(petition, outcome, **form)

    fact = await last(pool)
    assert (fact.kind, fact.body["outcome"], fact.body["on"]) == (kind, outcome, "2025-03-12")
    assert body.items() <= fact.body.items()
    assert ended.ended.class_ == fact.body["class"]["value"] == "EARLY"


async def test_a_petition_taken_back_before_it_was_read_is_told_to_nobody(clerks, pool):
    ended = await clerks.end(await clerks.register(), "WITHDRAWN")

    assert ended.status == "WITHDRAWN"
    assert await told.kinds(pool) == []


@pytest.mark.parametrize(
    ("outcome", "found", "refusal"),
    [
        ("GUIDE", {}, refusals.CompetentHere),
        ("TRANSFER", REFLECTION, refusals.CompetentHere),
        ("TRANSFER", OTHERS, refusals.ComplaintNotTransferred),
        (
            "GUIDE",
            OTHERS | {"eligible": False, "ineligible_reason": "GUIDED_BEFORE"},
            refusals.GuidedOnce,
        ),
        ("FILE", {}, refusals.StillEligible),
    ],
)
async def test_an_outcome_that_the_rules_forbid_is_refused(clerks, outcome, found, refusal):
    petition = await clerks.classify(await clerks.register(), **found)

    with pytest.raises(refusal):
        await clerks.end(petition, outcome)


async def test_a_petition_is_not_sent_to_where_it_is_nor_to_nowhere(clerks):
    petition = await clerks.classify(await clerks.register(), **REFLECTION, **OTHERS)

    for unit, refusal in ((CITY, refusals.SameUnit), ("999", refusals.UnitUnknown)):
        with pytest.raises(refusal) as refused:
            await clerks.end(petition, "TRANSFER", to_unit=unit)
        assert refused.value.fields[0].field == "to_unit"


@pytest.mark.parametrize(
    ("found", "refusal"),
    [
        (REFLECTION, refusals.OnlyComplaintRefused),
        ({"eligible": False, "ineligible_reason": "UNSIGNED"}, refusals.NotEligible),
        (OTHERS, refusals.NotCompetent),
    ],
)
async def test_only_an_eligible_complaint_of_ones_own_is_refused_by_article_11(
    clerks, found, refusal
):
    petition = await clerks.classify(await clerks.register(), **found)

    with pytest.raises(refusal):
        await clerks.refuse(petition)


async def test_a_petition_that_ended_moves_no_more(clerks):
    petition = await clerks.refuse(await clerks.classify(await clerks.register()))

    for act in (clerks.refuse(petition), clerks.accept(petition), clerks.end(petition, "FILE")):
        with pytest.raises(refusals.StepNotAllowed):
            await act


async def test_a_transferred_petition_that_comes_back_is_classified_again(clerks):
    petition = await clerks.classify(await clerks.register(), **REFLECTION, **OTHERS)
    sent = await clerks.end(petition, "TRANSFER")

    again = await clerks.classify(sent, **REFLECTION)

    assert (again.status, again.ended) == ("CLASSIFIED", None)


async def test_a_reflection_is_taken_in_charge_and_answered_by_its_day(clerks, pool):
    petition = await clerks.classify(await clerks.register(), **REFLECTION)
    taken = await clerks.take_charge(petition)

    answered = await clerks.answer(taken, date(2025, 3, 25), upheld=False)

    fact = await last(pool)
    assert (taken.status, answered.status) == ("IN_CHARGE", "ANSWERED")
    assert fact.kind == "PetitionAnswered"
    assert fact.body == {
        "petition_id": str(petition.petition_id),
        "answer": "ANSWERED",
        "on": "2025-03-25",
        "due_on": "2025-03-24",
        "class": {"value": "LATE", "against": "CURRENT", "rule_version": "complaint:2011"},
        "upheld": False,
    }


async def test_what_came_through_the_portal_is_rejected_within_two_days(clerks, pool):
    petition = await clerks.classify(await clerks.register(source="PORTAL"), **REFLECTION)

    rejected = await clerks.answer(petition, answer="REJECTED", upheld=None)

    fact = await last(pool)
    assert rejected.status == "REJECTED"
    assert (fact.body["answer"], fact.body["due_on"]) == ("REJECTED", "2025-03-05")
    assert fact.body["class"]["value"] == "LATE"


async def test_a_complaint_is_neither_taken_in_charge_nor_answered(clerks):
    petition = await clerks.classify(await clerks.register())

    for act in (
        clerks.take_charge(petition),
        clerks.answer(petition, answer="REJECTED", upheld=None),
    ):
        with pytest.raises(refusals.ComplaintNotAnswered):
            await act


@pytest.mark.parametrize(
    ("found", "refusal"),
    [
        ({"eligible": False, "ineligible_reason": "UNSIGNED"}, refusals.NotEligible),
        (OTHERS, refusals.NotCompetent),
    ],
)
async def test_only_ones_own_reflection_is_taken_in_charge(clerks, found, refusal):
    petition = await clerks.classify(await clerks.register(), **REFLECTION, **found)

    with pytest.raises(refusal):
        await clerks.take_charge(petition)


async def test_what_is_written_to_the_sender_is_sealed_and_opens_with_the_key(clerks, pool):
    petition = await clerks.classify(await clerks.register(), **OTHERS)
    await clerks.end(petition, "GUIDE", words=CANARY_CONTENT)

    dump = await told.dump(pool)
    async with transaction(pool) as conn:
        words = await acts.unsealed_words(conn, SEAL, petition.petition_id)

    assert naming(dump) == {"outbox"}  # the restricted contact
    assert words == {3: CANARY_CONTENT}


async def test_every_act_is_written_with_its_hour_and_a_late_decision_sees_it(clerks, pool):
    petition = await clerks.classify(await clerks.register())
    async with transaction(pool) as conn:
        await acts.require_unchanged(conn, petition.petition_id, 2)
        with pytest.raises(refusals.ChangedMeanwhile) as refused:
            await acts.require_unchanged(conn, petition.petition_id, 1)

    assert refused.value.detail == "Nguyễn Văn An đã cập nhật lúc 09:00 ngày 12/03/2025."
    steps = await pool.fetch("SELECT n, step FROM act ORDER BY n")
    assert [tuple(row) for row in steps] == [(1, "REGISTER"), (2, "CLASSIFY")]
