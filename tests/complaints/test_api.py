"""The doors of complaints over HTTP: the whole road, and each wrong turn with its code."""

from datetime import timedelta
from uuid import uuid4

from shared import clock
from shared.auth import routes_without_action
from tests.complaints import told
from tests.complaints.world import CANARY, OTHER, classification, registration, staff_id
from tests.shared.web import new_key

NOBODY = str(uuid4())
TOMORROW = (clock.today() + timedelta(days=1)).isoformat()
PETITIONS = "/api/petitions"
WRONG_REGISTRATIONS = [
    ({"unit": "999"}, "unit", "UNIT_UNKNOWN"),
    ({"unit": 450}, "unit", "WRONG_TYPE"),
    ({"unit": "450'; --"}, "unit", "BAD_FORMAT"),
    ({"source": "FAX"}, "source", "NOT_IN_LIST"),
    ({"people": "1"}, "people", "WRONG_TYPE"),
    ({"people": 0}, "people", "OUT_OF_RANGE"),
    ({"received_on": TOMORROW}, "received_on", "DATE_IN_FUTURE"),
    ({"received_on": "03/03/2025"}, "received_on", "BAD_VALUE"),
    ({"received_on": 1_740_000_000}, "received_on", "BAD_VALUE"),
    ({"content": "   "}, "content", "TOO_SHORT"),
    ({"content": "a\x00b"}, "content", "BAD_FORMAT"),
    ({"content": None}, "content", "MISSING"),
    ({"sender": None}, "body", "SENDER_AND_SIGNATURES"),
    ({"signatures": "ANONYMOUS"}, "body", "SENDER_AND_SIGNATURES"),
    ({"signatures": "MANY"}, "body", "PEOPLE_AND_SIGNATURES"),
    ({"sender": {"name": ""}}, "sender.name", "TOO_SHORT"),
    ({"sender": {"name": "An", "phone": "113"}}, "sender.phone", "PHONE_INVALID"),
    ({"sender": {"name": "An", "email": "an@"}}, "sender.email", "EMAIL_INVALID"),
    ({"sender": {"name": "An", "cccd": "044"}}, "sender.cccd", "UNKNOWN_FIELD"),
    ({"dossier_id": NOBODY}, "dossier_id", "DOSSIER_UNKNOWN"),
    ({"dossier_code": "000.00.31.H46-1"}, "dossier_code", "DOSSIER_UNKNOWN"),
]
WRONG_CLASSIFICATIONS = [
    ({"kind": "GOSSIP"}, "kind", "NOT_IN_LIST"),
    ({"field": "đất"}, "field", "NOT_IN_LIST"),
    ({"eligible": "yes"}, "eligible", "WRONG_TYPE"),
    ({"eligible": False}, "body", "ELIGIBLE_AND_REASON"),
    ({"ineligible_reason": "UNSIGNED"}, "body", "ELIGIBLE_AND_REASON"),
    ({"dossier_id": NOBODY}, "dossier_id", "DOSSIER_UNKNOWN"),
    ({"on": TOMORROW}, "on", "DATE_IN_FUTURE"),
    ({"on": "2025-03-02"}, "on", "DATE_TOO_EARLY"),
]
WRONG_DECISIONS = [
    ({"conclusion": "MAYBE"}, "conclusion", "NOT_IN_LIST"),
    ({"decision_no": "số 128"}, "decision_no", "BAD_FORMAT"),
    ({"decision_no": None}, "decision_no", "MISSING"),
    ({"views_agree": None}, "views_agree", "MISSING"),
    ({"recover": {"money_state": -1}}, "recover.money_state", "OUT_OF_RANGE"),
    ({"recover": {"money_people": 2**60}}, "recover.money_people", "OUT_OF_RANGE"),
    ({"persons_to_discipline": 1.5}, "persons_to_discipline", "WRONG_TYPE"),
    ({"on": TOMORROW}, "on", "DATE_IN_FUTURE"),
    ({"on": "2025-03-03"}, "on", "DATE_TOO_EARLY"),
]


def codes(response) -> set[tuple[str, str]]:
    return {(field["field"], field["code"]) for field in response.json()["fields"]}


async def test_the_whole_road_from_a_petition_to_its_decision(office, pool):
    case = await office.verifying()

    resolved = await office.resolve(case["case_id"], recover={"money_people": 5_000_000})

    assert (resolved.status_code, resolved.json()["status"]) == (201, "DECIDED")
    assert resolved.json()["class"] == "EARLY"
    assert resolved.json()["resolution"]["recover"]["money_people"] == 5_000_000
    assert await told.kinds(pool) == [
        "Party",
        "PetitionReceived",
        "PetitionClassified",
        "ComplaintAccepted",
        "VerificationAssigned",
        "ComplaintResolved",
    ]


async def test_a_registration_answers_with_what_is_written_on_the_receipt(office):
    petition = await office.registered()

    assert sorted(petition) == ["due_on", "petition_code", "petition_id", "status"]
    assert (petition["status"], petition["due_on"]) == ("RECEIVED", "2025-03-13")


async def test_a_petition_is_shown_without_its_sender(office):
    petition = await office.classified()

    shown = await office.get(f"{PETITIONS}/{petition['petition_id']}")

    assert shown.json() == petition
    assert not any(value in shown.text for value in CANARY.values())


async def test_a_denunciation_is_sent_to_the_paper_register(office):
    petition = await office.registered()

    refused = await office.classify(petition["petition_id"], kind="DENUNCIATION")

    assert (refused.status_code, refused.json()["code"]) == (422, "DENUNCIATION_ROAD_CLOSED")
    assert "người giữ danh tính người tố cáo" in refused.json()["detail"]


