"""The unit trees of both deployments as shipped (domain.md §2)."""

import itertools
from collections import Counter
from datetime import date, timedelta

import pytest

from services.intake.catalogue import Unit, agencies, province, units
from shared.events.codes import known

OLD, NEW = "quang-binh-2025", "quang-tri-2026"
BOTH = pytest.mark.parametrize("key", [OLD, NEW])
TODAY = date(2026, 11, 23)
DISTRICTS = {
    "450": ("Thành phố Đồng Hới", 15, 15),
    "452": ("Huyện Minh Hóa", 15, 13),
    "453": ("Huyện Tuyên Hóa", 19, 19),
    "454": ("Huyện Quảng Trạch", 17, 16),
    "455": ("Huyện Bố Trạch", 28, 26),
    "456": ("Huyện Quảng Ninh", 15, 14),
    "457": ("Huyện Lệ Thủy", 26, 26),
    "458": ("Thị xã Ba Đồn", 16, 16),
}


def everything(key: str) -> dict[str, Unit]:
    return {unit.unit_id: unit for unit in (*units(key), *agencies(key))}


def standing(key: str, level: str, day: date = TODAY) -> list[Unit]:
    return [unit for unit in units(key) if unit.level == level and unit.valid_on(day)]


def test_the_old_tree_has_8_districts_and_145_communes_that_go_on() -> None:
    kinds = Counter(unit.kind for unit in standing(OLD, "COMMUNE"))

    assert {u.code: u.name for u in standing(OLD, "DISTRICT")} == {
        code: name for code, (name, _, _) in DISTRICTS.items()
    }
    assert kinds == {"xa": 122, "phuong": 15, "thi_tran": 8}
    assert not any(unit.valid_to for unit in standing(OLD, "COMMUNE"))
    assert [unit.name for unit in standing(OLD, "PROVINCE")] == ["Tỉnh Quảng Bình"]


@pytest.mark.parametrize("code", DISTRICTS)
def test_a_district_has_its_communes_before_and_after_the_merger_of_2025(code: str) -> None:
    _, before, after = DISTRICTS[code]

    counts = [
        sum(unit.parent_unit_id == code for unit in standing(OLD, "COMMUNE", day))
        for day in (date(2024, 12, 31), date(2025, 1, 1))
    ]

    assert counts == [before, after]


def test_the_new_tree_has_41_communes_under_the_province_and_no_district() -> None:
    communes = standing(NEW, "COMMUNE")

    assert Counter(unit.kind for unit in communes) == {"xa": 36, "phuong": 5}
    assert {unit.parent_unit_id for unit in communes} == {"44@2025-07-01"}
    assert standing(NEW, "DISTRICT") == []
    assert len(standing(NEW, "DISTRICT", date(2025, 6, 30))) == 8


def test_the_old_tree_loads_nothing_that_began_with_the_new_one() -> None:
    begins = {unit.valid_from for unit in everything(OLD).values() if unit.valid_from}

    assert max(begins) < date(2025, 7, 1)
    assert "44@2025-07-01" in everything(NEW)


@BOTH
def test_a_unit_is_there_once_and_its_parent_stands_on_its_last_day(key: str) -> None:
    all_of_them = [unit.unit_id for unit in (*units(key), *agencies(key))]
    table = everything(key)

    assert len(all_of_them) == len(table)
    for unit in table.values():
        if unit.parent_unit_id is None:
            assert unit.level == "PROVINCE"
        else:
            assert table[unit.parent_unit_id].valid_on(unit.valid_to or date.max)


@BOTH
def test_a_code_means_one_unit_a_day(key: str) -> None:
    by_code: dict[str, list[Unit]] = {}
    for unit in everything(key).values():
        by_code.setdefault(unit.code, []).append(unit)

    for rows in by_code.values():
        ordered = sorted(rows, key=lambda unit: unit.valid_from or date.min)
        for first, second in itertools.pairwise(ordered):
            assert first.valid_to
            assert second.valid_from == first.valid_to + timedelta(1)


