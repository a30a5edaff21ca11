"""The desk over its pages: who sees what, each act once, what is greyed and why, nothing lost."""

import re

from shared.web.identity.start import START
from tests.complaints import told
from tests.complaints.browsing import DECIDED, citizen, official
from tests.complaints.clerks import DOSSIER
from tests.complaints.test_pages_lodge import lodge
from tests.complaints.told import naming
from tests.complaints.world import CANARY, CANARY_CONTENT, CITY, OTHER, ROLES, staff_id
from tests.shared.vietnam import at
from tests.web.visitor import Page


async def test_the_whole_road_over_the_pages(office, pool):
    async with citizen(office) as writer:
        await lodge(writer)
    petition = await pool.fetchrow("SELECT * FROM petition")
    base = f"/desk/petitions/{petition['petition_id']}"
    async with official(office, "petition_officer") as officer:
        listed = await officer.text("/desk/petitions?status=RECEIVED")
        classified = await officer.fill(f"{base}/classify", field="LAND")
    async with official(office, "case_leader") as leader:
        shown = await leader.fill(f"{base}/accept")
        accepted = await leader.press(shown, f"{base}/accept")
        case = accepted.headers["location"].partition("?")[0]
        assigned = await leader.fill(f"{case}/assign", staff_id=staff_id("verifier", CITY))
        resolved = await leader.fill(f"{case}/resolve", **DECIDED)
        page = await leader.text(case)

    assert petition["petition_code"] in listed
    assert "Hạn giải quyết:" in Page(shown.text).text
    assert "Điều 28" in Page(shown.text).text
    done = (classified, accepted, assigned, resolved)
    assert [answer.status_code for answer in done] == [303] * 4
    assert "Đã có quyết định" in page
    assert "128/QĐ-UBND" in page


PAGES = {
    "/desk": {
        *("petition_officer", "reception_officer", "case_leader", "verifier", "inspector"),
    },
    "/desk/petitions": {"petition_officer", "reception_officer", "case_leader", "inspector"},
    "/desk/register": {"petition_officer", "reception_officer"},
    "/desk/cases": {"petition_officer", "case_leader", "inspector"},
    "/desk/mine": {"verifier"},
    "{petition}": {"petition_officer", "reception_officer", "case_leader", "inspector"},
    "{petition}/content": {"petition_officer", "case_leader"},
    "{petition}/classify": {"petition_officer"},
    "{petition}/accept": {"case_leader"},
    "{petition}/refuse": {"case_leader"},
    "{petition}/outcome/guide": {"petition_officer", "case_leader"},
    "{petition}/charge": {"petition_officer", "case_leader"},
    "{petition}/answer": {"case_leader"},
    "{petition}/reject": {"case_leader"},
    "{petition}/receipt": {"petition_officer", "reception_officer"},
    "{case}": {"petition_officer", "case_leader", "inspector"},
    "{case}/assign": {"case_leader"},
    "{case}/dialogue": {"case_leader"},
    "{case}/resolve": {"case_leader"},
    "{named}": {"verifier"},
    "{named}/content": {"verifier"},
}


async def test_each_page_opens_to_its_roles_alone(office):
    petition = (await office.classified())["petition_id"]
    case = (await office.verifying())["case_id"]
    known = {
        "petition": f"/desk/petitions/{petition}",
        "case": f"/desk/cases/{case}",
        "named": f"/desk/verifications/{case}",
    }
    opened = {}

    for role in ROLES:
        async with official(office, role) as browser:
            for path in PAGES:
                answer = await browser.get(path.format(**known))
                led_on = answer.headers.get("location") == START  # to their own work
                opened[path, role] = 403 if led_on else answer.status_code
    refused = {key: status for key, status in opened.items() if status not in (200, 303)}

    assert {path: {r for r in ROLES if (path, r) not in refused} for path in PAGES} == PAGES
    assert set(refused.values()) == {403}


async def test_another_units_pages_are_as_if_they_were_not_there(office):
    petition = (await office.classified())["petition_id"]
    case = (await office.verifying())["case_id"]

    async with official(office, "case_leader", OTHER) as stranger:
        answers = [
            await stranger.get(f"/desk/petitions/{petition}"),
            await stranger.get(f"/desk/petitions/{petition}/content"),
            await stranger.get(f"/desk/cases/{case}"),
        ]
        listed = await stranger.text("/desk/petitions")
    async with official(office, "verifier", OTHER) as other:
        answers.append(await other.get(f"/desk/verifications/{case}"))
        answers.append(await other.get(f"/desk/verifications/{case}/content"))

    assert [answer.status_code for answer in answers] == [404] * 5
    assert "DT-" not in listed


