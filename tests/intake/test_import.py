"""Procedures from a file: all of it or nothing, once, and a person's word above the portal's."""

import asyncio
from uuid import uuid4

import pytest

from services.intake.domain.filing import Filing
from services.intake.domain.imported import Kind
from services.intake.handlers.filing import New, receive
from services.intake.importing import words
from services.intake.importing.report import counts
from services.intake.store import imports
from shared import reference
from shared.db import transaction
from tests.intake.catalogues import NEW, NOW, jsonl, line, many, take, told
from tests.intake.desk import BIRTH, BUSINESS, PROVINCE, filing, principal
from tests.shared.vietnam import at, on

DAYS_8 = [{"channel": "counter", "duration": {"value": 8, "unit": "working_day"}}]
# Of one that is shipped: where it is handed in stays.
LONGER = {"code": BUSINESS, "levels": None, "executing": None, "channels": DAYS_8}
DAYS_9 = [{"channel": "counter", "duration": {"value": 9, "unit": "working_day"}}]
TOMORROW = at("2026-11-24 09:00")


async def procedure(pool, code, day="2026-11-23"):
    async with transaction(pool) as conn:
        return await reference.procedure(conn, code, on(day))


def kinds(report):
    return [outcome.kind for outcome in report.outcomes]


def fields(changes):
    return {change.field for change in changes}


async def test_a_new_procedure_is_kept_and_told_and_twice_changes_nothing(pool):
    first = await take(pool, jsonl(line()))
    second = await take(pool, jsonl(line()), on=TOMORROW)

    kept = await procedure(pool, NEW)
    assert (kinds(first), kinds(second)) == ([Kind.ADDED], [Kind.UNCHANGED])
    assert (kept.version_, kept.valid_from, kept.field) == (
        1,
        NOW.date(),
        "hang-hai-va-duong-thuy-noi-dia",
    )
    assert kept.decision_no == "2628/QĐ-BXD"
    assert [(one.channel, one.limit.amount) for one in kept.channels] == [("1", 5)]
    assert await told(pool) == [(f"{NEW}@1", 1)]


async def test_what_changed_is_a_new_version_and_the_old_one_stays(pool):
    await take(pool, jsonl(line()))

    report = await take(pool, jsonl(line(channels=DAYS_8)), on=TOMORROW)

    [outcome] = report.outcomes
    [change] = outcome.changes
    before, after = await procedure(pool, NEW), await procedure(pool, NEW, "2026-11-24")
    assert (change.field, change.old["amount"], change.new["amount"]) == ("channel_1", 5, 8)
    assert (before.version_, before.channels[0].limit.amount) == (1, 5)
    assert (after.version_, after.channels[0].limit.amount) == (2, 8)
    assert await told(pool) == [(f"{NEW}@1", 1), (f"{NEW}@2", 1)]


async def test_a_dossier_stays_with_the_version_it_was_filed_under(pool, counter):
    filed = await counter.receive(when=at("2026-11-23 08:00"))
    content = jsonl(line(**LONGER))

    await take(pool, content, overwrite=True)

    later = await counter.receive(when=at("2026-11-23 10:00"))
    kept = await pool.fetchrow("SELECT * FROM dossier WHERE dossier_id = $1", filed.dossier_id)
    assert (filed.procedure_version, filed.limit.amount) == (1, 3)
    assert (later.procedure_version, later.limit.amount) == (2, 8)
    assert (kept["procedure_version"], kept["limit"]["amount"]) == (1, 3)


async def test_a_correction_of_the_same_day_is_a_version_more_and_the_first_stays_as_it_was(
    pool, counter
):
    await take(pool, jsonl(line(**LONGER)), overwrite=True)
    filed = await counter.receive(when=at("2026-11-23 10:00"))

    corrected = await take(pool, jsonl(line(**LONGER | {"channels": DAYS_9})), overwrite=True)

    later = await counter.receive(when=at("2026-11-23 11:00"))
    limits = await pool.fetch(
        "SELECT (state ->> 'version')::int AS n, state -> 'channels' -> 0 -> 'limit' AS said"
        " FROM reference WHERE kind = 'Procedure' AND state ->> 'code' = $1 ORDER BY n",
        BUSINESS,
    )
    assert kinds(corrected) == [Kind.CHANGED]
    assert [(row["n"], row["said"]["amount"]) for row in limits] == [(1, 3), (2, 8), (3, 9)]
    assert [(one.procedure_version, one.limit.amount) for one in (filed, later)] == [(2, 8), (3, 9)]


