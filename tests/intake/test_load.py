"""Loading the shipped data: all of it once, nothing twice, and what changed alone."""

import pytest

from services.intake.load import load
from shared import reference
from shared.db import open_pool, transaction
from shared.events.intake import CalendarDay
from tests.intake import command
from tests.intake.desk import CITY, PROVINCE
from tests.shared.vietnam import on

TODAY = on("2026-11-23")
COUNTS = "8 districts, 145 communes, 40 agencies, 41 procedures, 53 personas"


@pytest.fixture
def empty(postgres):
    return postgres.fresh("intake")


@pytest.fixture
async def empty_pool(empty):
    opened = await open_pool(empty.app["intake"], size=2)
    yield opened
    await opened.close()


async def told(pool):
    rows = await pool.fetch("SELECT type, count(*) FROM outbox GROUP BY type")
    return {row["type"].split(".")[2]: row["count"] for row in rows}


async def test_all_is_loaded_and_told_once(empty_pool):
    first = await load(empty_pool, PROVINCE, TODAY, with_personas=True)
    after_first = await told(empty_pool)

    second = await load(empty_pool, PROVINCE, TODAY, with_personas=True)

    kept = await empty_pool.fetchval("SELECT count(*) FROM reference")
    assert first.startswith(COUNTS)
    assert second == f"{COUNTS}; 0 states told"
    assert await told(empty_pool) == after_first
    assert after_first["Procedure"] == 41
    assert after_first["Staff"] == 53
    assert sum(after_first.values()) == kept


async def test_the_same_persona_has_the_same_id_in_every_database(empty_pool, pool):
    await load(empty_pool, PROVINCE, TODAY, with_personas=True)

    async with transaction(empty_pool) as here, transaction(pool) as there:
        mine = await reference.staff_by_subject(here, "receiver-450")
        theirs = await reference.staff_by_subject(there, "receiver-450")

    assert mine == theirs


async def test_production_has_no_personas(empty_pool):
    counts = await load(empty_pool, PROVINCE, TODAY, with_personas=False)

    assert " 0 personas;" in counts
    assert "Staff" not in await told(empty_pool)


async def test_the_two_level_tree_loads_too(empty_pool):
    counts = await load(empty_pool, "quang-tri-2026", TODAY, with_personas=True)

    assert counts.startswith("0 districts, 41 communes")


async def test_a_state_that_changed_is_told_again_and_no_other(pool):
    await pool.execute(
        "UPDATE reference SET state = jsonb_set(state, '{name}', '\"?\"') WHERE key = $1", CITY
    )

    counts = await load(pool, PROVINCE, TODAY, with_personas=True)

    [row] = await pool.fetch("SELECT key, sequence FROM outbox")
    assert (row["key"], row["sequence"]) == (CITY, 2)
    assert counts.endswith("; 1 states told")


async def test_a_day_that_changed_makes_a_new_version_of_the_calendar(pool):
    async with transaction(pool) as conn:
        before = await reference.calendar(conn)
        strange = CalendarDay(
            date="2025-03-05", kind="SWAP_OFF", note="", source="", calendar_version=before.version
        )
        await reference.save(conn, strange)

    await load(pool, PROVINCE, TODAY, with_personas=True)

    async with transaction(pool) as conn:
        after = await reference.calendar(conn)
    assert after.version == before.version + 1
    assert after.is_working(on("2025-03-05"))
    assert await pool.fetchval("SELECT count(*) FROM outbox") == 1


async def test_what_only_intake_knows_of_a_procedure_is_kept(pool):
    detail = await pool.fetchval("SELECT detail FROM procedure_detail WHERE code = '1.001193'")

    assert detail["papers"][0]["key"] == "to-khai-theo-mau"
    assert detail["fees"][0]["kind"] == "FEE"


def test_the_command_prints_one_line_of_counts(database, issuer):
    done = command.run("load", database, issuer)

    assert (done.returncode, done.stdout) == (0, f"intake: {COUNTS}; 0 states told\n")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"MOTCUA_PROVINCE": "atlantis"}, "load: provinces.toml field atlantis"),
        ({"INTAKE_DATABASE_URL": "postgresql://x:y@127.0.0.1:1/z"}, "load: PostgreSQL does not"),
        ({"INTAKE_HTTP_PORT": "x"}, "setting INTAKE_HTTP_PORT: "),
    ],
)
def test_the_command_says_in_one_line_what_stands_in_its_way(database, issuer, changed, says):
    done = command.run("load", database, issuer, **changed)

    assert done.returncode != 0
    assert done.stderr.startswith(says)
    assert done.stderr.count("\n") == 1
