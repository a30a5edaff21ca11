"""After the link key was given anew: what was printed opens, what is new hangs on the new key."""

from uuid import UUID

import pytest

from services.intake import app as intake
from services.intake.access import KIND, counter_access
from services.intake.domain.code import temporary
from services.intake.store import dossiers
from shared import clock, lookup
from shared.db import transaction
from tests.intake.desk import CANARY, Desk, settings
from tests.intake.officials import RECEIVER, official
from tests.intake.road import online
from tests.shared.web import inside
from tests.web.visitor import Visitor

OLD, NEW = "l" * 32, "n" * 32


@pytest.fixture
async def rotated(pool, database, issuer):
    """The same service, started again with a new key before the old."""
    app = intake.make(settings(issuer, database, link_key=f"{NEW}\n{OLD}\n"))
    app.state.pool = pool
    async with inside(app) as client:
        yield Desk(app, client, issuer, pool)
    await app.state.numbers.close()


async def looked_up(desk, filed):
    async with Visitor(desk.app) as browser:
        token = await browser.token("/look-up")
        typed = {
            "csrf": token,
            "code": temporary(UUID(filed["dossier_id"])),
            "secret": filed["secret"],
        }
        return await browser.post("/look-up", data=typed)


async def test_an_old_secret_and_an_old_link_open_the_dossier(desk, rotated):
    filed = (await desk.post("/api/dossiers/online", online(), "citizen")).json()

    answer = await looked_up(rotated, filed)
    async with Visitor(rotated.app) as browser:
        page = await browser.get(f"/dossiers/{filed['token']}")

    assert (answer.status_code, page.status_code) == (303, 200)
    # What is printed again is what was printed.
    assert answer.headers["location"] == f"/dossiers/{filed['token']}"


async def test_what_is_filed_after_it_hangs_on_the_new_key_alone(rotated, pool):
    filed = (await rotated.post("/api/dossiers/online", online(), "citizen")).json()

    kept = await pool.fetchval("SELECT secret_hash FROM dossier")
    typed = (KIND, filed["dossier_id"], filed["secret"], kept, clock.now())
    tried = [await lookup.verify(pool, (key,), *typed) for key in (NEW, OLD)]

    assert [one.value for one in tried] == ["right", "wrong"]
    assert rotated.app.state.keys.first_token(filed["dossier_id"]) == filed["token"]
    assert lookup.new_token((NEW,), KIND, filed["dossier_id"], 1)[0] == filed["token"]


async def test_the_slip_printed_after_it_has_the_secret_and_link_of_before(desk, rotated):
    receiver = await official(desk, RECEIVER)
    dossier_id = await receiver.receive()
    secret, access = counter_access((OLD,), dossier_id)
    async with transaction(desk.pool) as conn:
        dossier = await dossiers.find(conn, dossier_id)

    keys = rotated.app.state.settings.link_keys()
    shown = lookup.secret_again(keys, KIND, dossier_id, dossier.secret_hash)

    assert (shown, dossier.link_hash) == (secret.shown, access.link_hash)
    assert rotated.app.state.keys.token(dossier) == desk.app.state.keys.first_token(dossier_id)
    assert lookup.secret_again((NEW,), KIND, dossier_id, dossier.secret_hash) == ""


async def test_a_card_finds_what_was_filed_before_and_after(desk, rotated):
    made = [
        (await one.post("/api/dossiers/online", online(), "citizen")).json()["dossier_id"]
        for one in (desk, rotated)
    ]

    rows = await rotated.pool.fetch("SELECT DISTINCT id_index FROM party")
    seen = await rotated.get(f"/api/dossiers/{made[1]}/previous", RECEIVER)
    receiver = await official(rotated, RECEIVER)
    found = await receiver.search(CANARY["id_number"])

    assert len(rows) == 2
    assert [row["dossier_id"] for row in seen.json()] == made[:1]
    assert found.status_code == 200
    assert all(dossier_id in found.text for dossier_id in made)
