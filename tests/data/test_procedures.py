"""The 41 everyday procedures as shipped, in both deployments."""

from collections import Counter
from datetime import date

import pytest

from services.intake.catalogue import Procedure, agencies, fields, procedures, units
from shared.events.codes import known

OLD, NEW = "quang-binh-2025", "quang-tri-2026"
BOTH = pytest.mark.parametrize("key", [OLD, NEW])
TODAY = date(2026, 11, 23)


def procedure(code: str, key: str = OLD) -> Procedure:
    return next(each for each in procedures(key) if each.code == code)


def levels(code: str, key: str) -> set[str]:
    """Who of the units that stand today offers it: levels, and agencies by code."""
    told = {unit.unit_id: unit.level for unit in units(key) if unit.valid_on(TODAY)}
    told |= {unit.unit_id: unit.code for unit in agencies(key) if unit.valid_on(TODAY)}
    return {told[unit_id] for unit_id in procedure(code, key).unit_ids if unit_id in told}


@BOTH
def test_41_procedures_each_once_with_a_field_that_is_listed(key: str) -> None:
    table = procedures(key)

    assert len(table) == len({each.code for each in table}) == 41
    assert {each.field for each in table} <= set(fields())


@BOTH
def test_codes_are_those_of_the_language(key: str) -> None:
    for each in procedures(key):
        assert each.level in known("level")
        assert each.service_level in known("service_level")
        assert each.supplement_clock in known("clock")
        assert set(each.limits) <= set(known("channel"))
        assert {fee.kind for fee in each.fees} <= set(known("fee_kind"))
        assert {fee.moment for fee in each.fees} <= set(known("moment"))
        assert {fee.channel for fee in each.fees} <= {None, *each.limits}


@BOTH
def test_a_procedure_is_offered_by_units_that_stand_today(key: str) -> None:
    standing = {u.unit_id for u in (*units(key), *agencies(key)) if u.valid_on(TODAY)}

    assert [each.code for each in procedures(key) if not standing & set(each.unit_ids)] == []


@BOTH
def test_papers_have_keys_of_their_own(key: str) -> None:
    for each in procedures(key):
        keys = Counter(paper.key for paper in each.papers)
        assert keys
        assert max(keys.values()) == 1
        assert {paper.kind for paper in each.papers} <= {"0", "1", "2"}
        assert all(paper.copies >= 1 for paper in each.papers)


@BOTH
def test_what_is_offered_in_full_online_has_the_online_channel(key: str) -> None:
    assert [p.code for p in procedures(key) if p.payable_online and "2" not in p.limits] == []


@pytest.mark.parametrize(
    ("code", "limit", "fields_and_level"),
    [
        ("1.001193", "trong ngày", ("ho-tich", "COMMUNE", "FULL")),
        ("1.001612", "3 ngày làm việc", ("ho-kinh-doanh", "DISTRICT", "FULL")),
        ("1.013225", "15 ngày", ("hoat-dong-xay-dung", "DISTRICT", "PARTIAL")),
        ("2.001263", "30 ngày", ("nuoi-con-nuoi", "COMMUNE", "PARTIAL")),
        ("2.000488", "10 ngày", ("ly-lich-tu-phap", "PROVINCE", "FULL")),
    ],
)
def test_a_procedure_of_the_old_tree(
    code: str, limit: str, fields_and_level: tuple[str, str, str]
) -> None:
    found = procedure(code)

    assert {str(each) for each in found.limits.values()} == {limit}
    assert (found.field, found.level, found.service_level) == fields_and_level


@pytest.mark.parametrize(
    ("code", "in_the_old", "in_the_new"),
    [
        pytest.param("1.001193", {"COMMUNE"}, {"COMMUNE"}, id="birth"),
        pytest.param("1.001612", {"DISTRICT"}, {"COMMUNE"}, id="household-business"),
        pytest.param("2.000815", {"COMMUNE", "DISTRICT"}, {"COMMUNE"}, id="certified-copy"),
        pytest.param("2.000488", {"STP"}, {"PVHCC"}, id="criminal-record"),
        pytest.param("1.010803", {"SNV"}, {"SNV"}, id="merit"),
        pytest.param("1.012790", {"DISTRICT", *(f"VPDK-{n}" for n in (450, *range(452, 459)))},
                     {"VPDK"}, id="land"),
    ],
)  # fmt: skip
def test_authority_follows_the_tree(code: str, in_the_old: set[str], in_the_new: set[str]) -> None:
    assert levels(code, OLD) == in_the_old
    assert levels(code, NEW) == in_the_new


@pytest.mark.parametrize(
    ("code", "more"),
    [("1.000656", "3 ngày làm việc"), ("1.000894", "5 ngày làm việc"), ("1.001193", "None")],
)
def test_verification_adds_what_the_law_says(code: str, more: str) -> None:
    assert str(procedure(code).verification) == more


def test_a_fee_may_depend_on_the_channel_be_free_or_be_set_by_the_province() -> None:
    residence = {fee.channel: fee.amount for fee in procedure("1.004222").fees}

    assert residence == {"1": 20_000, "2": 10_000}
    assert [fee.amount for fee in procedure("1.000894").fees] == [0]
    assert [fee.amount for fee in procedure("1.001022").fees] == [None]


def test_a_paper_may_be_optional_or_only_shown() -> None:
    copies = {paper.key: paper for paper in procedure("2.000815").papers}
    business = {paper.key: paper.required for paper in procedure("1.001612").papers}

    assert [paper.shown for paper in copies.values()] == [True, False]
    assert list(business.values()) == [True, False, False]