async def test_a_step_out_of_order_is_refused(office):
    petition = await office.registered()
    early = await office.accept(petition["petition_id"])
    case = await office.accepted()
    unverified = await office.resolve(case["case_id"])
    again = await office.accept(case["petition_id"])

    for refused in (early, unverified, again):
        assert (refused.status_code, refused.json()["code"]) == (409, "STEP_NOT_ALLOWED")


async def test_a_decision_against_differing_views_needs_a_dialogue(office):
    case = await office.verifying()

    refused = await office.resolve(case["case_id"], views_agree=False)

    assert (refused.status_code, refused.json()["code"]) == (409, "DIALOGUE_REQUIRED")


async def test_a_key_sent_twice_registers_once(office, pool):
    headers = {"Idempotency-Key": "register-1"}
    first = await office.post(PETITIONS, registration(), **headers)

    again = await office.post(PETITIONS, registration(), **headers)
    other = await office.post(PETITIONS, registration(people=2), **headers)

    assert (again.status_code, again.json()) == (201, first.json())
    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert await pool.fetchval("SELECT count(*) FROM petition") == 1


async def test_a_refused_command_may_come_again_with_its_key(office):
    petition = await office.registered()
    path = f"{PETITIONS}/{petition['petition_id']}/classification"
    headers = {"Idempotency-Key": "classify-1"}
    await office.post(path, classification(kind="DENUNCIATION"), **headers)

    done = await office.post(path, classification(), **headers)

    assert done.status_code == 201


async def test_a_registration_with_a_wrong_value_names_its_field(office):
    for changed, field, code in WRONG_REGISTRATIONS:
        refused = await office.post(PETITIONS, registration(**changed))

        assert refused.status_code == 422, changed
        assert (field, code) in codes(refused), changed


async def test_a_classification_with_a_wrong_value_names_its_field(office):
    petition = await office.registered()

    for changed, field, code in WRONG_CLASSIFICATIONS:
        refused = await office.classify(petition["petition_id"], **changed)

        assert refused.status_code == 422, changed
        assert (field, code) in codes(refused), changed


async def test_an_anonymous_petition_is_not_eligible(office):
    petition = await office.registered(signatures="ANONYMOUS", sender=None)

    refused = await office.classify(petition["petition_id"])

    assert (refused.status_code, refused.json()["code"]) == (422, "ANONYMOUS_NOT_ELIGIBLE")


async def test_what_is_no_first_complaint_of_the_unit_opens_no_case(office):
    for changed, code in (
        ({"kind": "REFLECTION"}, "NOT_A_COMPLAINT"),
        ({"eligible": False, "ineligible_reason": "UNSIGNED"}, "NOT_ELIGIBLE"),
        ({"competence": "OTHER"}, "NOT_COMPETENT"),
        ({"earlier_handling": "SEVERAL"}, "RESOLVED_BEFORE"),
    ):
        petition = await office.classified(**changed)

        refused = await office.accept(petition["petition_id"])

        assert (refused.status_code, refused.json()["code"]) == (409, code)


async def test_a_decision_with_a_wrong_value_names_its_field(office):
    case = await office.verifying()

    for changed, field, code in WRONG_DECISIONS:
        refused = await office.resolve(case["case_id"], **changed)

        assert refused.status_code == 422, changed
        assert (field, code) in codes(refused), changed


async def test_a_verifier_of_another_unit_gets_no_case(office):
    case = await office.accepted()

    refused = await office.assign(case["case_id"], staff_id=str(staff_id("verifier", OTHER)))

    assert (refused.status_code, refused.json()["code"]) == (422, "NOT_A_VERIFIER")


async def test_a_body_that_is_no_json_or_too_large_is_refused(office):
    headers = office.issuer.bearer(sub="petition_officer-450")
    json = headers | {"Content-Type": "application/json"}

    broken = await office.client.post(PETITIONS, content=b"{", headers=json)
    huge = await office.client.post(PETITIONS, content=b"x" * 1_100_000, headers=json)
    form = await office.client.post(PETITIONS, data={"unit": "450"}, headers=headers)
    halves = await office.client.post(PETITIONS, content=b'{"content": "\\ud800"}', headers=json)

    assert (broken.status_code, broken.json()["code"]) == (400, "JSON_MALFORMED")
    assert (huge.status_code, huge.json()["code"]) == (413, "BODY_TOO_LARGE")
    assert (form.status_code, form.json()["code"]) == (415, "BODY_NOT_JSON")
    assert (halves.status_code, halves.json()["code"]) == (422, "FIELDS_INVALID")


async def test_a_missing_or_forged_token_is_refused(office):
    missing = await office.client.post(PETITIONS, json=registration())
    forged = await office.client.post(
        PETITIONS,
        json=registration(),
        headers=office.issuer.bearer(new_key("first"), sub="petition_officer-450"),
    )
    stranger = await office.post(PETITIONS, registration(), role="nobody")

    assert (missing.status_code, missing.json()["code"]) == (401, "TOKEN_MISSING")
    assert (forged.status_code, forged.json()["code"]) == (401, "TOKEN_INVALID")
    assert (stranger.status_code, stranger.json()["code"]) == (403, "NOT_STAFF")


async def test_an_answer_to_a_wrong_registration_repeats_no_value_of_the_sender(office):
    sender = CANARY | {"phone": "12345-chim", "email": "chim-canary", "cccd": "044190001234"}

    refused = await office.post(PETITIONS, registration(sender=sender, people=0))

    assert refused.status_code == 422
    assert not any(value in refused.text for value in sender.values())


async def test_every_route_names_an_action_of_the_table(office):
    assert routes_without_action(office.app) == []
