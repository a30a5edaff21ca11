"""Petitions are registered sealed; nothing is told before one is known to be no denunciation."""

from datetime import date

import pytest

from services.complaints.domain import refusals
from services.complaints.sealed_sender import unseal
from shared.db import transaction
from tests.complaints import told
from tests.complaints.clerks import DOSSIER, DOSSIER_CODE, SEAL
from tests.complaints.make import MARCH_3
from tests.complaints.world import CANARY_PHONE


async def test_a_registered_petition_is_told_to_nobody(clerks, pool):
    petition = await clerks.register()

    assert (petition.status, petition.petition_code) == ("RECEIVED", "DT-450-2025-00001")
    assert (petition.received_on, petition.due_on) == (MARCH_3, date(2025, 3, 13))
    assert await told.kinds(pool) == []


async def test_what_was_sealed_at_registration_opens_with_the_key(clerks, pool):
    await clerks.with_dossier()
    petition = await clerks.register(dossier_code=DOSSIER_CODE)

    async with transaction(pool) as conn:
        sent = await unseal(conn, SEAL, petition.petition_id)

    assert (sent.sender.phone, sent.dossier_id) == (CANARY_PHONE, DOSSIER)


async def test_the_first_classification_tells_the_petition_and_whom_to_answer(clerks, pool):
    petition = await clerks.classify(await clerks.register())

    party, received, classified = await told.facts(pool)
    assert (received.kind, classified.kind) == ("PetitionReceived", "PetitionClassified")
    assert received.body == {
        "petition_id": str(petition.petition_id),
        "unit_id": "450",
        "source": "POST",
        "on": "2025-03-03",
        "kind": "COMPLAINT",
        "signatures": "ONE",
        "people": 1,
        "party_id": party.body["party_id"],
    }
    assert classified.body == {
        "petition_id": str(petition.petition_id),
        "kind": "COMPLAINT",
        "field": "LAND",
        "earlier_handling": "NONE",
        "eligible": True,
        "competence": "OWN",
        "complex": False,
        "remote": False,
        "rule_version": "complaint:2011",
        "due_on": "2025-03-13",
    }
    assert (party.topic, party.body["phone"]) == ("complaints.party.v1", CANARY_PHONE)
    assert party.body["consents"] == ["EMAIL", "SMS"]


async def test_a_second_classification_tells_itself_alone(clerks, pool):
    petition = await clerks.classify(await clerks.register())

    again = await clerks.classify(petition, kind="PETITION")

    assert again.classification.party_id == petition.classification.party_id
    assert (await told.kinds(pool))[3:] == ["PetitionClassified"]


async def test_a_contact_agrees_to_the_channels_that_can_reach_it(clerks, pool):
    for sender, consents in (
        ({"phone": "0232 3822 199"}, []),
        ({"phone": "0912345678"}, ["SMS"]),
        ({"email": "chim@canary.example"}, ["EMAIL"]),
    ):
        await clerks.classify(await clerks.register(sender={"name": "Chim Yến"} | sender))

        party = [fact for fact in await told.facts(pool) if fact.kind == "Party"][-1]
        assert party.body["consents"] == consents


async def test_a_sender_without_contact_is_told_of_to_nobody(clerks, pool):
    case = await clerks.accepted({"sender": {"name": "Chim Yến", "address": "Thôn Đông"}})

    *petition, accepted = await told.facts(pool)
    assert [fact.kind for fact in petition] == ["PetitionReceived", "PetitionClassified"]
    assert "party_id" not in petition[0].body
    assert accepted.body["party_id"] == str(case.party_id)


async def test_a_petition_without_sender_has_no_party(clerks, pool):
    petition = await clerks.register(signatures="ANONYMOUS", sender=None)

    classified = await clerks.classify(
        petition, kind="REFLECTION", eligible=False, ineligible_reason="ANONYMOUS"
    )

    assert classified.classification.party_id is None
    assert await told.kinds(pool) == ["PetitionReceived", "PetitionClassified"]


async def test_a_denunciation_is_refused_and_leaves_everything_as_it_was(clerks, pool):
    petition = await clerks.register()
    before = await told.dump(pool)

    with pytest.raises(refusals.DenunciationRoadClosed) as refused:
        await clerks.classify(petition, kind="DENUNCIATION")

    assert "sổ giấy" in refused.value.detail
    assert await told.dump(pool) == before


async def test_a_dossier_named_at_registration_shows_only_after_classification(clerks, pool):
    await clerks.with_dossier()
    petition = await clerks.register(dossier_id=DOSSIER)
    before = await told.dump(pool)

    classified = await clerks.classify(petition)

    assert not any(str(DOSSIER) in text for table, text in before.items() if table != "dossier")
    assert classified.classification.dossier_id == DOSSIER
    assert (await told.facts(pool))[-1].body["dossier_id"] == str(DOSSIER)


async def test_a_dossier_that_nobody_knows_is_refused(clerks):
    for named in ({"dossier_id": DOSSIER}, {"dossier_code": "000.00.01.H46-1"}):
        with pytest.raises(refusals.DossierUnknown):
            await clerks.register(**named)


async def test_the_day_of_receipt_chooses_the_law_that_stays_with_the_petition(clerks):
    petition = await clerks.register(today=date(2026, 8, 28), received_on="2026-08-27")

    assert (petition.rule_version, petition.due_on) == ("complaint:2026-07", date(2026, 9, 10))
