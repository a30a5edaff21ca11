"""Our own table as a file, and whose unit an agency's name means."""

import csv
import io
import os
import sys

import pytest
import typer

from services.intake import catalogue
from services.intake.domain.imported import Kind
from services.intake.importing import agencies
from services.intake.importing.agencies import Places
from services.intake.importing.table import KNOWN
from shared.tables import FOLDER
from stack.failure import Failure
from stack.verbs import bring_in
from tests.intake import command, made
from tests.intake.catalogues import jsonl, line, take, told
from tests.intake.desk import BIRTH, BUSINESS

OURS = FOLDER / "procedures.csv"
PLACES = Places(
    [
        made.unit(unit_id="PVHCC", kind="one_stop_centre", level="PROVINCE", name="Trung tâm"),
        made.unit(unit_id="STP", kind="department", level="PROVINCE", name="Sở Tư pháp"),
        made.unit(unit_id="18853", kind="phuong", level="COMMUNE", name="Phường Đồng Phú"),
    ],
    "Tỉnh Quảng Bình",
)


def edited(code, mark=",", **cells):
    """data/procedures.csv with cells of one row changed, as an office would."""
    with OURS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    changed = [row | cells if row["code"] == code else row for row in rows]
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], delimiter=mark)
    writer.writeheader()
    writer.writerows(changed)
    return out.getvalue()


async def test_the_table_that_is_shipped_changes_nothing(pool):
    report = await take(pool, OURS.read_bytes(), "procedures.csv")

    assert {outcome.kind for outcome in report.outcomes} == {Kind.UNCHANGED}
    assert len(report.outcomes) == 41
    assert await told(pool) == []


async def test_a_spreadsheets_csv_with_one_cell_changed_makes_one_version(pool):
    text = edited(BUSINESS, mark=";", counter_limit="2 ngày làm việc", online_limit="")

    report = await take(pool, b"\xef\xbb\xbf" + text.encode(), "danh mục.CSV")

    [changed] = [outcome for outcome in report.outcomes if outcome.kind is Kind.CHANGED]
    assert (changed.code, [change.field for change in changed.changes]) == (BUSINESS, ["channel_1"])
    assert await told(pool) == [(f"{BUSINESS}@2", 1)]


async def test_a_persons_table_outranks_the_portal_and_is_outranked_by_nobody(pool):
    await take(pool, jsonl(line(code=BIRTH)), overwrite=True)

    ours = await take(pool, OURS.read_bytes(), "procedures.csv")
    theirs = await take(pool, jsonl(line(code=BIRTH)))

    [back] = [outcome for outcome in ours.outcomes if outcome.kind is Kind.CHANGED]
    assert "name" in {change.field for change in back.changes}
    assert not back.differences
    assert "name" in {change.field for change in theirs.outcomes[0].differences}


def test_every_column_of_the_shipped_table_is_known():
    with OURS.open(encoding="utf-8", newline="") as file:
        assert set(next(csv.reader(file))) <= KNOWN


@pytest.mark.parametrize(
    ("said", "authority", "units"),
    [
        ("Sở Tư pháp", "Sở Tư pháp", ["STP"]),
        ("Sở Tư pháp tỉnh Quảng Bình", "Sở Tư pháp", ["STP"]),
        ("Sở Tư pháp các tỉnh, thành phố", "Sở Tư pháp", ["STP"]),
        ("Sở Tư pháp Thành phố Hà Nội", "Sở Tư pháp", ["STP"]),
        ("Sở Y tế - tỉnh An Giang, Ủy ban nhân dân cấp tỉnh", "Ủy ban nhân dân cấp tỉnh", []),
        ("Phòng Cảnh sát giao thông TP.HCM", "", []),
        ("Công an tỉnh, Công an tỉnh", "Công an tỉnh", []),
    ],
)
def test_another_provinces_agency_is_ours_or_nobody(said, authority, units):
    assert PLACES.ours(agencies.named(said, ", ")) == (authority, units)


def test_a_level_names_its_counters():
    assert PLACES.counters(["COMMUNE"], ["STP"]) == ["18853"]
    assert PLACES.counters(["COMMUNE", "PROVINCE"], ["STP"]) == ["PVHCC", "STP", "18853"]
    assert PLACES.counters(["PROVINCE"], []) == ["PVHCC"]


def test_all_fields_of_the_catalogue_have_names():
    assert len(catalogue.fields()) > 100


def test_the_command_tells_each_row_and_ends_by_what_it_did(database, issuer, tmp_path):
    file = tmp_path / "tep.jsonl"
    file.write_bytes(jsonl(line()))

    first = command.run("import_procedures", database, issuer, str(file))
    second = command.run("import_procedures", database, issuer, str(file), "--lang", "en")
    file.write_bytes(jsonl(line(code="x")))
    refused = command.run("import_procedures", database, issuer, str(file), "--json")
    none = command.run("import_procedures", database, issuer, str(tmp_path / "none.csv"))

    assert first.returncode == second.returncode == 0
    assert first.stdout.startswith(f"dòng 1: thêm 9.000001 {line()['name']}\nThêm 1, thay đổi 0,")
    assert first.stdout.endswith("Đã ghi; đã phát 1 trạng thái.\n")
    assert "row 1: unchanged 9.000001" in second.stdout
    assert refused.returncode == bring_in.REFUSED
    assert '"outcome": "REFUSED", "field": "code"' in refused.stdout
    assert (none.returncode, none.stderr.count("\n")) == (1, 1)


def test_a_reader_who_leaves_undoes_nothing(database, issuer, tmp_path):
    file = tmp_path / "tep.jsonl"
    file.write_bytes(jsonl(line()))
    reader, writer = os.pipe()
    os.close(reader)

    left = command.run("import_procedures", database, issuer, str(file), stdout=writer)
    os.close(writer)
    again = command.run("import_procedures", database, issuer, str(file), "--lang", "en")

    assert (left.returncode, left.stderr) == (0, "")
    assert "row 1: unchanged 9.000001" in again.stdout


def ending(code):
    bring_in.run([sys.executable, "-c", f"raise SystemExit({code})"], dict(os.environ))


def test_that_nothing_was_kept_is_said_of_a_refused_file_alone():
    with pytest.raises(Failure, match="nothing was kept") as refused:
        ending(bring_in.REFUSED)
    with pytest.raises(typer.Exit) as broken:
        ending(1)
    ending(0)

    assert (refused.value.code, broken.value.exit_code) == (bring_in.REFUSED, 1)
