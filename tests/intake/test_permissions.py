"""Every cell of the table of rights, tried over HTTP: role × action × own unit or a foreign one."""

from uuid import uuid4

import pytest

from services.intake import app as intake
from services.intake.domain.permissions import PERMISSIONS
from services.intake.handlers.remedies import open_remedy
from shared import reference
from shared.auth import EVERYONE, SIGNED_IN, routes_without_action
from shared.db import transaction
from shared.events.codes import known
from shared.events.intake import Assignment, Staff
from tests.intake.citizen import PDF
from tests.intake.decisions import resolved
from tests.intake.desk import CITY, OTHER, filing, settings
from tests.intake.road import online
from tests.shared.vietnam import on

ROLES = list(known("role"))
# What the holder of a role in another unit is told: a list is refused, a thing is not there.
ELSEWHERE = {
    "dossier.receive": 403,
    "dossier.read": 404,
    "dossier.accept": 404,
    "dossier.refuse": 404,
    "dossier.forward": 404,
    "dossier.request_supplement": 404,
    "dossier.supply": 404,
    "dossier.complete": 404,
    "dossier.return": 404,
    "dossier.reissue_secret": 404,
    "result.upload": 404,
    "remedy.read": 403,
    "remedy.finish": 404,
    "staff.declare": 403,
    "unit.configure": 403,
    "procedure.import": 403,
    "staff.me": 200,
}
# Nobody works on the dossier yet. The catalogue is the province's: the controller of a unit below
# it is refused as well.
DONE = {"dossier.receive": 201, "result.upload": 409, "procedure.import": 403}
# Steps are tried on a version that nobody saw: who may is told so, who may not is not.
STEPS = {
    "dossier.accept": ("acceptance", {}),
    "dossier.refuse": ("refusal", {"reason": "x"}),
    "dossier.forward": ("assignment", {}),
    "dossier.request_supplement": (
        "supplement-request",
        {"reason_codes": ["MISSING"], "reason": "x"},
    ),
    "dossier.supply": ("supplement", {}),
    "dossier.complete": ("completion", {"outcome": "GRANTED", "decision_no": "1/QĐ"}),
    "dossier.return": ("return", {}),
}
# What whoever is logged in is told: they may file; a dossier that is not theirs is not there.
SIGNED = {
    "dossier.submit": 201,
    "dossier.mine": 200,
    "dossier.supply_own": 404,
    "dossier.rate": 404,
    "draft.write": 404,
    "dossier.own": 404,
}
UNSEEN = {"If-Match": '"999"'}


@pytest.fixture
async def world(desk, counter):
    """A dossier with work ordered on it in CITY; an official of each role there and elsewhere."""
    dossier, remedy_id = await counter.receive(), uuid4()
    async with transaction(desk.pool) as conn:
        await open_remedy(conn, remedy_id, resolved(dossier.dossier_id))
        for role in ROLES:
            for unit in (CITY, OTHER):
                await reference.save(conn, official(role, unit))
    return dossier.dossier_id, remedy_id


def official(role, unit):
    post = Assignment(unit_id=unit, roles=[role], valid_from=on("2020-01-01"))
    return Staff(
        staff_id=uuid4(), subject=f"{role}@{unit}", name="An", title="-", assignments=[post]
    )


