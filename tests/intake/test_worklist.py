"""What the desk lists, counts and finds, and what an account sees as its own."""

import asyncpg
import pytest

from services.intake.domain.sought import Sought, read
from services.intake.store import reading, worklist
from services.intake.store.worklist import OPEN, Place, Wanted
from shared.db import transaction
from tests.intake.desk import BIRTH, CANARY, CITY, OTHER, WARD
from tests.intake.road import CITIZEN
from tests.shared.vietnam import at

LAN = CANARY | {"name": "Đỗ Thị Ngọc Lan 100%", "phone": "0987 654 321"}


async def ask(pool, question, *args):
    async with transaction(pool) as conn:
        return await question(conn, *args)


async def test_a_work_list_shows_what_is_open_oldest_due_first(road, counter, pool):
    late = await counter.receive(at("2025-03-05 09:00"))
    early = await road.submit(at("2025-03-03 09:00"))
    ended = await road.refuse(await road.submit(at("2025-03-03 10:00")), "2025-03-03 11:00")
    ward = await counter.receive(at("2025-03-04 09:00"), procedure_code=BIRTH, unit=WARD)

    rows = await ask(pool, worklist.rows, Wanted([CITY, WARD]))
    total = await ask(pool, worklist.total, Wanted([CITY, WARD]))

    assert [row.dossier_id for row in rows] == [d.dossier_id for d in (early, ward, late)]
    assert ended.dossier_id not in {row.dossier_id for row in rows}
    assert total == 3
    assert (rows[0].applicant, rows[0].due_at) == (CANARY["name"], early.accept_due_at)
    assert rows[0].procedure_name == "Đăng ký thành lập hộ kinh doanh"
    assert (rows[2].holder_step, rows[2].holder_name) == ("transfer", "Nguyễn Thị Thu Hà")


async def test_a_work_list_goes_on_after_its_last_row(counter, pool):
    made = [await counter.receive() for _ in range(3)]

    first = await ask(pool, worklist.rows, Wanted([CITY]), Place(), 2)
    after = Place(first[-1].due_at, first[-1].dossier_id)
    rest = await ask(pool, worklist.rows, Wanted([CITY]), after, 2)

    assert [r.dossier_id for r in first + rest] == sorted(d.dossier_id for d in made)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"statuses": ["4"]}, {"worked_on"}),
        ({"step": "transfer"}, {"received"}),
        ({"channel": "2"}, {"filed"}),
        ({"procedure_code": "1.001193"}, set()),
    ],
)
async def test_a_work_list_is_narrowed_by_status_step_procedure_and_channel(
    road, counter, pool, wanted, found
):
    made = {
        "filed": await road.submit(),
        "received": await counter.receive(),
        "worked_on": await road.forward(await counter.receive(), at("2025-03-03 10:00")),
    }

    rows = await ask(pool, worklist.rows, Wanted([CITY], **wanted))

    assert {row.dossier_id for row in rows} == {made[name].dossier_id for name in found}


async def test_the_desk_counts_what_waits_for_whom(road, counter, pool):
    await road.submit()
    received = await counter.receive()
    worked_on = await road.forward(await counter.receive(), at("2025-03-03 10:00"))
    await road.ask(worked_on, at("2025-03-04 09:00"))
    done = await road.forward(await counter.receive(), at("2025-03-03 10:00"))
    await road.complete(done, at("2025-03-05 09:00"))

    here = await ask(pool, worklist.counts, [CITY])
    elsewhere = await ask(pool, worklist.counts, [OTHER])

    assert received.status == "2"
    assert here.model_dump() == {
        "waiting_for_receipt": 1,
        "in_work": 1,
        "waiting_for_supplement": 1,
        "waiting_for_return": 1,
    }
    assert set(elsewhere.model_dump().values()) == {0}


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        (" 000.00.31.h46-250303-0001 ", "code", "000.00.31.H46-250303-0001"),
        ("https://dvc.example/dossiers/" + "a" * 32, "token", "a" * 32),
        ("044185765432", "id_number", "044185765432"),
        ("044185765432|194000111|Hoàng Thị Chim|01011985|Nữ|x|2021", "id_number", "044185765432"),
        ("0912.345.678", "phone", "+84912345678"),
        ("t-4f2a 91cb–07DE", "reference", "4f2a91cb07de"),
        ("T-4F2A-91CB-07D", "name", "T-4F2A-91CB-07D"),
        ("123456789", "name", "123456789"),
        ("nguyen  van\x00an\ud800", "name", "nguyen van an"),
    ],
)
def test_the_search_box_understands_what_is_typed_or_scanned(typed, kind, value):
    assert read(typed) == Sought(kind, value)


def test_an_empty_search_box_asks_nothing():
    assert read("  ") is None


async def test_a_dossier_is_found_by_code_phone_and_name_without_marks(counter, pool):
    mine = await counter.receive(applicant=LAN)
    await counter.receive()

    for typed in (mine.dossier_code, "0987654321", "do thi ngoc lan", "100%", "NGỌC lan"):
        sought = read(typed)
        [row] = await ask(pool, worklist.search, [CITY], sought, sought.value)
        assert row.dossier_id == mine.dossier_id
    elsewhere = await ask(pool, worklist.search, [OTHER], Sought("name", "lan"), "lan")
    assert elsewhere == []


async def test_letters_that_mean_something_to_the_database_mean_themselves(counter, pool):
    await counter.receive()

    for typed in ("%", "_", "\\"):
        sought = read(typed)
        assert await ask(pool, worklist.search, [CITY], sought, typed) == []


