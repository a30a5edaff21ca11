"""The doors of notify: operators see where a message stands, never its words or its address."""

from uuid import UUID

import pytest

from services.notify import jobs
from services.notify.app import make
from services.notify.domain.permissions import PERMISSIONS
from services.notify.settings import Settings
from services.notify.store import people
from shared import clock
from shared.auth import routes_without_action
from shared.db import transaction
from shared.events.codes import known
from stack.gates.applications import MADE_UP
from tests.notify import world
from tests.notify.world import EMAIL, NAME, PHONE, party, received, tell
from tests.shared.web import inside

MESSAGES = "/api/messages"
NOBODYS = f"{MESSAGES}/00000000-0000-4000-8000-000000000000"
WRONG = [
    (MESSAGES, {"state": "LOST"}, 422, "FIELDS_INVALID"),
    (MESSAGES, {"cursor": "next"}, 422, "FIELDS_INVALID"),
    (MESSAGES, {"cursor": "0"}, 422, "FIELDS_INVALID"),
    (MESSAGES, {"cursor": str(2**63)}, 422, "FIELDS_INVALID"),
    (NOBODYS, {}, 404, "MESSAGE_NOT_FOUND"),
    (f"{MESSAGES}/7", {}, 422, "FIELDS_INVALID"),
    ("/api/contacts", {}, 404, "NOT_FOUND"),
]


@pytest.fixture
async def ask(doors, issuer):
    async with inside(doors) as client:

        async def get(path=MESSAGES, role="operator", **query):
            headers = issuer.bearer(sub=f"{role}-{world.UNIT}")
            return await client.get(path, params=query, headers=headers)

        yield get


@pytest.fixture
async def told(pool):
    """A receipt whose applicant can be reached; the ids of its messages, mail first."""
    fact = received()
    async with transaction(pool) as conn:
        await people.keep_contact(conn, party(fact.party_id), clock.now())
    await tell(pool, fact)
    await jobs.settle(pool)
    return [row["message_id"] for row in await pool.fetch("SELECT * FROM message ORDER BY channel")]


async def test_operators_see_where_messages_stand(ask, told):
    answer = (await ask()).json()

    assert {UUID(line["message_id"]) for line in answer["messages"]} == set(told)
    assert {line["state"] for line in answer["messages"]} == {"DUE"}
    assert answer["next"] is None


async def test_the_list_can_be_narrowed_to_a_state(ask, told, pool):
    await pool.execute(
        "UPDATE message SET state = 'SENT', finished_at = now() WHERE channel = 'SMS'"
    )

    due, failed = (await ask(state="DUE")).json(), (await ask(state="FAILED")).json()

    assert [line["channel"] for line in due["messages"]] == ["EMAIL"]
    assert failed["messages"] == []


async def test_pages_follow_each_other_without_gap_or_repeat(ask, pool):
    await tell(pool, *(received() for _ in range(60)))

    pages, cursor = [], {}
    while cursor is not None:
        page = (await ask(**cursor)).json()
        pages.append([line["message_id"] for line in page["messages"]])
        cursor = {"cursor": page["next"]} if page["next"] else None

    assert [len(page) for page in pages] == [50, 50, 20]
    assert len({one for page in pages for one in page}) == 120


async def test_one_message_is_told_with_all_its_attempts(ask, told, pool, database):
    settings = world.settings(database, 1, "http://127.0.0.1:1/sms")
    [mail] = [job for job in jobs.jobs(settings) if job.name == "email"]
    await mail.run(pool)

    life = (await ask(f"{MESSAGES}/{told[0]}")).json()

    assert (life["state"], life["attempt"], life["to"]) == ("DUE", 1, "c•••@•••.example")
    assert [(one["n"], one["result"]) for one in life["attempts"]] == [(1, "DOWN")]
    assert (life["template"], life["template_version"]) == ("dossier_received", 2)


async def test_no_name_and_no_address_is_ever_shown(ask, told):
    shown = (await ask()).text + "".join([(await ask(f"{MESSAGES}/{one}")).text for one in told])

    assert not [word for word in (NAME, EMAIL, PHONE, "912345") if word in shown]


async def test_reading_a_message_leaves_a_line_in_the_audit(ask, told, pool):
    await ask(f"{MESSAGES}/{told[0]}")

    [line] = await pool.fetch("SELECT action, object_id, fields FROM audit")
    assert tuple(line) == ("message.read", str(told[0]), ["to"])


@pytest.mark.parametrize("path", [MESSAGES, NOBODYS])
async def test_every_role_passes_the_door_exactly_as_the_table_says(ask, path):
    action = "message.list" if path == MESSAGES else "message.read"
    refused = {
        role: (await ask(path, role)).json().get("code") == "ROLE_MISSING" for role in known("role")
    }

    assert refused == {role: role not in PERMISSIONS[action].roles for role in known("role")}


def test_every_route_stands_in_the_table_of_rights(doors):
    assert routes_without_action(doors) == []


async def test_bad_questions_are_refused_with_a_code(ask):
    refused = []
    for path, query, _, _ in WRONG:
        answer = await ask(path, **query)
        refused.append((path, query, answer.status_code, answer.json()["code"]))

    assert refused == WRONG


async def test_without_a_token_nothing_is_shown(doors):
    async with inside(doors) as client:
        answer = await client.get(MESSAGES)

    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_MISSING")


def test_the_gates_can_put_the_application_together():
    own = {name.lower(): value for name, value in MADE_UP.items() if name != "SEAL_KEY"}

    assert make(Settings(**own)).title == "Một cửa: notify"