async def attempt(desk, action, who, world):
    dossier_id, remedy_id = world
    if action in STEPS:
        path, body = STEPS[action]
        return await desk.post(f"/api/dossiers/{dossier_id}/{path}", body, who, **UNSEEN)
    match action:
        case "dossier.receive":
            return await desk.post("/api/dossiers", filing(), who)
        case "dossier.read":
            return await desk.get(f"/api/dossiers/{dossier_id}", who)
        case "dossier.submit":
            return await desk.post("/api/dossiers/online", online(), who)
        case "dossier.mine":
            return await desk.get("/api/dossiers/mine", who)
        case "dossier.supply_own":
            return await desk.post(f"/api/dossiers/mine/{dossier_id}/supplement", {}, who)
        case "dossier.rate":
            body = {"answers": {"time": 5}}
            return await desk.post(f"/api/dossiers/{dossier_id}/rating", body, who)
        case "dossier.reissue_secret":
            return await desk.get(f"/desk/dossiers/{dossier_id}/reissue", who)
        case "result.upload":
            path = f"/api/dossiers/{dossier_id}/result-file"
            return await desk.client.put(path, content=PDF, headers=desk.bearer(who))
        case "draft.write":
            return await desk.get(f"/my/drafts/{dossier_id}", who)
        case "dossier.own":
            return await desk.get(f"/my/dossiers/{dossier_id}", who)
        case "remedy.read":
            return await desk.get("/api/remedies", who, unit=CITY)
        case "remedy.finish":
            return await desk.post(f"/api/remedies/{remedy_id}/done", {}, who)
        case "staff.declare":
            post = {"unit": CITY, "roles": ["receiver"]}
            body = {"subject": "b", "name": "B", "title": "-", "assignments": [post]}
            return await desk.post("/api/staff", body, who)
        case "unit.configure":
            body = {"same_person_allowed": False}
            return await desk.put(f"/api/units/{CITY}/settings", body, who)
        case "procedure.import":
            return await desk.get("/desk/catalogue", who)
        case "staff.me":
            return await desk.get("/api/staff/me", who)
    raise AssertionError(f"no attempt at {action} is written here")


@pytest.mark.parametrize("action", sorted(ELSEWHERE))
async def test_a_role_may_what_the_table_says_in_its_unit_and_nothing_elsewhere(
    desk, world, action
):
    right = PERMISSIONS[action]
    found, wanted = {}, {}

    for role in ROLES:
        for unit in (CITY, OTHER):
            answer = await attempt(desk, action, f"{role}@{unit}", world)
            found[role, unit] = answer.status_code
            there = (
                DONE.get(action, 409 if action in STEPS else 200)
                if unit == CITY
                else ELSEWHERE[action]
            )
            wanted[role, unit] = there if role in right.roles else 403

    assert found == wanted


def test_every_action_of_the_table_is_tried_above_or_open_to_everyone():
    # A choice that is made on pages alone is tried by tests/web/test_rights.py.
    by_api = PERMISSIONS.keys() - {"shortcuts.choose"}
    named = {action for action in by_api if PERMISSIONS[action] != EVERYONE}

    assert named == set(ELSEWHERE) | set(SIGNED)
    assert {action for action in named if PERMISSIONS[action] == SIGNED_IN} == set(SIGNED)


@pytest.mark.parametrize("action", sorted(SIGNED))
async def test_an_account_of_any_kind_may_what_is_its_own_and_a_stranger_may_not(
    desk, world, action
):
    for who in ("citizen", f"receiver@{CITY}"):
        assert (await attempt(desk, action, who, world)).status_code == SIGNED[action]

    desk.bearer = lambda _: {}
    assert (await attempt(desk, action, "", world)).status_code == 401


async def test_what_is_published_anyway_needs_no_token(desk):
    for path in ("/api/units", "/api/procedures"):
        assert (await desk.client.get(path)).status_code == 200


def test_every_route_names_an_action_of_the_table(issuer, database):
    assert routes_without_action(intake.make(settings(issuer, database))) == []


async def test_rights_end_with_their_last_day(desk):
    post = Assignment(
        unit_id=CITY, roles=["receiver"], valid_from=on("2020-01-01"), valid_to=on("2020-12-31")
    )
    who = Staff(staff_id=uuid4(), subject="gone", name="An", title="-", assignments=[post])
    async with transaction(desk.pool) as conn:
        await reference.save(conn, who)

    assert (await desk.post("/api/dossiers", filing(), "gone")).json()["code"] == "ROLE_MISSING"
