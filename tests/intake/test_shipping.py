"""A start of the product beside what was imported: what it says anew is heard, and nothing else."""

import asyncio
import shutil

import pytest

from services.intake import catalogue
from services.intake.load import load
from services.intake.store import imports
from shared import reference
from shared.db import open_pool, transaction
from shared.tables import FOLDER
from tests.intake.catalogues import NOW, jsonl, line, take, told
from tests.intake.desk import BIRTH, BUSINESS, PROVINCE
from tests.intake.test_import import DAYS_8, announced
from tests.shared.vietnam import on

TODAY = on("2026-11-24")
WAITS = """
SELECT count(*) FROM pg_locks JOIN pg_database AS d ON d.oid = database
WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted
"""
SHIPPED_NAME = "Đăng ký hộ kinh doanh (sửa đổi)"


@pytest.fixture
def ships(tmp_path, monkeypatch):
    """Change rows of what the product ships, as its next release would."""
    folder = tmp_path / "data"
    shutil.copytree(FOLDER, folder)
    read = catalogue.procedures.__wrapped__
    monkeypatch.setattr(catalogue, "procedures", lambda key: read(key, folder))

    def change(code, old, new):
        file = folder / "procedures.csv"
        rows = file.read_text(encoding="utf-8").split("\n")
        at = next(n for n, row in enumerate(rows) if row.startswith(f"{code},"))
        assert old in rows[at]
        rows[at] = rows[at].replace(old, new)
        file.write_text("\n".join(rows), encoding="utf-8")

    return change


async def start(pool, day=TODAY):
    return await load(pool, PROVINCE, day, with_personas=True)


async def procedure(pool, code, day="2026-11-24"):
    async with transaction(pool) as conn:
        return await reference.procedure(conn, code, on(day))


async def limit(pool, code, day="2026-11-24"):
    return (await procedure(pool, code, day)).channels[0].limit.amount


async def test_what_a_release_changes_is_a_version_more_once(pool, ships):
    ships(BUSINESS, "Đăng ký thành lập hộ kinh doanh", SHIPPED_NAME)

    first, second = await start(pool), await start(pool)

    now = await procedure(pool, BUSINESS)
    kept = await pool.fetchrow(
        "SELECT detail FROM procedure_detail WHERE code = $1 AND version = 2", BUSINESS
    )
    assert [said.rpartition("; ")[2] for said in (first, second)] == [
        "1 states told",
        "0 states told",
    ]
    assert (now.version_, now.name) == (2, SHIPPED_NAME)
    assert kept["detail"]["papers"][0]["key"] == "giay-de-nghi-dang-ky"
    assert await told(pool) == [(f"{BUSINESS}@2", 1)]


async def test_a_start_leaves_alone_what_a_file_has_changed(pool):
    await take(pool, announced(8).replace(b"2026-12-01", b"2026-11-23"), "f.csv")

    counted = await start(pool)

    assert counted.endswith("; 0 states told")
    assert await limit(pool, BUSINESS) == 8


async def test_a_changed_release_after_an_import_starts_and_keeps_what_the_office_has_set(
    pool, ships
):
    await take(pool, announced(8).replace(b"2026-12-01", b"2026-11-23"), "f.csv")
    ships(BUSINESS, "Đăng ký thành lập hộ kinh doanh", SHIPPED_NAME)
    ships(BUSINESS, ",3 working_day,3 working_day,", ",2 working_day,2 working_day,")

    await start(pool)

    now = await procedure(pool, BUSINESS)
    assert (now.version_, now.valid_from, now.name) == (3, NOW.date(), SHIPPED_NAME)
    assert [(one.channel, one.limit.amount) for one in now.channels][:2] == [("1", 8), ("2", 2)]
    assert await limit(pool, BUSINESS, "2026-11-22") == 3


async def test_the_portals_word_gives_way_to_a_release_and_comes_not_back(pool, ships):
    content = jsonl(line(code=BUSINESS, levels=None, executing=None, channels=DAYS_8))
    await take(pool, content, overwrite=True)
    ships(BUSINESS, ",3 working_day,3 working_day,", ",2 working_day,2 working_day,")

    await start(pool)
    again = await take(pool, content)

    [outcome] = again.outcomes
    assert await limit(pool, BUSINESS) == 2
    assert not outcome.changes
    assert [(one.old["amount"], one.new["amount"]) for one in outcome.differences] == [(2, 8)]


async def test_a_release_reaches_the_version_in_force_and_those_announced(pool, ships):
    await take(pool, announced(8), "f.csv")
    ships(BUSINESS, "Đăng ký thành lập hộ kinh doanh", SHIPPED_NAME)

    await start(pool)

    days = ("2026-11-24", "2026-12-01")
    seen = [await procedure(pool, BUSINESS, day) for day in days]
    assert [(one.version_, one.name) for one in seen] == [(3, SHIPPED_NAME), (4, SHIPPED_NAME)]
    assert [await limit(pool, BUSINESS, day) for day in days] == [3, 8]


async def test_what_a_release_ships_for_the_first_time_fills_in_what_the_portal_has_brought(
    pool, ships
):
    await pool.execute("DELETE FROM reference WHERE kind = 'Procedure' AND key = $1", f"{BIRTH}@1")
    await pool.execute("DELETE FROM procedure_detail WHERE code = $1", BIRTH)
    await pool.execute("DELETE FROM procedure_shipped WHERE code = $1", BIRTH)
    await take(pool, jsonl(line(code=BIRTH)))

    await start(pool)

    now = await procedure(pool, BIRTH)
    assert (now.version_, now.name) == (2, "Đăng ký khai sinh")
    assert now.decision_no == "2628/QĐ-BXD"  # ours has none


async def test_before_anything_was_noted_a_release_is_compared_with_what_it_shipped(pool, ships):
    await pool.execute("DELETE FROM procedure_shipped")
    ships(BUSINESS, "Đăng ký thành lập hộ kinh doanh", SHIPPED_NAME)

    await start(pool)

    assert (await procedure(pool, BUSINESS)).name == SHIPPED_NAME


async def test_a_start_waits_for_an_import_and_neither_is_lost(pool, database, ships):
    ships(BUSINESS, "Đăng ký thành lập hộ kinh doanh", SHIPPED_NAME)
    async with await open_pool(database.app["intake"], size=2) as other:
        async with transaction(other) as held:
            assert await imports.lock(held)
            starting = asyncio.create_task(start(pool))
            while not await other.fetchval(WAITS):
                assert not starting.done()
                await asyncio.sleep(0.01)
        await starting
    await take(pool, announced(8).replace(b"2026-12-01", b"2026-11-24"), "f.csv")

    now = await procedure(pool, BUSINESS)
    assert (now.version_, now.name, now.channels[0].limit.amount) == (3, SHIPPED_NAME, 8)
