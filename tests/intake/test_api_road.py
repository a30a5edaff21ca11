"""The road over HTTP: what each door answers, what is kept for repeats, what is told to whom."""

import json

from services.intake.domain.sought import Sought
from services.intake.store import reading, worklist
from shared.db import transaction
from shared.lookup import token_hash
from tests.intake.desk import CANARY, CITY
from tests.intake.road import GRANTED, MISSING, online

SECRETS = (CANARY["name"], "Chim Yến", "chim.yen", "912345678", "044185765432", "bí mật 0944")
CLERK, MINH, BOSS, LADY = "receiver-450", "processor-450", "approver-450", "returner-450"
WORDS = "lời bí mật 0944"


async def take(desk, seen, step, body, who, status=200, **headers):
    """A step on the dossier as it was seen; gives where it stands then."""
    match = {"If-Match": f'"{seen["version"]}"'} | headers
    answer = await desk.post(f"/api/dossiers/{seen['dossier_id']}/{step}", body, who, **match)
    assert answer.status_code == status, answer.text
    return answer.json()


async def walked(desk):
    """A dossier from its filing to its rating, with words in every free text."""
    answer = await desk.post("/api/dossiers/online", online(request=WORDS), "citizen")
    filed = answer.json()
    received = await take(desk, filed, "acceptance", {}, CLERK)
    worked_on = await take(desk, received, "assignment", {"note": WORDS}, CLERK)
    await take(desk, worked_on, "supplement-request", MISSING | {"reason": WORDS}, MINH)
    mine = f"/api/dossiers/mine/{filed['dossier_id']}/supplement"
    supplied = (await desk.post(mine, {}, "citizen")).json()
    granted = GRANTED | {"signed_by": CANARY["name"], "reason": WORDS}
    done = await take(desk, supplied, "completion", granted, BOSS)
    given = {"taken_by": CANARY["name"], "proof": WORDS, "fees_paid": True}
    returned = await take(desk, done, "return", given, LADY)
    rating = {"answers": {"time": 5, "attitude": 4}, "text": WORDS}
    rated = await take(desk, returned, "rating", rating, "citizen")
    return filed, rated


async def test_a_dossier_goes_the_whole_road_over_http(desk):
    filed, rated = await walked(desk)

    [mine] = (await desk.get("/api/dossiers/mine", "citizen")).json()["items"]
    shown = (await desk.get(f"/api/dossiers/{filed['dossier_id']}", MINH)).json()
    assert (filed["status"], rated["status"], rated["version"]) == ("1", "10", 8)
    assert (mine["dossier_id"], mine["status"]) == (filed["dossier_id"], "10")
    assert (shown["outcome"], shown["slip_no"], shown["register_no"]) == ("GRANTED", 2, 1)
    assert shown["applicant"]["id_number"] == CANARY["id_number"]


async def test_nothing_personal_is_on_an_open_topic_in_the_audit_or_in_a_kept_answer(desk):
    filed, _ = await walked(desk)
    refused = (await desk.post("/api/dossiers/online", online(), "citizen")).json()
    await take(desk, refused, "refusal", {"reason": WORDS}, CLERK)

    facts = await desk.pool.fetch("SELECT payload FROM outbox WHERE topic = 'intake.dossier.v1'")
    audit = await desk.pool.fetch("SELECT * FROM audit")
    kept = await desk.pool.fetch("SELECT body FROM idempotency WHERE body IS NOT NULL")
    written = b"".join(row["payload"] for row in facts)
    written += b"".join(row["body"] for row in kept)
    written += json.dumps([dict(r) for r in audit], default=str, ensure_ascii=False).encode()
    assert len(facts) >= 11
    for secret in (*SECRETS, filed["secret"], filed["token"], "citizen"):
        assert secret.encode() not in written


async def test_the_secret_is_told_once_and_kept_by_its_hash_alone(desk):
    key = {"Idempotency-Key": "one"}
    first = (await desk.post("/api/dossiers/online", online(), "citizen", **key)).json()
    again = (await desk.post("/api/dossiers/online", online(), "citizen", **key)).json()

    [row] = await desk.pool.fetch("SELECT * FROM dossier")
    assert len(first["secret"]) == 9
    assert again == first | {"secret": None, "token": None}
    assert len(row["secret_hash"]) == len(row["link_hash"]) == 32
    assert first["secret"].encode() not in json.dumps(dict(row), default=str).encode()


async def test_a_counter_filing_tells_its_secret_once_too(desk):
    key = {"Idempotency-Key": "one"}
    from_counter = await desk.post(
        "/api/dossiers", online(channel="1") | {"channel": "1"}, CLERK, **key
    )
    again = await desk.post("/api/dossiers", online() | {"channel": "1"}, CLERK, **key)

    assert len(from_counter.json()["secret"]) == 9
    assert again.json() == from_counter.json() | {"secret": None}