async def test_what_is_not_classified_is_nowhere_for_those_it_may_be_about(office):
    petition = await office.registered()
    path = f"/desk/petitions/{petition['petition_id']}"

    for role, sees in (("petition_officer", True), ("case_leader", False), ("inspector", False)):
        async with official(office, role) as browser:
            statuses = {(await browser.get(path)).status_code}
            if role != "inspector":
                statuses.add((await browser.get(f"{path}/content")).status_code)
            listed = await browser.text("/desk/petitions")
            sought = await browser.get(f"/desk/find?q={petition['petition_code']}")
        assert statuses == ({200} if sees else {404}), role
        assert (sought.headers["location"] == path) is sees, role
        assert (petition["petition_code"] in listed) is sees, role


async def test_lists_and_sheets_hold_no_name_and_no_content(office):
    case = await office.verifying()
    seen = {}

    async with official(office, "petition_officer") as officer:
        for path in (
            "/desk/petitions",
            "/desk/cases",
            f"/desk/petitions/{case['petition_id']}",
            f"/desk/cases/{case['case_id']}",
        ):
            seen[path] = (await officer.get(path)).text

    assert naming(seen) == set()


async def test_each_sheet_leads_back_to_a_list_that_its_reader_may_see(office):
    case = await office.verifying()
    petition = f"/desk/petitions/{case['petition_id']}"
    sheets = (
        ("reception_officer", petition, "/desk/petitions"),
        ("case_leader", f"/desk/cases/{case['case_id']}", "/desk/cases"),
        ("verifier", f"/desk/verifications/{case['case_id']}", "/desk/mine"),
    )

    for role, sheet, listed in sheets:
        async with official(office, role) as browser:
            back = [a["href"] for a in (await browser.page(sheet)).all("a") if "back" in a["class"]]
            assert back == [listed]
            assert (await browser.get(listed)).status_code == 200


async def test_an_address_that_is_none_leads_an_official_back_to_their_work(office):
    async with official(office, "petition_officer") as officer:
        answer = await officer.get("/desk/nowhere")

    assert answer.status_code == 404
    assert "/desk" in [a["href"] for a in Page(answer.text).all("a")]


async def test_opening_a_petition_shows_its_sender_and_is_written_down(office, pool):
    petition = await office.registered()

    async with official(office, "petition_officer") as officer:
        opened = await officer.get(f"/desk/petitions/{petition['petition_id']}/content")

    assert CANARY["name"] in opened.text
    assert CANARY_CONTENT in opened.text
    assert opened.headers["cache-control"] == "no-store"
    assert ("petition_officer-450", "petition.open", []) in await told.audited(pool)


async def test_a_verifier_opens_what_is_named_to_them(office):
    case = await office.verifying()

    async with official(office, "verifier") as verifier:
        mine = await verifier.text("/desk/mine")
        opened = await verifier.text(f"/desk/verifications/{case['case_id']}/content")

    assert case["case_code"] in mine
    assert CANARY_CONTENT in opened


async def test_a_form_pressed_twice_acts_once_and_answers_alike(office, pool):
    petition = await office.registered()
    path = f"/desk/petitions/{petition['petition_id']}/classify"

    async with official(office, "petition_officer") as officer:
        shown = await officer.get(path)
        twice = [await officer.press(shown, path, kind="COMPLAINT", field="LAND") for _ in range(2)]

    assert [one.headers["location"] for one in twice] == [
        f"/desk/petitions/{petition['petition_id']}?saved=1"
    ] * 2
    assert (await told.kinds(pool)).count("PetitionClassified") == 1


async def test_who_was_slower_learns_who_was_quicker_and_loses_nothing(office, pool):
    petition = (await office.classified())["petition_id"]
    path = f"/desk/petitions/{petition}/refuse"
    async with official(office, "case_leader") as leader:
        shown = await leader.get(path)
        await office.classify(petition, competence="OTHER", on=None)

        answer = await leader.press(
            shown, path, na_code="NA_02", words="Không liên quan trực tiếp."
        )

    assert answer.status_code == 422
    assert re.search(r"Nguyễn Văn An đã cập nhật lúc \d\d:\d\d", answer.text)
    assert "Không liên quan trực tiếp." in answer.text
    assert "ComplaintNotAccepted" not in await told.kinds(pool)


