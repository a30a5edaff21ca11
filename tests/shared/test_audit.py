"""What was written in the audit stays, and whoever changes it is found out."""

import asyncio
import json

import asyncpg
import pytest

from shared import audit, audit_seal
from shared.audit_seal import anchor, chain, read_anchors, seal
from shared.audit_verify import Broken, verify
from shared.db import connect, open_pool, transaction
from shared.trace import continue_trace, current_trace


@pytest.fixture
def database(postgres):
    return postgres.fresh("intake")


@pytest.fixture
async def pool(database):
    opened = await open_pool(database.app["intake"])
    yield opened
    await opened.close()


@pytest.fixture
async def intruder(database):
    """A superuser who also goes around the foreign key."""
    conn = await connect(database.superuser)
    await conn.execute("SET search_path = intake; SET session_replication_role = replica")
    yield conn
    await conn.close()


async def write(pool, count: int) -> None:
    async with transaction(pool) as conn:
        for n in range(count):
            await audit.record(conn, "an", "dossier.read", "dossier", f"d-{n}", ["applicant.name"])


async def sealed(pool, count: int = 9) -> None:
    await write(pool, count)
    async with transaction(pool) as conn:
        await seal(conn)


async def head(pool) -> audit_seal.Anchor:
    row = await pool.fetchrow(audit_seal.HEAD)
    return audit_seal.Anchor(row["n"], row["audit_id"], row["hash"].hex())


async def test_a_row_says_who_did_what_and_within_which_trace(pool):
    with continue_trace(None):
        trace = current_trace()
        await write(pool, 1)

    row = await pool.fetchrow("SELECT * FROM audit")
    assert [row[k] for k in ("actor", "action", "object_type", "object_id", "trace")] == [
        "an",
        "dossier.read",
        "dossier",
        "d-0",
        trace,
    ]
    assert row["fields"] == ["applicant.name"]


async def test_a_row_is_gone_with_the_transaction_that_failed(pool):
    with pytest.raises(ZeroDivisionError):
        async with transaction(pool) as conn:
            await audit.record(conn, "an", "dossier.read", "dossier", "d-1")
            raise ZeroDivisionError

    assert await pool.fetchval("SELECT count(*) FROM audit") == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET actor = 'binh'",
        "UPDATE audit_seal SET n = n + 1",
        "DELETE FROM audit",
        "DELETE FROM audit_seal",
        "TRUNCATE audit, audit_seal",
    ],
)
async def test_a_service_can_change_nothing_that_is_written(pool, change):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.execute(change)


async def test_an_untouched_audit_is_whole(pool):
    await sealed(pool)
    await sealed(pool)

    assert await verify(pool, [await head(pool)]) is None
    assert await pool.fetchval("SELECT max(n) FROM audit_seal") == 18


async def test_an_empty_audit_is_whole(pool):
    assert await verify(pool) is None


async def test_a_row_that_commits_late_is_sealed_after_the_later_ones(pool):
    async with pool.acquire() as slow:
        late = slow.transaction()
        await late.start()
        await audit.record(slow, "an", "dossier.read", "dossier", "late")
        await sealed(pool, 3)
        await late.commit()

    async with transaction(pool) as conn:
        more = await seal(conn)

    order = await pool.fetch("SELECT audit_id FROM audit_seal ORDER BY n")
    assert more == 1
    assert [row["audit_id"] for row in order] == [2, 3, 4, 1]
    assert await verify(pool) is None


async def test_a_row_left_far_behind_is_sealed_when_the_whole_table_is_looked_at(pool, intruder):
    await intruder.execute(
        "INSERT INTO audit (actor, action, object_type, object_id) VALUES ('an', 'x', 'y', 'z')"
    )
    await intruder.execute("ALTER TABLE audit ALTER audit_id RESTART WITH 1000000")
    await write(pool, 1)
    async with transaction(pool) as conn:
        await conn.execute(
            "INSERT INTO audit_seal SELECT max(audit_id), 1, $1 FROM audit",
            chain(audit_seal.FIRST, await conn.fetchrow("SELECT * FROM audit WHERE audit_id > 1")),
        )

        near = await seal(conn)
        far = await seal(conn, everything=True)

    assert (near, far) == (0, 1)
    assert await verify(pool) is None


@pytest.mark.parametrize(
    "edit",
    [
        "actor = 'binh'",
        "action = 'dossier.look'",
        "object_type = 'case'",
        "object_id = 'd-9'",
        "fields = '{}'",
        "trace = 'x'",
        "at = at - interval '1 microsecond'",
    ],
)
async def test_an_edited_row_is_named(pool, intruder, edit):
    await sealed(pool)

    await intruder.execute(f"UPDATE audit SET {edit} WHERE audit_id IN (4, 7)")

    assert await verify(pool) == Broken("edited", 4, 4)


