"""Every door of a petition and a case, tried by the right roles of another unit (S2)."""

from uuid import uuid4

from tests.complaints.test_permissions import DOORS
from tests.complaints.world import CANARY, CANARY_CONTENT, OTHER
from tests.web import foreign
from tests.web.visitor import Visitor

FORM = {
    "kind": "COMPLAINT",
    "field": "LAND",
    "na_code": "NA_01",
    "answer": "ANSWERED",
    "decision_no": "1/QĐ-UBND",
    "conclusion": "RIGHT",
    "effect": "CANCEL",
    "present": "COMPLAINANT",
}
BODIES = {path.rsplit("/", 1)[1]: body for method, path, body in DOORS.values() if body is not None}


async def test_a_letter_and_a_case_of_another_unit_answer_as_if_they_were_not_there(office, clerks):
    case = await clerks.assign(await clerks.accepted())
    await clerks.with_dossier()
    values = {"petition_id": case.petition_id, "case_id": case.case_id, "how": "guide"}
    values["dossier_id"] = await office_dossier(clerks)
    found, tried = {}, 0

    async with Visitor(office.app) as visitor:
        for door in foreign.doors(office.app):
            for role in sorted(door.roles) if door.of_one_thing else ():
                bearer = office.issuer.bearer(sub=f"{role}-{OTHER}")
                body = FORM | {"idempotency_key": str(uuid4())}
                if door.path.startswith(foreign.PROGRAMS):
                    body = BODIES.get(door.path.rsplit("/", 1)[1], {})
                real = await foreign.told(visitor, door, values, bearer, body)
                none = await foreign.told(visitor, door, foreign.of_nothing(values), bearer, body)
                tried += 1
                if real[0] not in (403, 404) or real != none:
                    found[door.method, door.path, role] = real, none

    assert found == {}
    assert tried > 40


async def test_no_list_of_another_unit_shows_it(office, clerks):
    petition = await clerks.register()
    secrets = (petition.petition_code, str(petition.petition_id), CANARY["name"], CANARY_CONTENT)
    shown = {}

    async with Visitor(office.app) as visitor:
        for door in foreign.doors(office.app):
            for role in sorted(door.roles) if not door.of_one_thing else ():
                if door.method != "GET":
                    continue
                bearer = office.issuer.bearer(sub=f"{role}-{OTHER}")
                for asked in secrets:
                    query = {"q": asked, "code": asked, "unit": petition.unit_id}
                    answer = await visitor.get(door.path, params=query, headers=bearer)
                    told = (answer.text + answer.headers.get("location", "")).replace(asked, "")
                    if any(secret in told for secret in secrets):
                        shown[door.path, role, asked] = answer.status_code

    assert shown == {}


async def office_dossier(clerks):
    """The dossier that clerks.with_dossier() made."""
    return await clerks.pool.fetchval("SELECT dossier_id FROM dossier")