async def test_filings_beside_corrections_keep_to_versions_whose_content_is_theirs(pool, counter):
    async def correct(*days):
        for n in days:
            channels = [{"channel": "counter", "duration": {"value": n, "unit": "working_day"}}]
            changed = LONGER | {"channels": channels}
            report = await take(pool, jsonl(line(**changed)), overwrite=True)
            assert kinds(report) == [Kind.CHANGED]

    async with transaction(pool) as conn:
        who = await principal(conn, "dossier.receive", "receiver-450")
        body = Filing.model_validate(filing())
        new = New(uuid4(), uuid4(), at("2026-11-23 10:00"))
        first = await receive(conn, counter.numbers, who, body, new)
        await correct(8, 9, 7)  # all of it while the filing is not committed yet
    later = (counter.receive(when=at("2026-11-23 10:00")) for _ in range(12))
    _, *others = await asyncio.gather(correct(6, 5, 4), *later)

    held = await pool.fetch(
        "SELECT d.dossier_id, d.\"limit\" = p.state -> 'channels' -> 0 -> 'limit' AS same"
        " FROM dossier AS d JOIN reference AS p ON p.kind = 'Procedure'"
        " AND p.key = d.procedure_code || '@' || d.procedure_version"
    )
    assert {row["dossier_id"] for row in held} == {one.dossier_id for one in (first, *others)}
    assert all(row["same"] for row in held)
    assert first.procedure_version == 1
    assert (await procedure(pool, BUSINESS)).version_ == 7


async def test_nothing_begins_before_a_version_that_is_announced(pool):
    await take(pool, jsonl(line()), begins=on("2027-01-01"))

    report = await take(pool, jsonl(line(name="Tên khác")))

    [fault] = report.faults
    assert (fault.row, fault.field, fault.why, fault.said) == (
        1,
        "valid_from",
        "later-version",
        "01/01/2027",
    )


def announced(limit):
    """Our own table with the day from which a limit is meant to be in force."""
    return f"code,valid_from,counter_limit\n{BUSINESS},2026-12-01,{limit} ngày làm việc\n".encode()


async def test_an_announced_version_is_corrected_by_its_own_file(pool, counter):
    first = await take(pool, announced(8), "f.csv")
    second = await take(pool, announced(6), "f.csv", on=TOMORROW)

    corrected = await procedure(pool, BUSINESS, "2026-12-01")
    assert (kinds(first), kinds(second)) == ([Kind.CHANGED], [Kind.CHANGED])
    assert (corrected.version_, corrected.channels[0].limit.amount) == (3, 6)
    assert (await procedure(pool, BUSINESS, "2026-11-30")).channels[0].limit.amount == 3
    assert await told(pool) == [(f"{BUSINESS}@2", 1), (f"{BUSINESS}@3", 1)]


async def test_the_first_day_says_which_version_is_in_force_and_not_its_number(pool):
    """What was announced late may begin before what was announced early."""
    await take(pool, announced(8), "f.csv")
    async with transaction(pool) as conn:
        newest = await imports.newest(conn, [BUSINESS])
    number = newest[BUSINESS].known.last + 1
    state = (await procedure(pool, BUSINESS)).model_copy(
        update={"version_": number, "valid_from": on("2026-11-24")}
    )
    async with transaction(pool) as conn:
        await imports.add(conn, [state], [], {}, None)

    days = ("2026-11-23", "2026-11-24", "2026-12-01")
    in_force = [(await procedure(pool, BUSINESS, day)).version_ for day in days]
    listed = [
        await pool.fetchval(
            "SELECT state ->> 'version' FROM procedures_on($1) WHERE state ->> 'code' = $2",
            on(day),
            BUSINESS,
        )
        for day in days
    ]
    assert in_force == [1, 3, 2]
    assert listed == ["1", "3", "2"]


async def test_one_refused_row_refuses_the_file_and_all_refused_rows_are_named(pool):
    bad_limit = [{"channel": "counter", "duration": {"value": 5, "unit": "fortnight"}}]
    content = jsonl(line(), line(code="1.00 5"), line(code="9.000002", channels=bad_limit))

    report = await take(pool, content)

    assert [(fault.row, fault.field, fault.why) for fault in report.faults] == [
        (2, "code", "code-shape"),
        (3, "channels.0.duration.unit", "shape"),
    ]
    assert kinds(report) == [Kind.ADDED]
    assert await procedure(pool, NEW) is None
    assert await told(pool) == []


async def test_a_dry_run_says_the_same_and_keeps_nothing(pool):
    dry = await take(pool, jsonl(line(), line(code=BIRTH)), dry_run=True)
    kept = await procedure(pool, NEW)
    wet = await take(pool, jsonl(line(), line(code=BIRTH)))

    assert (dry.outcomes, kept) == (wet.outcomes, None)
    assert (dry.told, wet.told) == (0, 2)


