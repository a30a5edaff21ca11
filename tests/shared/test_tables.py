"""Tables of data/: what is wrong is told by file, line and field."""

from datetime import date
from pathlib import Path

import pytest

from shared.tables import BadTable, Row, rows


def table(folder: Path, text: str) -> list[Row]:
    (folder / "days.csv").write_bytes(text.encode())
    return list(rows("days.csv", folder))


def test_a_row_is_read_by_field(tmp_path: Path) -> None:
    [row] = table(tmp_path, "name,day,count,open\n Đồng Hới ,2025-03-03,,yes\n")

    assert row.must("name") == "Đồng Hới"
    assert row.day("day") == date(2025, 3, 3)
    assert row.maybe("count", int) is None
    assert row.flag("open") is True


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("nothing", "days.csv line 3 field nothing: is missing"),
        ("empty", "days.csv line 3 field empty: is empty"),
        ("day", "days.csv line 3 field day: Invalid isoformat string"),
    ],
)
def test_a_bad_cell_is_named(tmp_path: Path, field: str, message: str) -> None:
    row = table(tmp_path, "day,empty\n2025-03-03,x\n03/03/2025,\n")[1]

    with pytest.raises(BadTable, match=message):
        row.read(field, date.fromisoformat)


def test_a_flag_is_yes_or_no(tmp_path: Path) -> None:
    [row] = table(tmp_path, "open\nmaybe\n")

    with pytest.raises(BadTable, match="field open: not known: 'maybe'"):
        row.flag("open")


@pytest.mark.parametrize("line", ["1", "1,2,3"])
def test_a_line_with_cells_missing_or_left_over_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadTable, match=r"days\.csv line 2: has too many or too few cells"):
        table(tmp_path, f"a,b\n{line}\n")


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "binary.csv").write_bytes(b"a,b\n\xff\xfe,1\n")

    with pytest.raises(BadTable, match=r"absent\.csv: .*No such file"):
        list(rows("absent.csv", tmp_path))
    with pytest.raises(BadTable, match=r"binary\.csv: .*can't decode"):
        list(rows("binary.csv", tmp_path))
