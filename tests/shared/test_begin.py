"""What a service does about a database that is away, refuses it, or is not for this version."""

import psycopg
import pytest
from pydantic import SecretStr

from shared import begin
from shared.begin import CannotBegin, open_database
from shared.db import open_pool
from tests.shared.test_settings import GOOD, Own

NOWHERE = "postgresql://notify_app:s3cret@127.0.0.1:1/motcua"


@pytest.fixture
def database(postgres):
    return postgres.fresh("notify")


async def refusal(monkeypatch, dsn):
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(CannotBegin) as refused:
        await open_database("notify", Own(database_url=SecretStr(dsn)))
    return str(refused.value)


async def test_it_waits_says_for_what_and_gives_up(monkeypatch, capsys):
    monkeypatch.setattr(begin, "WAITS_S", 2)

    said = await refusal(monkeypatch, NOWHERE)

    assert said == (
        "PostgreSQL did not answer within 2 s: does it run, is NOTIFY_DATABASE_URL right?"
    )
    told = capsys.readouterr().out
    assert told.count("waiting for PostgreSQL") == 1
    assert "s3cret" not in told


async def test_a_refused_login_or_an_unknown_database_is_not_waited_for(database, monkeypatch):
    dsn = database.app["notify"]

    stranger = await refusal(monkeypatch, dsn.replace("notify_app:", "notify_app:x"))
    nowhere = await refusal(monkeypatch, dsn.rpartition("/")[0] + "/elsewhere")

    assert stranger.startswith("PostgreSQL refuses NOTIFY_DATABASE_URL: password authentication")
    assert nowhere.startswith("PostgreSQL refuses NOTIFY_DATABASE_URL: database")


async def test_a_schema_of_a_newer_version_is_refused_untouched(database, monkeypatch):
    with psycopg.connect(database.owner["notify"]) as conn:
        conn.execute("INSERT INTO schema_revision VALUES ('9999')")

    said = await refusal(monkeypatch, database.app["notify"])

    assert said == (
        "the schema notify was migrated by a newer version (revision 9999): start that version"
    )
    pool = await open_pool(database.app["notify"])
    assert await pool.fetchval("SELECT count(*) FROM kafka_cluster") == 0
    await pool.close()


async def test_a_schema_that_was_never_migrated_is_refused(postgres, monkeypatch):
    said = await refusal(monkeypatch, postgres.fresh().app["notify"])

    assert said == "the schema notify was never migrated: run its migrations"