async def test_the_portals_word_stands_aside_where_a_person_wrote_ours(pool):
    before = await procedure(pool, BIRTH)

    report = await take(pool, jsonl(line(code=BIRTH)))

    [outcome] = report.outcomes
    after = await procedure(pool, BIRTH)
    assert {"name", "channel_1", "papers"} <= fields(outcome.differences)
    assert fields(outcome.changes) == {"decision_no", "subjects"}  # ours had none
    assert (after.name, after.channels) == (before.name, before.channels)
    assert after.decision_no == "2628/QĐ-BXD"


async def test_overwrite_takes_the_files_word_once(pool):
    first = await take(pool, jsonl(line(code=BIRTH)), overwrite=True)
    second = await take(pool, jsonl(line(code=BIRTH)), overwrite=True)

    assert (kinds(first), kinds(second)) == ([Kind.CHANGED], [Kind.UNCHANGED])
    assert not first.outcomes[0].differences
    assert (await procedure(pool, BIRTH)).name == line()["name"]


async def test_a_difference_that_was_decided_comes_back_when_the_portal_says_something_new(pool):
    await take(pool, jsonl(line(code=BIRTH)), keep=True)

    decided = await take(pool, jsonl(line(code=BIRTH)))
    changed = await take(pool, jsonl(line(code=BIRTH, name="Tên thứ ba")))

    assert not decided.outcomes[0].differences
    assert fields(changed.outcomes[0].differences) == {"name"}


async def test_an_empty_cell_never_erases(pool):
    await take(pool, jsonl(line()))
    empty = {
        "code": NEW,
        "decision": "",
        "audiences": [],
        "channels": [],
        "papers": [],
        "legal_basis": [],
        "result": None,
        "executing": "  ",
    }

    report = await take(pool, jsonl(empty), on=TOMORROW)

    assert kinds(report) == [Kind.UNCHANGED]


def counter_and_online(counter, online):
    return [
        {"channel": "counter", "duration": counter},
        {"channel": "online", "duration": online},
    ]


@pytest.mark.parametrize("none", [None, {"value": 0, "unit": "working_day"}])
@pytest.mark.parametrize("overwrite", [False, True])
async def test_a_channel_without_a_limit_never_erases_the_published_one(pool, none, overwrite):
    five = {"value": 5, "unit": "working_day"}
    await take(pool, jsonl(line(channels=counter_and_online(five, five))))
    before = await procedure(pool, BIRTH)
    content = jsonl(
        line(channels=counter_and_online(none, {"value": 6, "unit": "working_day"})),
        line(code=BIRTH, channels=counter_and_online(none, none)),
    )

    report = await take(pool, content, on=TOMORROW, overwrite=overwrite)

    ours, shipped = report.outcomes
    kept = await procedure(pool, NEW, "2026-11-24")
    birth = await procedure(pool, BIRTH, "2026-11-24")
    assert fields(ours.changes) == {"channel_2"}
    assert [one.limit.amount for one in kept.channels] == [5, 6]
    assert not fields([*shipped.changes, *shipped.differences]) & {"channel_1", "channel_2"}
    assert birth.channels == before.channels


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)])
async def test_a_channel_named_twice_has_the_limit_that_is_stated(pool, order):
    twice = [*DAYS_8, {"channel": "counter"}][order]

    await take(pool, jsonl(line(channels=twice)))

    [channel] = (await procedure(pool, NEW)).channels
    assert (channel.channel, channel.limit.amount) == ("1", 8)


async def test_a_second_import_is_told_that_another_is_running(pool):
    async with transaction(pool) as first:
        assert await imports.lock(first)
        meanwhile = await take(pool, jsonl(line()))
    after = await take(pool, jsonl(line()))

    [fault] = meanwhile.faults
    assert words.why(fault, "vi").startswith("một lần nhập khác đang chạy")
    assert words.why(fault, "en").startswith("another import is running")
    assert kinds(after) == [Kind.ADDED]


async def test_who_imported_what_is_in_the_audit(pool):
    await take(pool, jsonl(line()))

    row = await pool.fetchrow("SELECT * FROM audit WHERE action = 'procedure.import'")
    assert (row["actor"], row["object_type"], row["object_id"]) == (
        "operator:test",
        "file",
        "f" * 64,
    )
    assert {"name", "channel_1", "papers"} <= set(row["fields"])


@pytest.mark.parametrize("province", [PROVINCE, "quang-tri-2026"])
async def test_a_whole_catalogue_is_one_transaction_and_told_in_order(pool, province):
    report = await take(pool, many(1_601), province=province)

    assert counts(report)["ADDED"] == report.told == 1_601
    assert await told(pool) == [(f"9.{n:06}@1", 1) for n in range(1_601)]
