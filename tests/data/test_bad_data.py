"""Edited data that is wrong is refused with its file, line and field."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from services.intake import catalogue
from shared.tables import FOLDER, BadTable

KEY = "quang-binh-2025"


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of data/ with one replacement in one file."""

    def edit(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "data"
        shutil.copytree(FOLDER, folder)
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
        return folder

    return edit


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        pytest.param(
            "units.csv",
            "Phường Hải Thành,450",
            "Phường Hải Thành,451",
            r"units\.csv line 11 field parent_code: no unit 451 in force",
            id="parent",
        ),
        pytest.param(
            "units.csv",
            "commune,18856,",
            "commune,18853,",
            r"units\.csv line 12 field code: 18853 is there twice",
            id="key",
        ),
        pytest.param(
            "units.csv",
            "commune,18853,",
            "village,18853,",
            r"units\.csv line 11 field level: not known: 'village'",
            id="level",
        ),
        pytest.param(
            "units.csv",
            "000.01.31,no,Mo-Fr 07:30",
            "000.01.31,no,Mo-Fr 7h30",
            r"units\.csv line 11 field opening_hours: opening hours are written as",
            id="opening-hours",
        ),
        pytest.param(
            "units.csv",
            "2025-01-01,2025-06-30",
            "2025-01-01,2024-06-30",
            r"units\.csv line \d+ field valid_to: ends before it begins",
            id="validity",
        ),
        pytest.param(
            "unit_successors.csv",
            "18919,,18919",
            "99999,,18919",
            r"unit_successors\.csv line 2 field old_code: no such unit: 99999",
            id="successor",
        ),
        pytest.param(
            "provinces.toml",
            'identifier = "H46"',
            "identifier = 46",
            r"provinces\.toml field quang-binh-2025\.identifier: is missing or no str",
            id="province",
        ),
        pytest.param("provinces.toml", "[quang-tri", "quang-tri", r"provinces\.toml: ", id="toml"),
        pytest.param(
            "procedures.csv",
            "ho-tich",
            "ho-tik",
            r"procedures\.csv line 2 field field: not in fields\.csv: 'ho-tik'",
            id="field",
        ),
        pytest.param(
            "procedures.csv",
            "1 same_day,1 same_day,1 same_day",
            "1 week,1 same_day,1 same_day",
            r"procedures\.csv line 2 field counter_limit: 'week' is not a valid LimitUnit",
            id="limit",
        ),
        pytest.param(
            "procedures.csv",
            "1 same_day,1 same_day,1 same_day",
            ",,",
            r"procedures\.csv line 2 field counter_limit: a procedure is offered",
            id="no-channel",
        ),
        pytest.param(
            "procedures.csv",
            "UBND cấp xã,commune,COMMUNE",
            "UBND cấp xã,village,COMMUNE",
            r"procedures\.csv line 2 field offered_by: no unit is meant by 'village'",
            id="offered-by",
        ),
        pytest.param(
            "procedures.csv",
            "1.000656,",
            "1.001193,",
            r"procedures\.csv line 3 field code: 1\.001193 is there twice",
            id="procedure-twice",
        ),
        pytest.param(
            "procedure_papers.csv",
            "1.001193,to-khai",
            "9.999999,to-khai",
            r"procedure_papers\.csv line 2 field procedure_code: not in procedures\.csv",
            id="paper",
        ),
        pytest.param(
            "procedure_fees.csv",
            "CHARGE,1,,8000",
            "CHARGE,1,,8.000 đồng",
            r"procedure_fees\.csv line \d+ field amount: invalid literal",
            id="fee",
        ),
        pytest.param(
            "personas.json",
            '"unit": "18853"',
            '"unit": "99999"',
            r"personas\.json field \d+\.assignments\.unit: no open unit '99999'",
            id="persona-unit",
        ),
        pytest.param(
            "personas.json",
            '"title": "Văn thư"',
            '"title": ""',
            r"personas\.json field 5\.title: String should have at least 1 character",
            id="persona-title",
        ),
        pytest.param(
            "calendar_overrides.csv",
            "SWAP_OFF",
            "HALF_DAY",
            r"calendar_overrides\.csv line 2 field kind: 'HALF_DAY' is not a valid DayKind",
            id="day-kind",
        ),
    ],
)
def test_a_wrong_cell_is_named(
    edited: Callable[[str, str, str], Path], file: str, old: str, new: str, message: str
) -> None:
    folder = edited(file, old, new)

    with pytest.raises(BadTable, match=message):
        catalogue.procedures(KEY, folder)
        catalogue.personas(KEY, folder)
        catalogue.special_days([2026], folder)


def test_a_province_that_is_not_known_is_told_with_those_that_are() -> None:
    with pytest.raises(BadTable, match="hue: no such province, choose one of quang-binh-2025"):
        catalogue.units("hue")


def test_personas_that_are_not_there_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(FOLDER, folder)
    (folder / "personas.json").unlink()

    with pytest.raises(BadTable, match=r"personas\.json: .*No such file"):
        catalogue.personas(KEY, folder)