async def test_an_account_sees_what_it_filed_newest_first(road, counter, pool):
    first = await road.submit(at("2025-03-03 09:00"))
    second = await road.submit(at("2025-03-04 09:00"))
    await counter.receive()

    rows = await ask(pool, worklist.mine, CITIZEN)
    rest = await ask(pool, worklist.mine, CITIZEN, Place(second.submitted_at, second.dossier_id))

    assert [row.dossier_id for row in rows] == [second.dossier_id, first.dossier_id]
    assert [row.dossier_id for row in rest] == [first.dossier_id]
    assert await ask(pool, worklist.mine, "citizen-2") == []


async def test_what_the_same_person_filed_before_is_found_by_telephone(counter, pool):
    before = await counter.receive(applicant=LAN)
    await counter.receive()

    rows = await ask(pool, worklist.previous, [CITY], None, "+84987654321")

    assert [row.dossier_id for row in rows] == [before.dossier_id]


async def test_a_dossier_is_seen_whole(road, pool):
    filed = await road.submit(at("2025-03-03 09:00"))
    received = await road.accept(filed, "2025-03-03 10:00")
    worked_on = await road.forward(received, "2025-03-03 10:30")
    asked = await road.ask(worked_on, "2025-03-04 09:00")
    supplied = await road.supply(asked, "2025-03-06 09:00")
    done = await road.complete(supplied, "2025-03-10 16:00")
    returned = await road.give_back(done, "2025-03-11 08:00")
    rated = await road.rate(returned, "2025-03-12 08:00", text="Rất nhanh")

    found = await ask(pool, reading.view, filed.dossier_id)

    assert found.dossier == rated
    assert found.party.name == CANARY["name"]
    assert [action.n for action in found.actions] == list(range(1, 9))
    assert [slip.slip_no for slip in found.slips] == [1, 2]
    assert found.slips[1].old_due_at == received.due_at
    assert found.requests[0].supplied_at == at("2025-03-06 09:00")
    assert (found.result.outcome, found.result.timeliness) == ("GRANTED", "EARLY")
    assert found.handover.taken_by == CANARY["name"]
    assert found.rating.text == "Rất nhanh"
    assert found.numbers == {("MAU_02", 1): (2025, 1)}
    names = {official.name for official in found.officials.values()}
    assert names >= {"Nguyễn Thị Thu Hà", "Trương Thị Hồng Nhung", "Lê Thị Mỹ Hạnh"}
    assert await ask(pool, reading.view, filed.party_id) is None


MUCH = """
WITH made AS (
    INSERT INTO dossier (dossier_id, version, status, origins, procedure_code, procedure_version,
        field, level, service_level, unit_id, channel, party_id, applicant_type, by_proxy, papers,
        submitted_at, accept_due_at, clock, ledger, fees, return_channel, settled_at_once,
        owner_subject, holder_staff_id, link_hash)
    SELECT gen_random_uuid(), 1, CASE WHEN n % 20 = 0 THEN '1' ELSE '3' END, '{}', '1.001612', 1,
        'ho-kinh-doanh', 'DISTRICT', 'FULL', (n % 50)::text, '2', gen_random_uuid(), '0', false,
        '[]', now(), now() + n * interval '1 minute', 'RESTART', '[]', '[]', 'COUNTER', false,
        'account-' || n % 1000, gen_random_uuid(), sha256(n::text::bytea)
    FROM generate_series(1, 6000) AS n
    RETURNING dossier_id, party_id
)
INSERT INTO party (party_id, dossier_id, name, phone, id_index)
SELECT party_id, dossier_id, md5(party_id::text), left(party_id::text, 12),
       sha256(party_id::text::bytea)
FROM made
"""
PROVINCE = [str(n) for n in range(50)]
SOMEBODY = "3f0a0d2b-7f39-4f65-9d64-6a2f0b6f7c55"
READ_BY = [
    (worklist.LIST, [["1"], OPEN, *[None] * 6, 50], "dossier_by_status"),
    (worklist.LIST, [["1"], OPEN, None, SOMEBODY, *[None] * 4, 50], "dossier_by_holder"),
    (worklist.COUNTS, [["1"], OPEN], "dossier_by_status"),
    (worklist.BY_CODE, [["1"], "x", 30], "dossier_code_once"),
    (worklist.BY_LINK, [["1"], b"x", 30], "dossier_link_once"),
    (worklist.BY_ID_NUMBER, [["1"], [b"x", b"y"], 30], "party_by_id_index"),
    (worklist.BY_PHONE, [["1"], "x", 30], "party_by_phone"),
    (worklist.BY_NAME, [PROVINCE, "ngoc lan", 30], "party_by_name"),
    (worklist.MINE, ["account-1", None, None, 50], "dossier_by_owner"),
    (worklist.PREVIOUS_OF, [["1"], [b"x", b"y"], "x", 10], "party_by_id_index"),
]


async def test_each_list_is_read_by_its_index_where_there_is_much(database):
    conn = await asyncpg.connect(database.superuser)
    await conn.execute("SET search_path = intake, extensions")
    await conn.execute(MUCH)
    await conn.execute("VACUUM ANALYZE dossier, party")

    plans = [await conn.fetch("EXPLAIN " + sql, *args) for sql, args, _ in READ_BY]

    await conn.close()
    for (_, _, index), plan in zip(READ_BY, plans, strict=True):
        told = "\n".join(line[0] for line in plan)
        assert index in told, told
