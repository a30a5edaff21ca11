"""Keys that data hangs on: a new one comes before the old, which goes when nothing needs it."""

import asyncio
import base64

import psycopg
import pytest

from services.complaints.handlers.resealing import reseal
from services.complaints.seal import Place, Seal
from shared import keyring
from shared.begin import CannotBegin, refuse_lost
from shared.db import open_pool
from stack import looks, rotation
from stack.failure import Failure
from stack.secrets import Secrets

SEAL, LINK = rotation.SEAL, "intake_link_key"
# A letter that is being written: the shortest sealed row.
KEEP = "INSERT INTO lodging (token_hash, body, touched_at) VALUES ('\\x07', %s, now())"
HERE = Place("lodging", "body", "07")


@pytest.fixture
def kept(tmp_path):
    secrets = Secrets(tmp_path / "secrets")
    for name in (SEAL, LINK):
        secrets.key(name)
    return secrets


@pytest.fixture
def database(postgres):
    return postgres.fresh("complaints")


def seal_of(kept):
    return Seal(*map(base64.b64decode, kept.key(SEAL).splitlines()))


def test_a_new_key_comes_before_the_old_ones(kept):
    old = {name: kept.key(name) for name in (SEAL, LINK)}

    for _ in range(2):
        rotation.rotate(kept, [SEAL, LINK], {})

    for name in (SEAL, LINK):
        lines = kept.key(name).splitlines()
        assert (len(set(lines)), lines[-1]) == (3, old[name])
        assert (kept.folder / name).stat().st_mode & 0o777 == 0o600
    assert {path.name for path in kept.folder.iterdir()} == {SEAL, LINK}


def test_what_a_broken_off_rotation_left_is_in_nobodys_way(kept):
    (kept.folder / f"{SEAL}.new").write_text("half a k")

    rotation.rotate(kept, [SEAL], {})

    assert len(kept.key(SEAL).splitlines()) == 2
    assert not (kept.folder / f"{SEAL}.new").exists()


async def _reseal(dsn, seal):
    pool = await open_pool(dsn, size=2)
    await reseal(seal, pool)
    await pool.close()


def test_the_old_key_stays_while_a_row_needs_it_and_goes_afterwards(kept, database):
    dsn, old = database.app["complaints"], seal_of(kept)
    with psycopg.connect(database.superuser) as conn:
        conn.execute("SET search_path = complaints")
        conn.execute(KEEP, [old.close("Chim Yến".encode(), HERE)])
    rotation.rotate(kept, [SEAL], {})
    databases = type("D", (), {"dsn": lambda self, role: database.app["complaints"]})()

    with pytest.raises(Failure, match="1 rows are still sealed with an older complaints_seal_key"):
        rotation.drop_older(kept, SEAL, dsn)
    assert len(kept.key(SEAL).splitlines()) == 2
    assert looks.seal(kept, databases) == "1 rows are still sealed with an older key"
    asyncio.run(_reseal(dsn, seal_of(kept)))
    assert looks.seal(kept, databases).startswith("all is sealed with the newest key")
    newest = kept.key(SEAL).splitlines()[0]

    assert rotation.drop_older(kept, SEAL, dsn) == 1

    assert kept.key(SEAL) == newest
    assert looks.seal(kept, databases) == "one key"
    with psycopg.connect(database.superuser) as conn:
        [sealed] = conn.execute("SELECT body FROM complaints.lodging").fetchone()
    assert seal_of(kept).open(sealed, HERE).decode() == "Chim Yến"


def test_keys_that_printed_papers_hang_on_are_not_dropped(kept, database):
    rotation.rotate(kept, [LINK], {})

    with pytest.raises(Failure, match="what was printed hangs on them"):
        rotation.drop_older(kept, LINK, database.app["complaints"])

    assert len(kept.key(LINK).splitlines()) == 2


def test_where_nothing_was_migrated_nothing_is_dropped(kept, postgres):
    rotation.rotate(kept, [SEAL], {})

    with pytest.raises(Failure, match="the sealed rows can't be counted"):
        rotation.drop_older(kept, SEAL, postgres.fresh().app["complaints"])

    assert len(kept.key(SEAL).splitlines()) == 2


async def test_a_start_without_a_key_that_has_worked_is_refused(kept, database):
    old = keyring.ring("seal", "COMPLAINTS_SEAL_KEY", (b"o" * 32,))
    both = keyring.ring("seal", "COMPLAINTS_SEAL_KEY", (b"n" * 32, b"o" * 32))
    new = both._replace(key_ids=both.key_ids[:1])

    for held in (old, old, both):
        pool = await open_pool(database.app["complaints"], size=2)
        await refuse_lost(pool, held)
        await pool.close()
    with pytest.raises(CannotBegin) as refused:
        await refuse_lost(await open_pool(database.app["complaints"], size=2), new)

    said = str(refused.value)
    assert said.startswith("COMPLAINTS_SEAL_KEY lacks a key that has worked here")
    assert old.key_ids[0].hex() in said
    assert "get its file back from a backup" in said


async def test_after_the_drop_the_newest_alone_is_enough(kept, database):
    dsn = database.app["complaints"]
    rotation.rotate(kept, [SEAL], {})

    async def start():
        keys = tuple(map(base64.b64decode, kept.key(SEAL).splitlines()))
        pool = await open_pool(dsn, size=2)
        await refuse_lost(pool, keyring.ring("seal", "COMPLAINTS_SEAL_KEY", keys))
        await pool.close()

    await start()
    await asyncio.to_thread(rotation.drop_older, kept, SEAL, dsn)
    await start()
