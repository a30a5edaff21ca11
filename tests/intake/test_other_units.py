"""Every door of a dossier, tried by the right roles of another unit: nothing is there (S2)."""

from uuid import UUID, uuid4

import pytest

from services.intake.handlers.remedies import open_remedy
from shared import reference
from shared.db import transaction
from tests.intake.catalogues import jsonl, line, take
from tests.intake.citizen import PDF
from tests.intake.decisions import resolved
from tests.intake.desk import CANARY, CITY, OTHER
from tests.intake.test_permissions import STEPS, official
from tests.web import foreign
from tests.web.visitor import Visitor

FORM = {
    "reason": "x",
    "reason_codes": "MISSING",
    "to": "process",
    "outcome": "GRANTED",
    "decision_no": "1/QĐ-UBND",
    "taken_by": "Nguyễn Văn An",
    "checked": "yes",
    "version": "1",
}
BODIES = {path: body for path, body in STEPS.values()} | {
    "settings": {"same_person_allowed": True},
    "register-book": {"book": 9},
    "result-file": PDF,
}


@pytest.fixture
async def dossier(desk, counter):
    """One in CITY with work ordered on it; OTHER has an official of each role."""
    received, remedy_id = await counter.receive(), uuid4()
    async with transaction(desk.pool) as conn:
        await open_remedy(conn, remedy_id, resolved(received.dossier_id))
        for role in {role for door in foreign.doors(desk.app) for role in door.roles}:
            await reference.save(conn, official(role, OTHER))
    yield received.dossier_id, remedy_id
    after = await desk.pool.fetchval(
        "SELECT version FROM dossier WHERE dossier_id = $1", received.dossier_id
    )
    assert after == received.version


async def test_a_dossier_of_another_unit_answers_as_one_that_is_not_there(desk, dossier):
    dossier_id, remedy_id = dossier
    await take(desk.pool, jsonl(line()))
    values = {
        "dossier_id": dossier_id,
        "remedy_id": remedy_id,
        "import_id": await desk.pool.fetchval("SELECT import_id FROM import_run"),
        "file_id": UUID(int=1),
        "kind": "mau01",
        "n": 1,
        "unit": CITY,
        "code": "1.001612",
    }
    found, tried = {}, 0

    async with Visitor(desk.app) as visitor:
        for door in foreign.doors(desk.app):
            if not door.of_one_thing or door.path.startswith("/desk/intake/"):
                continue  # the form of an intake is of a procedure, which is everybody's
            for role in sorted(door.roles):
                bearer = desk.bearer(f"{role}@{OTHER}")
                body = FORM | {"idempotency_key": str(uuid4())}
                if door.path.startswith(foreign.PROGRAMS):
                    body = BODIES.get(door.path.rsplit("/", 1)[1], {})
                real = await foreign.told(visitor, door, values, bearer, body)
                none = await foreign.told(visitor, door, foreign.of_nothing(values), bearer, body)
                tried += 1
                if real[0] not in (403, 404) or real != none:
                    found[door.method, door.path, role] = real, none

    assert found == {}
    assert tried > 80


async def test_no_list_and_no_search_of_another_unit_shows_it(desk, dossier):
    dossier_id, _ = dossier
    row = await desk.pool.fetchrow("SELECT * FROM dossier WHERE dossier_id = $1", dossier_id)
    secrets = (CANARY["name"], row["dossier_code"], str(dossier_id))
    shown = {}

    async with Visitor(desk.app) as visitor:
        for door in foreign.doors(desk.app):
            for role in sorted(door.roles) if not door.of_one_thing else ():
                bearer = desk.bearer(f"{role}@{OTHER}")
                for asked in (*secrets, CANARY["id_number"], CANARY["phone"]):
                    if door.method == "GET":
                        query = {"q": asked, "unit": CITY}
                        answer = await visitor.get(door.path, params=query, headers=bearer)
                    elif door.path == "/desk/search":
                        form = {"csrf": await visitor.token("/logged-out"), "q": asked}
                        answer = await visitor.post(door.path, data=form, headers=bearer)
                    else:
                        continue
                    told = answer.text.replace(asked, "") + answer.headers.get("location", "")
                    if any(secret in told for secret in secrets):
                        shown[door.path, role, asked] = answer.status_code

    assert shown == {}