async def test_what_may_not_be_done_is_greyed_with_its_rule(office):
    registered = (await office.registered())["petition_id"]
    classified = (await office.classified())["petition_id"]

    async with official(office, "petition_officer") as officer:
        before = await officer.page(f"/desk/petitions/{registered}")
        after = await officer.page(f"/desk/petitions/{classified}")

    def buttons(page):
        return {a["href"].rpartition("/")[2] for a in page.all("a") if a.get("role") == "button"}

    assert buttons(before) == {"classify", "withdrawn"}
    assert "Lưu đơn: đơn chưa được phân loại (Thông tư 05/2021/TT-TTCP)." in before.text
    assert buttons(after) == {"classify", "return", "withdrawn"}
    assert "Thụ lý: người giải quyết khiếu nại quyết định" in after.text
    assert "Chuyển đơn: đơn thuộc thẩm quyền của đơn vị" in after.text


async def test_a_case_is_given_to_verifiers_of_its_own_unit(office):
    case = (await office.accepted())["case_id"]

    async with official(office, "case_leader") as leader:
        page = await leader.page(f"/desk/cases/{case}/assign")
        forged = await leader.fill(
            f"/desk/cases/{case}/assign", staff_id=staff_id("verifier", OTHER)
        )

    offered = {one["value"] for one in page.all("input") if one.get("name") == "staff_id"}
    assert offered == {str(staff_id("verifier", CITY))}
    assert "không phải người xác minh của đơn vị" in forged.text


async def test_who_took_what_is_challenged_is_not_offered_as_its_verifier(office, clerks):
    await clerks.with_dossier(receiver=staff_id("verifier", CITY))
    case = (await office.accepted(dossier_id=str(DOSSIER)))["case_id"]

    async with official(office, "case_leader") as leader:
        page = await leader.page(f"/desk/cases/{case}/assign")
        forged = await office.assign(case)

    assert [one for one in page.all("input") if one.get("name") == "staff_id"] == []
    assert "khoản 2 Điều 29 Luật Khiếu nại 2011" in page.text
    assert (forged.status_code, forged.json()["code"]) == (422, "OWN_DECISION")
    assert "Điều 29 Luật Khiếu nại 2011" in forged.json()["title"]


async def test_the_sheet_says_where_the_dossier_stands_and_when_it_is_promised(
    office, clerks, pool
):
    await clerks.with_dossier()
    case = (await office.accepted(dossier_id=str(DOSSIER)))["case_id"]
    due = at("2025-03-21 17:00")
    await pool.execute("UPDATE dossier SET due_at = $1, status = '10'", due)

    async with official(office, "case_leader") as leader:
        page = await leader.page(f"/desk/cases/{case}")

    assert "Đã trả kết quả" in page.text
    assert "21/03/2025" in page.text


async def test_lists_are_filtered_counted_and_paged_oldest_due_first(office, pool, monkeypatch):
    monkeypatch.setattr("services.complaints.web.desk.lists.PAGE", 2)
    days = ["2025-03-05", "2025-03-03", "2025-03-04"]
    made = {day: (await office.registered(received_on=day))["petition_code"] for day in days}
    await office.classified({"received_on": "2025-03-01"})

    async with official(office, "petition_officer") as officer:
        first = await officer.page("/desk/petitions?status=RECEIVED")
        following = next(a["href"] for a in first.all("a") if a.get("rel") == "next")
        second = await officer.text(following)
        found = await officer.get("/desk/find?q=" + made["2025-03-04"])
        none = await officer.text("/desk/petitions?status=IN_CHARGE")

    shown = [first.text.index(made[day]) for day in ("2025-03-03", "2025-03-04")]
    assert shown == sorted(shown)
    assert made["2025-03-05"] not in first.text
    assert made["2025-03-05"] in second
    assert "1–2 trong 3" in first.text
    assert "3–3 trong 3" in second
    assert "Chờ phân loại (3)" in first.text
    assert found.headers["location"].startswith("/desk/petitions/")
    assert "Không có kiến nghị, phản ánh nào đang giải quyết." in none


async def test_the_desk_leads_each_role_to_its_own_list(office):
    leads = {}
    for role in ("petition_officer", "reception_officer", "case_leader", "inspector", "verifier"):
        async with official(office, role) as browser:
            leads[role] = (await browser.get("/desk")).headers["location"]

    assert leads == {
        "petition_officer": "/desk/petitions?status=RECEIVED",
        "reception_officer": "/desk/petitions?status=RECEIVED",
        "case_leader": "/desk/petitions?status=CLASSIFIED",
        "inspector": "/desk/cases",
        "verifier": "/desk/mine",
    }
