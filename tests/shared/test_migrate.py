"""Migrations: once, alone, all of a file or nothing, and never backwards."""

import asyncio
import os
import sys

import psycopg
import pytest

from shared import migrate
from shared.migrate import NewerSchema
from stack.layout import ROOT


@pytest.fixture
def owner(postgres):
    return postgres.fresh().owner["notify"]


async def run(dsn: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "shared.migrate", "notify"),
        cwd=ROOT,
        env={**os.environ, "MIGRATE_DATABASE_URL": dsn},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    return out.decode()


async def test_of_two_at_once_one_migrates_and_the_other_finds_it_done(owner):
    said = sorted(await asyncio.gather(run(owner), run(owner)))

    assert said[0].startswith("notify: 0001, ")
    assert said[1] == "notify: up to date\n"


def test_a_schema_of_a_newer_version_is_refused_untouched(owner):
    migrate.migrate("notify", owner)
    with psycopg.connect(owner) as conn:
        conn.execute("INSERT INTO schema_revision VALUES ('9999')")

    with pytest.raises(NewerSchema, match="9999"):
        migrate.migrate("notify", owner)


def test_a_file_that_fails_leaves_nothing_behind(owner, tmp_path):
    (tmp_path / "0001_good.sql").write_text("CREATE TABLE good (a int);")
    (tmp_path / "0002_bad.sql").write_text("CREATE TABLE half (a int); SELECT 1/0;")

    with pytest.raises(Exception, match="division by zero"):
        migrate.upgrade("notify", owner, migrate.revisions(tmp_path))

    with psycopg.connect(owner) as conn:
        assert conn.execute("SELECT to_regclass('good'), to_regclass('half')").fetchone() == (
            None,
            None,
        )


def test_percent_and_colon_are_plain_sql(owner, tmp_path):
    (tmp_path / "0001_signs.sql").write_text("CREATE TABLE sign (a text DEFAULT '100% :x');")

    assert migrate.upgrade("notify", owner, migrate.revisions(tmp_path)) == ["0001"]
