"""Each route of the four services asked by each role, by a citizen and by a stranger (S1).

What is expected comes from domain/permissions.py alone; a new route is asked without a word here.
"""

import pytest
from starlette.requests import HTTPConnection

from shared import reference
from shared.auth import EVERYONE, SIGNED_IN
from shared.db import open_pool, transaction
from shared.events.codes import known
from shared.web.csrf import HEADER, SAFE
from stack.layout import SERVICES
from tests.shared.doors import employ, unit
from tests.shared.web import LocalIssuer
from tests.web.apps import make, named
from tests.web.signed_in import new_session
from tests.web.visitor import Visitor

ROLES = sorted(known("role"))
CITIZEN, STRANGER = "citizen", ""
REFUSED = ("NOT_STAFF", "ROLE_MISSING")


@pytest.fixture(scope="module")
def issuer():
    started = LocalIssuer()
    yield started
    started.stop()


@pytest.fixture(params=SERVICES)
async def service(request, postgres, issuer, tmp_path):
    """Its application, with an official of each role in one unit, and each one's session."""
    name = request.param
    database = postgres.fresh(name)
    pool = await open_pool(database.app[name], size=4)
    app = make(name, database, issuer, tmp_path)
    app.state.pool = pool
    async with transaction(pool) as conn:
        for unit_id, parent in (("44", None), ("450", "44")):
            await reference.save(conn, unit(unit_id, parent))
    for role in ROLES:
        await employ(pool, role, role, "450")
    app.state.cookies = {who: await new_session(pool, who) for who in (*ROLES, CITIZEN)}
    async with Visitor(app) as visitor:
        yield name, app, visitor, pool
    if hasattr(app.state, "numbers"):
        await app.state.numbers.close()
    await pool.close()


def as_whom(app, issuer, door, who):
    """The headers of a request by an account: a token for the API, a session for a page."""
    if not who:
        return {}
    if not door.is_page:
        return issuer.bearer(sub=who, name=who)
    cookie = f"{app.state.identity.cookies.session}={app.state.cookies[who]}"
    scope = {"type": "http", "headers": [(b"cookie", cookie.encode())], "state": {}}
    token = app.state.pages.tokens.issue(HTTPConnection(scope))
    # As a program, so that a refusal says its code; a stranger's browser is another matter.
    return {"Cookie": cookie, HEADER: token, "Accept": "application/json"}


async def ask(visitor, app, issuer, door, who):
    visitor.cookies.clear()
    headers = as_whom(app, issuer, door, who)
    if not who and door.is_page and door.method not in SAFE:
        headers = {HEADER: await own_token(visitor)}
    body = {} if door.method in SAFE else {"json": {}} if not door.is_page else {"data": {"x": "1"}}
    return await visitor.request(door.method, door.address, headers=headers, **body)


async def own_token(visitor):
    """A stranger's token of a form, from a page that everyone may see."""
    return await visitor.token("/logged-out")


def told(answer):
    """`refused`, `log in`, `in`: what an answer amounts to; anything else is a fault."""
    if answer.status_code >= 500:
        return f"broken: {answer.status_code}"
    if answer.status_code == 401 or "/authorize?" in answer.headers.get("location", ""):
        return "log in"
    if answer.status_code == 403 and answer.json()["code"] in REFUSED:
        return "refused"
    assert answer.status_code != 403 or answer.json()["code"] == "UNIT_FORBIDDEN"
    return "in"


def wanted(right, who):
    if right == EVERYONE:
        return "in"
    if not who:
        return "log in"
    return "in" if right == SIGNED_IN or who in right.roles else "refused"


async def test_each_door_opens_to_whom_the_table_says_and_to_nobody_else(service, issuer):
    _, app, visitor, _ = service
    found, expected = {}, {}

    for door in named(app):
        right = app.state.permissions[door.mark.action]
        for who in (*ROLES, CITIZEN, STRANGER):
            cell = (door.method, door.path, who)
            expected[cell] = wanted(right, who)
            found[cell] = told(await ask(visitor, app, issuer, door, who))

    assert len(found) >= 20 * 2
    assert {cell: said for cell, said in found.items() if said != expected[cell]} == {}


async def test_a_page_sends_a_stranger_to_the_issuer_and_a_program_is_told(service, issuer):
    _, app, visitor, _ = service
    pages = [
        d for d in named(app) if d.is_page and app.state.permissions[d.mark.action] != EVERYONE
    ]

    for door in pages:
        away = await ask(visitor, app, issuer, door, STRANGER)
        program = await visitor.request(
            door.method,
            door.address,
            headers={"Accept": "application/json", HEADER: await own_token(visitor)},
        )
        assert away.status_code == 303
        assert away.headers["location"].startswith(f"{issuer.url}/authorize?response_type=code")
        assert program.status_code == 401


async def test_an_address_that_is_only_looked_at_changes_nothing(service, issuer):
    name, app, visitor, pool = service
    looked_at = [door for door in named(app) if door.method in SAFE]
    before = await content(pool, name)

    for door in looked_at:
        right = app.state.permissions[door.mark.action]
        for who in sorted(right.roles)[:1] or [STRANGER if right == EVERYONE else CITIZEN]:
            await ask(visitor, app, issuer, door, who)

    assert await content(pool, name) == before


async def content(pool, schema):
    """A digest of each table; whose session was used lately and who read what aside."""
    tables = await pool.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = $1"
        " AND tablename NOT IN ('session', 'audit', 'audit_seal', 'schema_revision')",
        schema,
    )
    return {
        name: await pool.fetchval(
            f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {name} t"
        )
        for (name,) in tables
    }
