"""Filing a dossier over HTTP, reading it, listing what is due."""

from tests.intake.desk import CANARY, CITY, filing


async def test_a_counter_filing_gets_a_code_and_a_day_to_come_back(desk):
    answer = await desk.post("/api/dossiers", filing())

    told = answer.json()
    assert answer.status_code == 201
    assert told["status"] == "2"
    assert told["dossier_code"].startswith("000.00.31.H46-")
    assert told["due_at"].endswith("T17:00:00+07:00")


async def test_an_official_of_the_unit_reads_it_with_its_lines_and_version(desk):
    told = await desk.file()

    answer = await desk.get(f"/api/dossiers/{told['dossier_id']}", "processor-450")

    shown = answer.json()
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert shown["unit_id"] == CITY
    assert shown["applicant"]["name"] == CANARY["name"]
    assert shown["applicant"]["phone"] == "+84912345678"
    assert shown["due_lines"][0]["reason"] in ("FIRST_DAY", "OUTSIDE_HOURS")
