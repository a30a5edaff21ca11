"""What officials see: pages of their own units, oldest due first, and nothing of others."""

from uuid import uuid4

from tests.complaints.world import CITY, OTHER, PROVINCE, WARD

NOBODY = str(uuid4())


async def test_petitions_come_page_by_page_oldest_due_first(office):
    days = ["2025-03-05", "2025-03-03", "2025-03-04", "2025-03-03", "2025-03-06"]
    made = [await office.registered(received_on=day) for day in days]

    first = (await office.get("/api/petitions", limit=3)).json()
    second = (await office.get("/api/petitions", limit=3, cursor=first["next"])).json()

    seen = [row["petition_id"] for row in first["items"] + second["items"]]
    expected = sorted(made, key=lambda row: (row["due_on"], row["petition_id"]))
    assert seen == [row["petition_id"] for row in expected]
    assert (len(first["items"]), second["next"]) == (3, None)


async def test_a_list_narrows_to_a_unit_and_a_status(office):
    ward = await office.registered(unit=WARD)
    await office.registered()
    classified = await office.classified()

    below = (await office.get("/api/petitions", unit=WARD)).json()
    done = (await office.get("/api/petitions", status="CLASSIFIED")).json()

    assert [row["petition_id"] for row in below["items"]] == [ward["petition_id"]]
    assert [row["petition_id"] for row in done["items"]] == [classified["petition_id"]]


async def test_another_units_petition_and_case_are_as_if_they_were_not_there(office):
    case = await office.accepted()
    answers = [
        await office.get(f"/api/petitions/{case['petition_id']}", at=OTHER),
        await office.get(f"/api/petitions/{case['petition_id']}", at=WARD),
        await office.get(f"/api/petitions/{NOBODY}"),
        await office.get(f"/api/cases/{case['case_id']}", at=OTHER),
        await office.get(f"/api/cases/{NOBODY}"),
        await office.post(
            f"/api/petitions/{case['petition_id']}/acceptance", {}, "case_leader", OTHER
        ),
        await office.post(
            f"/api/cases/{case['case_id']}/verification",
            {"staff_id": NOBODY},
            "case_leader",
            OTHER,
        ),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == (
        [(404, "PETITION_NOT_FOUND")] * 3
        + [(404, "CASE_NOT_FOUND")] * 2
        + [(404, "PETITION_NOT_FOUND"), (404, "CASE_NOT_FOUND")]
    )


async def test_another_units_lists_are_empty_and_not_asked_for(office):
    await office.verifying()

    for path in ("/api/petitions", "/api/cases"):
        assert (await office.get(path, at=OTHER)).json()["items"] == []
        foreign = await office.get(path, at=OTHER, unit=CITY)
        assert (foreign.status_code, foreign.json()["code"]) == (403, "UNIT_FORBIDDEN")


async def test_an_unclassified_petition_is_shown_to_those_who_keep_the_register_alone(office):
    """It may be a denunciation of the leader: he finds it neither by its id nor in a list."""
    petition = await office.registered()
    path = f"/api/petitions/{petition['petition_id']}"

    for role, seen in (
        ("petition_officer", True),
        ("reception_officer", True),
        ("case_leader", False),
        ("inspector", False),
    ):
        shown = await office.get(path, role)
        listed = (await office.get("/api/petitions", role)).json()["items"]
        assert (shown.status_code == 200, len(listed) == 1) == (seen, seen), role

    await office.classify(petition["petition_id"])
    assert (await office.get(path, "case_leader")).status_code == 200


async def test_who_stands_above_sees_all_below(office):
    case = await office.accepted()

    shown = await office.get(f"/api/cases/{case['case_id']}", "inspector", PROVINCE)
    listed = await office.get("/api/cases", "inspector", PROVINCE)

    assert shown.json() == listed.json()["items"][0] == case


async def test_a_verifier_sees_the_cases_named_to_him_and_no_others(office):
    mine = await office.verifying()
    await office.accepted()

    listed = await office.get("/api/verifications", "verifier")
    foreign = await office.get("/api/verifications", "verifier", OTHER)

    assert [row["case_id"] for row in listed.json()["items"]] == [mine["case_id"]]
    assert foreign.json()["items"] == []


async def test_a_wrong_query_is_refused(office):
    for name, value in (
        ("cursor", "x"),
        ("cursor", "MjAyNS0wMS0wMS8x"),
        ("limit", 0),
        ("limit", 101),
        ("status", "?"),
        ("unit", "999"),
    ):
        refused = await office.get("/api/petitions", **{name: value})

        [field] = refused.json()["fields"]
        assert (refused.status_code, field["field"]) == (422, name)
