"""After the keys were given anew: what was sealed opens, is sealed anew, needs the old no more."""

import base64
import logging

import pytest
import structlog

from services.complaints import app as complaints
from services.complaints import sealed_sender, store
from services.complaints.handlers import acts, lodging
from services.complaints.handlers.resealing import reseal
from services.complaints.seal import Seal, SealBroken
from shared import logs
from shared.db import transaction
from tests.complaints.browsing import citizen
from tests.complaints.office import Office, settings
from tests.complaints.test_pages_lodge import lodge
from tests.complaints.told import SECRETS, naming
from tests.complaints.world import CANARY, SEAL_KEY, registration
from tests.shared.web import inside

NEW_KEY = bytes(range(32, 64))
BOTH, NEW, OLD = Seal(NEW_KEY, SEAL_KEY), Seal(NEW_KEY), Seal(SEAL_KEY)
LINK_KEYS = "n" * 32 + "\n" + "l" * 32
SEAL_KEYS = "\n".join(base64.b64encode(key).decode() for key in (NEW_KEY, SEAL_KEY))


@pytest.fixture
async def rotated(pool, database, issuer):
    """The same service, started again with new keys before the old."""
    app = complaints.make(settings(issuer, database, link_key=LINK_KEYS, seal_key=SEAL_KEYS))
    app.state.pool = pool
    async with inside(app) as client:
        yield Office(app, client, issuer)


@pytest.fixture
def log(capsys):
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    logs.configure("DEBUG", "complaints")
    yield lambda: capsys.readouterr().out
    structlog.reset_defaults()
    logging.captureWarnings(False)
    root.setLevel(before[0])
    root.handlers[:] = before[1]


async def left(pool, seal=NEW):
    async with transaction(pool) as conn:
        return await store.count_behind(conn, seal.key_id)


async def opened(pool, seal, petition_id):
    async with transaction(pool) as conn:
        sent = await sealed_sender.unseal(conn, seal, petition_id)
        content = await sealed_sender.unseal_content(conn, seal, petition_id)
        return sent.sender.name, content, await acts.unsealed_words(conn, seal, petition_id)


async def guided(office):
    """A petition that was answered in writing: its sender, its words and the answer are sealed."""
    petition = await office.classified(competence="OTHER")
    path = f"/api/petitions/{petition['petition_id']}/outcome"
    done = await office.post(path, {"outcome": "GUIDE", "words": SECRETS[-1]})
    assert done.status_code == 201, done.text
    return petition["petition_id"]


async def test_a_sealed_sender_opens_after_the_rotation_and_with_the_new_key_alone_once_sealed_anew(
    office, pool, log
):
    petitions = [await guided(office) for _ in range(3)]
    before = [await opened(pool, OLD, one) for one in petitions]
    assert [await opened(pool, BOTH, one) for one in petitions] == before
    assert before[0][0] == CANARY["name"]
    assert (await left(pool), await left(pool, OLD)) == (6, 0)
    with pytest.raises(SealBroken):
        await opened(pool, NEW, petitions[0])

    await reseal(BOTH, pool, batch=2)

    assert await left(pool) == 0
    assert [await opened(pool, NEW, one) for one in petitions] == before
    with pytest.raises(SealBroken):
        await opened(pool, OLD, petitions[0])
    written = log()
    assert '"rows": 6' in written
    assert '"left": 0' in written
    assert naming({"log": written}) == set()
    assert not [key for key in SEAL_KEYS.split() if key in written]


async def test_a_letter_being_written_is_sealed_anew_too(office, rotated, pool):
    async with citizen(office) as writer:
        await writer.fill("/lodge", action="/lodge/kind", kind="COMPLAINT")
        token = writer.cookies["__Host-complaints-letter"]
    await reseal(BOTH, pool)

    async with transaction(pool) as conn:
        [draft, _] = await lodging.draft(conn, NEW, token)

    assert draft.kind == "COMPLAINT"
    assert await left(pool) == 0


async def test_what_somebody_changed_stays_with_its_key_and_holds_up_no_other(office, pool, log):
    changed, other = [(await office.registered())["petition_id"] for _ in range(2)]
    await pool.execute(
        "UPDATE sealed_sender SET content = content || 'x' WHERE petition_id = $1", changed
    )
    await pool.execute(  # behind it now, whatever comes first
        "UPDATE sealed_sender SET content = content WHERE petition_id <> $1", changed
    )

    await reseal(BOTH, pool, batch=1)

    assert await left(pool) == 1
    assert (await opened(pool, NEW, other))[0] == CANARY["name"]
    written = log()
    assert '"why": "sealed_sender.content: changed or moved"' in written
    assert '"left": 1' in written
    assert changed not in written


async def test_with_one_key_nothing_is_looked_for(office, pool):
    await office.registered()

    await reseal(OLD, pool)

    assert await left(pool, OLD) == 0


async def test_what_is_registered_after_it_is_sealed_with_the_new_key(rotated, pool):
    await rotated.registered()

    assert await left(pool) == 0


async def test_a_petition_sent_again_after_it_is_answered_as_the_first_time(office, rotated, pool):
    key = {"Idempotency-Key": "once"}
    first = await office.post("/api/petitions", registration(), **key)

    again = await rotated.post("/api/petitions", registration(), **key)
    other = await rotated.post("/api/petitions", registration(content="khác"), **key)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.json() == first.json()
    assert await pool.fetchval("SELECT count(*) FROM petition") == 1


async def test_an_old_secret_and_an_old_link_are_followed_and_shown_alike(office, rotated):
    async with citizen(office) as writer, citizen(rotated) as later:
        await lodge(writer)
        later.cookies = writer.cookies
        shown = [await one.page("/lodge/done") for one in (writer, later)]
        told = [
            {a["href"] for a in page.all("a") if "/link/" in (a["href"] or "")} for page in shown
        ]
        [link] = told[0]
        secret = next(one["data-copy"] for one in shown[1].all("button") if "data-copy" in one)
        code = shown[1].text.partition("DT-")[2].split()[0].strip(".,")

        followed = await later.get(link)
        answer = await later.fill("/follow", code=f"DT-{code}", secret=secret)

    assert told[0] == told[1]
    assert followed.status_code == 200
    assert answer.headers["location"] == "/follow/status"
