"""What an accepted complaint saves and tells, from its case to its decision."""

import asyncio
from datetime import date
from uuid import UUID

import pytest

from services.complaints.domain import refusals
from shared import reference
from shared.db import transaction
from shared.events.intake import Assignment
from tests.complaints import told
from tests.complaints.clerks import DOSSIER
from tests.complaints.world import CITY, OTHER, WARD, official, staff_id

APRIL_11 = date(2025, 4, 11)


async def test_an_accepted_complaint_opens_a_case(clerks, pool):
    case = await clerks.accepted()

    [accepted] = [fact for fact in await told.facts(pool) if fact.kind == "ComplaintAccepted"]
    assert (case.status, case.case_code) == ("ACCEPTED", "KN-450-2025-00001")
    assert accepted.body == {
        "case_id": str(case.case_id),
        "petition_id": str(case.petition_id),
        "party_id": str(case.party_id),
        "round": 1,
        "unit_id": "450",
        "field": "LAND",
        "on": "2025-03-12",
        "due_on": "2025-04-11",
        "complex": False,
        "remote": False,
        "rule_version": "complaint:2011",
    }


async def test_the_limit_follows_remoteness_and_difficulty(clerks):
    for unit, classified, accepted, due_on in (
        (WARD, {}, {}, date(2025, 4, 26)),  # the unit's own flag: 45 days
        (WARD, {"remote": False}, {}, APRIL_11),  # said at classification
        (WARD, {}, {"complex": True}, date(2025, 5, 12)),  # both: 60 days
        (CITY, {"complex": True}, {"complex": False}, APRIL_11),  # said last
    ):
        petition = await clerks.classify(await clerks.register(unit=unit), **classified)

        case = await clerks.accept(petition, **accepted)

        assert case.due_on == due_on, (unit, classified, accepted)


async def test_a_case_is_given_to_a_verifier_of_its_unit(clerks, pool):
    case = await clerks.assign(await clerks.accepted())

    fact = next(fact for fact in await told.facts(pool) if fact.kind == "VerificationAssigned")
    assert (case.status, case.verifier_id) == ("VERIFYING", staff_id("verifier", CITY))
    assert fact.body == {
        "case_id": str(case.case_id),
        "unit_id": "450",
        "staff_id": str(staff_id("verifier", CITY)),
        "on": "2025-03-12",
        "due_on": "2025-04-11",
    }


async def test_who_is_no_verifier_of_the_unit_gets_no_case(clerks):
    case = await clerks.accepted()

    for nominee in (
        staff_id("verifier", OTHER),
        staff_id("case_leader", CITY),
        UUID(int=9),
    ):
        with pytest.raises(refusals.NotAVerifier):
            await clerks.assign(case, staff_id=nominee)


async def test_a_verifier_whose_assignment_has_ended_gets_no_case(clerks, pool):
    former = official("verifier", CITY)
    ended = Assignment(
        unit_id=CITY, roles=["verifier"], valid_from=date(2024, 1, 1), valid_to=date(2025, 3, 11)
    )
    async with transaction(pool) as conn:
        await reference.save(conn, former.model_copy(update={"assignments": [ended]}))
    case = await clerks.accepted()

    with pytest.raises(refusals.NotAVerifier):
        await clerks.assign(case)


@pytest.mark.parametrize("part", ["receiver", "approver"])
async def test_who_took_or_signed_what_is_challenged_does_not_verify_it(clerks, pool, part):
    verifier, other = staff_id("verifier", CITY), UUID(int=8)
    async with transaction(pool) as conn:
        known = official("verifier", CITY)
        fresh = {"staff_id": other, "subject": "other-450"}
        await reference.save(conn, known.model_copy(update=fresh))
    await clerks.with_dossier(**{part: verifier})
    case = await clerks.accepted(dossier_id=str(DOSSIER))

    with pytest.raises(refusals.OwnDecision, match="Điều 29 Luật Khiếu nại 2011"):
        await clerks.assign(case)

    assert (await clerks.assign(case, staff_id=other)).verifier_id == other
    assert (await clerks.assign(await clerks.accepted())).verifier_id == verifier  # of no dossier