async def test_an_edited_seal_is_named(pool, intruder):
    await sealed(pool)

    await intruder.execute("UPDATE audit_seal SET hash = sha256('x') WHERE n = 6")

    assert await verify(pool) == Broken("edited", 6, 6)


async def test_a_deleted_row_is_named(pool, intruder):
    await sealed(pool)

    await intruder.execute("DELETE FROM audit WHERE audit_id IN (5, 8)")

    assert await verify(pool) == Broken("deleted", 5, 5)


async def test_a_row_deleted_with_its_seal_is_known_by_its_place(pool, intruder):
    await sealed(pool)

    await intruder.execute("DELETE FROM audit WHERE audit_id = 5")
    await intruder.execute("DELETE FROM audit_seal WHERE audit_id = 5")

    assert await verify(pool) == Broken("deleted", 5, None)


@pytest.mark.parametrize("moved", ["audit_id = 9 - audit_id", "n = 9 - n"])
async def test_rows_that_changed_places_are_named(pool, intruder, moved):
    await sealed(pool)
    await intruder.execute("ALTER TABLE audit_seal DROP CONSTRAINT audit_seal_n_once")
    await intruder.execute("ALTER TABLE audit_seal DROP CONSTRAINT audit_seal_pkey")

    await intruder.execute(f"UPDATE audit_seal SET {moved} WHERE n IN (4, 5)")

    assert await verify(pool) == Broken("reordered", 4, 5)


async def test_a_cut_off_end_shows_against_the_anchor(pool, intruder):
    await sealed(pool)
    anchors = [await head(pool)]

    await intruder.execute("DELETE FROM audit WHERE audit_id > 6")
    await intruder.execute("DELETE FROM audit_seal WHERE audit_id > 6")

    assert await verify(pool) is None
    assert await verify(pool, anchors) == Broken("truncated", 7, None)


async def test_an_emptied_audit_shows_against_the_anchor(pool, intruder):
    await sealed(pool, 1)
    anchors = [await head(pool)]

    await intruder.execute("TRUNCATE audit, audit_seal")

    assert await verify(pool, anchors) == Broken("truncated", 1, 1)


async def test_a_chain_forged_anew_shows_against_the_anchor(pool, intruder):
    await sealed(pool, 5)
    anchors = [await head(pool)]
    await sealed(pool, 4)
    await intruder.execute("UPDATE audit SET actor = 'binh' WHERE audit_id = 2")

    await intruder.execute("TRUNCATE audit_seal")
    async with transaction(pool) as conn:
        await seal(conn)

    assert await verify(pool) is None
    assert await verify(pool, anchors) == Broken("rewritten", 5, 5)


async def test_a_row_that_nobody_seals_is_named_when_it_is_old(pool, intruder):
    await sealed(pool, 2)
    await write(pool, 2)
    young = await verify(pool)

    await intruder.execute("UPDATE audit SET at = at - interval '3 hours' WHERE audit_id > 2")

    assert young is None
    assert await verify(pool) == Broken("unsealed", None, 3)


async def test_a_long_chain_is_verified_in_parts(pool, intruder):
    await write(pool, 3)
    await intruder.execute(
        "INSERT INTO audit (actor, action, object_type, object_id)"
        " SELECT 'an', 'x', 'y', n::text FROM generate_series(1, 4500) AS n"
    )
    async with transaction(pool) as conn:
        while await seal(conn) == audit_seal.BATCH:
            continue
    whole = await verify(pool)

    await intruder.execute("UPDATE audit SET actor = 'binh' WHERE audit_id = 4321")

    assert whole is None
    assert await verify(pool) == Broken("edited", 4321, 4321)


async def test_anchors_are_appended_to_a_file_that_only_the_service_reads(pool, tmp_path):
    await sealed(pool, 2)
    first = await anchor(pool, tmp_path / "anchors")
    await sealed(pool, 1)
    second = await anchor(pool, tmp_path / "anchors")

    file = tmp_path / "anchors" / "audit-intake.jsonl"
    assert read_anchors(file) == [first, second]
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text().splitlines()[1])["n"] == 3
    assert await verify(pool, read_anchors(file)) is None


async def test_the_job_seals_and_writes_the_head_down(pool, tmp_path):
    job = audit.job(tmp_path)
    await write(pool, 1_001)

    await job.run(pool)
    await write(pool, 1)
    await job.run(pool)

    [written] = read_anchors(tmp_path / "audit-intake.jsonl")
    assert written.n == 1_001
    assert await pool.fetchval("SELECT max(n) FROM audit_seal") == 1_002


async def test_two_sealers_at_once_make_one_chain(pool):
    await write(pool, 50)

    async def try_to_seal() -> None:
        async with transaction(pool) as conn:
            await seal(conn)

    done = await asyncio.gather(*(try_to_seal() for _ in range(4)), return_exceptions=True)

    assert {type(error) for error in done} <= {type(None), asyncpg.UniqueViolationError}
    assert await pool.fetchval("SELECT count(*) FROM audit_seal") == 50
    assert await verify(pool) is None
