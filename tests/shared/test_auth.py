"""Rights are looked up at each request: what is held today, in which unit, for which action."""

import pytest

from shared.auth import EVERYONE, routes_without_action
from shared.db import open_pool
from tests.shared.doors import DAY, RIGHTS, application, employ, entrance, units
from tests.shared.web import LocalIssuer


@pytest.fixture
def issuer():
    started = LocalIssuer()
    yield started
    started.stop()


@pytest.fixture
async def pool(postgres):
    opened = await open_pool(postgres.fresh("intake").app["intake"])
    yield opened
    await opened.close()


@pytest.fixture
async def client(issuer, pool):
    async with entrance(issuer, pool) as client:
        yield client


async def test_a_stranger_with_a_good_token_is_not_staff(client, issuer):
    answer = await client.post("/api/dossiers/450", headers=issuer.bearer(sub="citizen"))

    assert (answer.status_code, answer.json()["code"]) == (403, "NOT_STAFF")


@pytest.mark.parametrize(
    ("role", "since", "until_", "status"),
    [
        ("receiver", 0 * DAY, 0 * DAY, 200),
        ("receiver", -9 * DAY, None, 200),
        ("receiver", -9 * DAY, -DAY, 403),
        ("receiver", DAY, None, 403),
        ("approver", -9 * DAY, None, 403),
    ],
)
async def test_only_a_role_held_today_gives_the_right(
    client, issuer, pool, role, since, until_, status
):
    await employ(pool, "an", role, "450", since, until_)

    answer = await client.post("/api/dossiers/450", headers=issuer.bearer())

    assert answer.status_code == status
    assert status == 200 or answer.json()["code"] == "ROLE_MISSING"


async def test_a_right_given_back_is_gone_at_the_next_request(client, issuer, pool):
    await employ(pool, "an", "receiver", "450")
    before = await client.post("/api/dossiers/450", headers=issuer.bearer())
    await pool.execute("DELETE FROM reference WHERE kind = 'Staff'")

    after = await client.post("/api/dossiers/450", headers=issuer.bearer())

    assert (before.status_code, after.status_code) == (200, 403)


@pytest.mark.parametrize(
    ("unit_id", "status"),
    [("450", 200), ("18859", 200), ("44", 403), ("452", 403), ("unheard-of", 403)],
)
async def test_a_unit_reaches_itself_and_what_is_below(client, issuer, pool, unit_id, status):
    await units(pool)
    await employ(pool, "an", "receiver", "450")

    answer = await client.post(f"/api/dossiers/{unit_id}", headers=issuer.bearer())

    assert answer.status_code == status
    assert status == 200 or answer.json()["code"] == "UNIT_FORBIDDEN"


async def test_a_right_for_any_unit_reaches_all_and_one_for_own_things_none(client, issuer, pool):
    await employ(pool, "thanh-tra", "inspector", "450")
    await employ(pool, "xac-minh", "verifier", "450")

    read = await client.get("/api/cases/452", headers=issuer.bearer(sub="thanh-tra"))
    own = await client.get("/api/verifications", headers=issuer.bearer(sub="xac-minh"))

    assert read.json() is True
    assert own.json() == [True, False, False, False]


async def test_a_public_route_needs_no_token(client):
    answer = await client.get("/api/dossiers/")

    assert answer.status_code == 200


def test_the_description_says_which_routes_need_a_token():
    app = application()
    app.openapi_url = "/api/openapi.json"

    described = app.openapi()

    assert described["components"]["securitySchemes"] == {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    }
    assert described["paths"]["/api/dossiers/{unit_id}"]["post"]["security"] == [{"bearer": []}]
    assert "security" not in described["paths"]["/api/dossiers/"]["get"]


def test_every_route_of_a_whole_table_has_its_action():
    assert routes_without_action(application()) == []


def test_routes_that_the_table_does_not_know_are_named():
    app = application()
    app.state.permissions = {
        "dossier.look_up": RIGHTS["case.read"],
        "case.read": EVERYONE,
        "case.verify": RIGHTS["case.verify"],
    }

    @app.get("/bare")
    async def bare() -> None:
        return None

    assert sorted(routes_without_action(app)) == [
        "GET /api/cases/{unit_id}",
        "GET /api/dossiers/",
        "GET /bare",
        "POST /api/dossiers/{unit_id}",
    ]