async def test_a_decision_tells_what_it_orders_and_whether_it_was_in_time(clerks, pool):
    await clerks.with_dossier()
    case = await clerks.assign(await clerks.accepted(dossier_id=str(DOSSIER)))

    late = await clerks.resolve(
        case,
        today=date(2025, 4, 14),
        recover={"money_people": 12_000_000, "land_m2_people": 150, "people_restored": 1},
        persons_to_discipline=2,
        to_police=True,
    )

    fact = next(fact for fact in await told.facts(pool) if fact.kind == "ComplaintResolved")
    assert late.status == "DECIDED"
    assert fact.body == {
        "case_id": str(case.case_id),
        "round": 1,
        "on": "2025-04-14",
        "due_on": "2025-04-11",
        "class": {"value": "LATE", "against": "CURRENT", "rule_version": "complaint:2011"},
        "conclusion": "RIGHT",
        "effect": "CANCEL",
        "recover": {
            "money_state": 0,
            "money_people": 12_000_000,
            "land_m2_state": 0,
            "land_m2_people": 150,
            "people_restored": 1,
        },
        "persons_to_discipline": 2,
        "to_police": True,
        "decision_no": "128/QĐ-UBND",
        "dossier_id": str(DOSSIER),
    }


async def test_papers_are_dated_in_the_order_of_the_acts(clerks):
    petition = await clerks.register(received_on="2025-03-10")

    with pytest.raises(refusals.DateTooEarly):
        await clerks.classify(petition, on="2025-03-09")
    petition = await clerks.classify(petition, on="2025-03-11")
    with pytest.raises(refusals.DateTooEarly):
        await clerks.accept(petition, on="2025-03-10")
    case = await clerks.accept(petition, on="2025-03-11")
    with pytest.raises(refusals.DateInFuture):
        await clerks.assign(case, on="2025-03-13")
    case = await clerks.assign(case, on="2025-03-12")
    with pytest.raises(refusals.DateTooEarly):
        await clerks.resolve(case, on="2025-03-11")


async def test_no_paper_is_older_than_the_act_before_it(clerks):
    case = await clerks.accept(
        await clerks.classify(await clerks.register(), on="2025-03-04"), on="2025-03-05"
    )
    case = await clerks.assign(case, on="2025-03-06")
    case = await clerks.hear(case, on="2025-03-11")

    with pytest.raises(refusals.DateTooEarly):
        await clerks.resolve(case, on="2025-03-10")
    assert (await clerks.resolve(case, on="2025-03-11")).decided_on == date(2025, 3, 11)


async def test_a_petition_that_came_back_is_not_classified_before_it_was_sent(clerks):
    found = {"kind": "PETITION", "competence": "OTHER"}
    petition = await clerks.classify(await clerks.register(), on="2025-03-04", **found)
    petition = await clerks.end(petition, "TRANSFER", to_unit=OTHER, on="2025-03-10")

    with pytest.raises(refusals.DateTooEarly):
        await clerks.classify(petition, on="2025-03-07", **found)
    again = await clerks.classify(petition, on="2025-03-10", **found)

    assert (again.status, again.ended) == ("CLASSIFIED", None)


async def test_two_leaders_who_accept_at_once_open_one_case(clerks, pool):
    petition = await clerks.classify(await clerks.register())

    both = await asyncio.gather(
        clerks.accept(petition), clerks.accept(petition), return_exceptions=True
    )

    assert sorted(type(answer).__name__ for answer in both) == ["Case", "StepNotAllowed"]
    assert await pool.fetchval("SELECT count(*) FROM complaint_case") == 1


async def test_each_act_is_on_the_audit_trail_with_names_of_fields_alone(clerks, pool):
    await clerks.resolve(await clerks.assign(await clerks.accepted()))

    trail = await told.audited(pool)
    assert [(actor, action) for actor, action, _ in trail] == [
        ("petition_officer-450", "petition.register"),
        ("petition_officer-450", "petition.classify"),
        ("case_leader-450", "petition.accept"),
        ("case_leader-450", "case.assign"),
        ("case_leader-450", "case.resolve"),
    ]
    assert trail[0][2] == [
        "content",
        "people",
        "received_on",
        "sender",
        "signatures",
        "source",
        "unit",
    ]


async def test_after_a_dialogue_a_case_is_decided_though_views_differ(clerks, pool):
    case = await clerks.assign(await clerks.accepted())

    heard = await clerks.hear(case)
    decided = await clerks.resolve(heard, views_agree=False)

    fact = next(fact for fact in await told.facts(pool) if fact.kind == "DialogueHeld")
    assert (heard.status, decided.status) == ("DIALOGUE", "DECIDED")
    assert fact.body == {
        "case_id": str(case.case_id),
        "on": "2025-03-12",
        "mandatory": True,
        "present": ["COMPLAINANT", "CASE_LEADER"],
    }


async def test_a_dialogue_comes_after_the_verification_has_begun(clerks):
    with pytest.raises(refusals.StepNotAllowed):
        await clerks.hear(await clerks.accepted())