def test_districts_are_numbered_31_to_38_in_the_order_of_their_codes() -> None:
    codes = [
        unit.identification_code
        for unit in sorted(standing(OLD, "DISTRICT"), key=lambda unit: unit.code)
    ]

    assert codes == [f"000.00.{number}.H46" for number in range(31, 39)]


@pytest.mark.parametrize("district", DISTRICTS)
def test_a_commune_is_numbered_by_its_rank_in_the_district(district: str) -> None:
    inside = [unit for unit in units(OLD) if unit.parent_unit_id == district]
    rank = {code: n for n, code in enumerate(sorted({unit.code for unit in inside}), start=1)}
    last = 31 + list(DISTRICTS).index(district)

    assert {unit.identification_code for unit in inside} == {
        f"000.{rank[unit.code]:02}.{last}.H46" for unit in inside
    }


def test_communes_of_the_new_tree_are_numbered_from_41() -> None:
    communes = sorted(standing(NEW, "COMMUNE"), key=lambda unit: unit.code)

    assert [unit.identification_code for unit in communes] == [
        f"000.00.{40 + rank}.H50" for rank in range(1, 42)
    ]


@BOTH
def test_units_that_stand_have_codes_of_their_own(key: str) -> None:
    codes = Counter(u.identification_code for u in everything(key).values() if u.valid_on(TODAY))

    assert [code for code, times in codes.items() if times > 1] == []


def test_the_agencies_follow_the_reorganisation_of_march_2025() -> None:
    names = {
        day: {unit.code for unit in agencies(OLD) if unit.valid_on(day)}
        for day in (date(2025, 2, 28), date(2025, 3, 1))
    }

    assert names[date(2025, 2, 28)] - names[date(2025, 3, 1)] == {
        "SKHDT", "SNNPTNT", "SGTVT", "STNMT", "STTTT", "SLDTBXH", "SVHTT", "SDL", "BDT",
    }  # fmt: skip
    assert names[date(2025, 3, 1)] - names[date(2025, 2, 28)] == {"SNNMT", "SVHTTDL", "SDTTG"}


def test_a_branch_belongs_to_the_office_of_its_last_day() -> None:
    table = everything(OLD)

    branch = table["VPDK-450"]

    assert branch.level == "DISTRICT"
    assert branch.valid_to is None
    assert branch.parent_unit_id == "VPDK@2025-03-01"
    assert table["VPDK@2025-03-01"].parent_unit_id == "SNNMT@2025-03-01"


def test_successors_are_told_where_both_units_are_loaded() -> None:
    old, new = everything(OLD), everything(NEW)

    assert old["19120"].successors == (("19123@2025-01-01", date(2025, 1, 1)),)
    assert old["18859"].successors == ()
    assert new["18859"].successors == (("18859@2025-07-01", date(2025, 7, 1)),)
    assert new["44"].successors == (("44@2025-07-01", date(2025, 7, 1)),)
    assert old["SLDTBXH"].successors == (("SNV@2025-03-01", date(2025, 3, 1)),)
    assert sum(len(unit.successors) for unit in new.values()) == 51 + 14


@BOTH
def test_a_successor_begins_when_its_unit_ended(key: str) -> None:
    table = everything(key)

    for unit in table.values():
        for successor, day in unit.successors:
            assert table[successor].valid_from == day
            assert unit.valid_to == day - timedelta(1)


@BOTH
def test_kinds_and_levels_are_codes_of_the_language(key: str) -> None:
    kinds, levels = known("unit_kind"), known("level")

    for unit in everything(key).values():
        assert unit.kind in kinds
        assert unit.level in levels
        assert unit.opening_hours
        assert not (unit.remote and unit.level != "COMMUNE")


def test_a_deployment_names_its_province() -> None:
    old, new = province(OLD), province(NEW)

    assert (old.name, old.code, old.identifier) == ("Tỉnh Quảng Bình", "44", "H46")
    assert (new.name, new.code, new.identifier) == ("Tỉnh Quảng Trị", "44", "H50")
