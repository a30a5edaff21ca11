"""Filing over HTTP, reading, listing, remedies, officials: what comes back and what is kept."""

from datetime import timedelta
from uuid import uuid4

from services.intake.handlers.remedies import open_remedy
from shared.db import transaction
from tests.intake.decisions import resolved
from tests.intake.desk import BIRTH, CANARY, CITY, MARCH_3, OTHER, WARD, filing


async def test_a_counter_filing_gets_a_code_and_a_day_to_come_back(desk):
    answer = await desk.post("/api/dossiers", filing())

    told = answer.json()
    assert answer.status_code == 201
    assert told["status"] == "2"
    assert told["dossier_code"].startswith("000.00.31.H46-")
    assert told["due_at"].endswith("T17:00:00+07:00")


async def test_the_same_key_and_body_is_filed_once_and_answered_alike(desk):
    first = await desk.post("/api/dossiers", filing(), **{"Idempotency-Key": "one"})
    again = await desk.post("/api/dossiers", filing(), **{"Idempotency-Key": "one"})

    assert (again.status_code, again.json()) == (201, first.json() | {"secret": None})
    assert await desk.pool.fetchval("SELECT count(*) FROM dossier") == 1


async def test_an_official_of_the_unit_reads_it_with_its_lines_and_version(desk):
    told = await desk.file()

    answer = await desk.get(f"/api/dossiers/{told['dossier_id']}", "processor-450")

    shown = answer.json()
    assert answer.headers["ETag"] == '"2"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert shown["due_at"] == told["due_at"]
    assert shown["applicant"] == CANARY | {"phone": "+84912345678"}
    assert shown["due_lines"][0]["reason"] in ("FIRST_DAY", "OUTSIDE_HOURS")
    assert await desk.pool.fetchval("SELECT fields FROM audit WHERE action = 'dossier.read'") == [
        "applicant"
    ]


async def test_the_district_sees_its_communes_and_nobody_elses(desk):
    told = await desk.file("receiver-18853", unit=WARD, procedure_code=BIRTH)
    path = f"/api/dossiers/{told['dossier_id']}"

    above = await desk.get(path, "processor-450")
    beside = await desk.get(path, "processor-18856")
    nowhere = await desk.get(f"/api/dossiers/{uuid4()}", "processor-450")

    assert above.status_code == 200
    assert (beside.status_code, beside.json()["code"]) == (404, "DOSSIER_NOT_FOUND")
    assert beside.json() | {"trace": ""} == nowhere.json() | {"trace": ""}


async def test_a_list_shows_what_is_due_first_page_by_page(desk, counter):
    days = [MARCH_3 + timedelta(days=n) for n in range(52)]
    made = [await counter.receive(when) for when in reversed(days)]

    first = (await desk.get("/api/dossiers", unit=CITY)).json()
    second = (await desk.get("/api/dossiers", unit=CITY, cursor=first["next"])).json()

    shown = [row["dossier_id"] for row in first["items"] + second["items"]]
    wanted = sorted(made, key=lambda d: (d.due_at, d.dossier_id))
    assert shown == [str(d.dossier_id) for d in wanted]
    assert (len(first["items"]), second["next"]) == (50, None)


async def test_a_list_covers_the_units_below_and_one_status_when_asked(desk):
    await desk.file()
    await desk.file("receiver-18853", unit=WARD, procedure_code=BIRTH)

    district = (await desk.get("/api/dossiers", "processor-450")).json()["items"]
    ward = (await desk.get("/api/dossiers", "processor-450", unit=WARD)).json()["items"]
    done = (await desk.get("/api/dossiers", "processor-450", status="9")).json()["items"]

    assert sorted(row["unit_id"] for row in district) == [WARD, CITY]
    assert [row["unit_id"] for row in ward] == [WARD]
    assert done == []


async def test_a_foreign_units_list_is_refused(desk):
    answer = await desk.get("/api/dossiers", "processor-450", unit=OTHER)

    assert (answer.status_code, answer.json()["code"]) == (403, "UNIT_FORBIDDEN")


async def test_a_remedy_is_listed_finished_and_gone_from_the_list(desk, counter):
    dossier, remedy_id = await counter.receive(), uuid4()
    async with transaction(desk.pool) as conn:
        await open_remedy(conn, remedy_id, resolved(dossier.dossier_id))

    [listed] = (await desk.get("/api/remedies", "processor-450", unit=CITY)).json()["items"]
    foreign = await desk.post(f"/api/remedies/{remedy_id}/done", {}, "processor-STP")
    done = await desk.post(f"/api/remedies/{remedy_id}/done", {}, "processor-450")
    twice = await desk.post(f"/api/remedies/{remedy_id}/done", {}, "processor-450")

    assert (listed["remedy_id"], listed["due_on"]) == (str(remedy_id), "2025-05-07")
    assert (foreign.status_code, foreign.json()["code"]) == (404, "REMEDY_NOT_FOUND")
    assert (done.status_code, done.json()["done_on"] is not None) == (200, True)
    assert (twice.status_code, twice.json()["code"]) == (409, "REMEDY_ALREADY_DONE")
    assert (await desk.get("/api/remedies", "processor-450")).json()["items"] == []


async def test_units_are_listed_by_level_and_parent(desk):
    districts = (await desk.client.get("/api/units", params={"level": "DISTRICT"})).json()
    communes = (await desk.client.get("/api/units", params={"parent": CITY})).json()
    unknown = await desk.client.get("/api/units", params={"parent": "0"})

    assert {u["kind"] for u in districts} >= {"thanh_pho", "thi_xa", "huyen"}
    assert {u["parent_unit_id"] for u in communes} == {CITY}
    assert len([u for u in communes if u["level"] == "COMMUNE"]) == 15
    assert unknown.json()["fields"][0]["field"] == "parent"


async def test_an_administrator_declares_an_official_who_then_works(desk):
    body = {
        "subject": "an.nv",
        "name": "Nguyễn Văn An",
        "title": "Chuyên viên",
        "assignments": [{"unit": CITY, "roles": ["receiver"]}],
    }

    declared = await desk.post("/api/staff", body, "unit_admin-450")
    me = (await desk.get("/api/staff/me", "an.nv")).json()

    assert declared.status_code == 200
    assert (me["name"], me["assignments"][0]["roles"]) == ("Nguyễn Văn An", ["receiver"])
    assert me["staff_id"] == declared.json()["staff_id"]
    await desk.file("an.nv")