async def test_a_step_sent_twice_with_one_key_is_taken_once(desk):
    filed = (await desk.post("/api/dossiers/online", online(), "citizen")).json()
    key = {"Idempotency-Key": "one"}

    first = await take(desk, filed, "acceptance", {}, CLERK, **key)
    again = await take(desk, filed, "acceptance", {}, CLERK, **key)

    assert again == first
    assert await desk.pool.fetchval("SELECT count(*) FROM slip") == 1


async def test_of_two_clerks_on_one_dossier_the_second_is_told_who_was_first(desk):
    filed = (await desk.post("/api/dossiers/online", online(), "citizen")).json()
    await take(desk, filed, "acceptance", {}, CLERK)

    refused = await take(desk, filed, "refusal", {"reason": "x"}, CLERK, 409)

    assert refused["code"] == "CHANGED_MEANWHILE"
    assert refused["detail"].startswith("Nguyễn Thị Thu Hà đã cập nhật lúc ")


async def test_a_step_names_the_version_it_was_decided_on(desk):
    filed = (await desk.post("/api/dossiers/online", online(), "citizen")).json()

    for match in ({}, {"If-Match": "*"}, {"If-Match": '"x"'}, {"If-Match": "W/"}):
        path = f"/api/dossiers/{filed['dossier_id']}/acceptance"
        answer = await desk.post(path, {}, CLERK, **match)
        assert (answer.status_code, answer.json()["code"]) == (428, "VERSION_NEEDED")


async def test_a_citizen_neither_reads_nor_works(desk):
    filed = (await desk.post("/api/dossiers/online", online(), "citizen")).json()

    read = await desk.get(f"/api/dossiers/{filed['dossier_id']}", "citizen")
    work = await take(desk, filed, "acceptance", {}, "citizen", 403)
    other = await desk.post(f"/api/dossiers/mine/{filed['dossier_id']}/supplement", {}, "business")

    assert (read.status_code, work["code"]) == (403, "NOT_STAFF")
    assert (other.status_code, other.json()["code"]) == (404, "DOSSIER_NOT_FOUND")


async def test_a_list_is_narrowed_and_by_itself_shows_what_is_open(desk):
    filed = (await desk.post("/api/dossiers/online", online(), "citizen")).json()
    ended = (await desk.post("/api/dossiers/online", online(), "citizen")).json()
    await take(desk, ended, "refusal", {"reason": "x"}, CLERK)

    async def listed(**query):
        rows = (await desk.get("/api/dossiers", CLERK, unit=CITY, **query)).json()["items"]
        return [row["dossier_id"] for row in rows]

    assert await listed() == [filed["dossier_id"]]
    assert await listed(status="3") == [ended["dossier_id"]]
    assert await listed(step="receive", channel="2") == [filed["dossier_id"]]
    assert await listed(step="process") == []


async def test_a_cards_number_and_a_slips_link_find_a_dossier_by_what_is_kept_of_them(desk):
    filed = (await desk.post("/api/dossiers/online", online(), "citizen")).json()
    await desk.post(
        "/api/dossiers/online", online(applicant=CANARY | {"id_number": None}), "citizen"
    )
    keys = desk.app.state.keys
    cards, link = keys.id_indexes(CANARY["id_number"]), token_hash(filed["token"])

    async with transaction(desk.pool) as conn:
        [by_card] = await worklist.search(conn, [CITY], Sought("id_number", ""), cards)
        [by_link] = await worklist.search(conn, [CITY], Sought("token", ""), link)
        opened = await reading.by_link(conn, link)
        before = await worklist.previous(conn, [CITY], cards, None)

    assert str(by_card.dossier_id) == str(by_link.dossier_id) == filed["dossier_id"]
    assert str(opened) == filed["dossier_id"]
    assert [row.dossier_id for row in before] == [by_card.dossier_id]
    assert keys.first_token(by_card.dossier_id) == filed["token"]
    assert keys.id_index(None) is None
    assert CANARY["id_number"].encode() not in cards[0]


async def test_an_official_sees_what_the_same_person_filed_before(desk):
    first, second = [
        (await desk.post("/api/dossiers/online", online(), "citizen")).json() for _ in range(2)
    ]

    shown = await desk.get(f"/api/dossiers/{second['dossier_id']}/previous", MINH)
    foreign = await desk.get(f"/api/dossiers/{second['dossier_id']}/previous", "processor-STP")

    assert [row["dossier_id"] for row in shown.json()] == [first["dossier_id"]]
    assert (foreign.status_code, foreign.json()["code"]) == (404, "DOSSIER_NOT_FOUND")
