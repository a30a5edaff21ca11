"""The law by date of receipt, and the deadline table as shipped (domain.md §0, §4.4)."""

from pathlib import Path

import pytest

from shared import rulebook, tables
from shared.worktime.rules import DECREES, NoRule, case_of, cite
from tests.shared.vietnam import on

RULES = rulebook.load()


@pytest.mark.parametrize(
    ("area", "received", "name"),
    [
        ("onestop", "2018-08-08", "onestop:2018"),
        ("onestop", "2025-06-30", "onestop:2018"),
        ("onestop", "2025-07-01", "onestop:2025-07"),
        ("onestop", "2026-06-30", "onestop:2025-07"),
        ("onestop", "2026-07-01", "onestop:2026-07"),
        ("complaint", "2026-06-30", "complaint:2011"),
        ("complaint", "2026-07-01", "complaint:2026-07"),
    ],
)
def test_the_day_of_receipt_chooses_the_rules(area: str, received: str, name: str) -> None:
    assert RULES.rule_set(area, on(received)).name == name


@pytest.mark.parametrize(
    ("code", "case", "old", "new"),
    [
        ("KN1_FILE", "", "90 ngày", "90 ngày"),
        ("KN2_FILE", "", "30 ngày", "30 ngày"),
        ("KN2_FILE", "remote", "45 ngày", "45 ngày"),
        ("KN1_ACCEPT", "", "10 ngày", "7 ngày làm việc"),
        ("KN2_ACCEPT", "", "10 ngày", "7 ngày làm việc"),
        ("KN1_RESOLVE", "", "30 ngày", "30 ngày"),
        ("KN1_RESOLVE", "complex", "45 ngày", "45 ngày"),
        ("KN1_RESOLVE", "remote", "45 ngày", "45 ngày"),
        ("KN1_RESOLVE", "remote+complex", "60 ngày", "60 ngày"),
        ("KN2_RESOLVE", "", "45 ngày", "45 ngày"),
        ("KN2_RESOLVE", "complex", "60 ngày", "60 ngày"),
        ("KN2_RESOLVE", "remote", "60 ngày", "60 ngày"),
        ("KN2_RESOLVE", "remote+complex", "70 ngày", "70 ngày"),
        ("KN1_SEND", "", "3 ngày làm việc", "3 ngày làm việc"),
        ("KN2_SEND", "", "7 ngày", "7 ngày"),
        ("KN1_EFFECT", "", "30 ngày", "30 ngày"),
        ("KN1_EFFECT", "remote", "45 ngày", "45 ngày"),
        ("KN2_EFFECT", "", "30 ngày", "30 ngày"),
        ("KN2_EFFECT", "remote", "45 ngày", "45 ngày"),
        ("TC_CHECK", "", "7 ngày làm việc", "7 ngày làm việc"),
        ("TC_CHECK", "several_places", "10 ngày làm việc", "10 ngày làm việc"),
        ("TC_TRANSFER", "", "5 ngày làm việc", "5 ngày làm việc"),
        ("TC_NOTIFY", "", "5 ngày làm việc", "5 ngày làm việc"),
        ("TC_RESOLVE", "", "30 ngày", "30 ngày"),
        ("TC_EXTEND", "complex", "30 ngày", "30 ngày"),
        ("TC_SEND", "", "5 ngày làm việc", "5 ngày làm việc"),
        ("TC_HANDLE", "", "7 ngày làm việc", "7 ngày làm việc"),
        ("TC_HANDLE", "report", "5 ngày làm việc", "5 ngày làm việc"),
        ("TC_PUBLISH", "", "7 ngày làm việc", "7 ngày làm việc"),
        ("TC_SUSPEND", "", "5 ngày làm việc", "5 ngày làm việc"),
        ("TC_FURTHER", "", "20 ngày", "20 ngày"),
        ("TC_OVERDUE", "demand", "5 ngày làm việc", "5 ngày làm việc"),
        ("TC_OVERDUE", "answer", "5 ngày làm việc", "5 ngày làm việc"),
        ("TC_PRESS", "", "20 ngày", "20 ngày"),
        ("TCD_ANSWER", "", "10 ngày làm việc", "10 ngày làm việc"),
        ("TCD_REPORT", "sender", "7 ngày làm việc", "7 ngày làm việc"),
        ("TCD_REPORT", "citizen", "5 ngày làm việc", "5 ngày làm việc"),
        ("TCD_POST", "", "5 ngày làm việc", "5 ngày làm việc"),
        ("XLD", "", "10 ngày", "7 ngày làm việc"),
        ("KNPA_CLASSIFY", "", "10 ngày làm việc", "10 ngày làm việc"),
        ("KNPA_ANSWER", "", "15 ngày làm việc", "15 ngày làm việc"),
        ("PAKN_REJECT", "", "2 ngày làm việc", "2 ngày làm việc"),
        ("PAKN_MORE", "", "5 ngày làm việc", "5 ngày làm việc"),
        ("PAKN_ANSWER", "", "15 ngày làm việc", "15 ngày làm việc"),
        ("PAKN_PUBLISH", "", "2 ngày làm việc", "2 ngày làm việc"),
        ("PAKN_TRANSFER", "", "5 ngày làm việc", "5 ngày làm việc"),
        ("BV_DECIDE", "", "5 ngày làm việc", "5 ngày làm việc"),
        ("BV_DECIDE", "emergency", "0 giờ làm việc", "0 giờ làm việc"),
    ],
)
def test_a_deadline_of_the_law(code: str, case: str, old: str, new: str) -> None:
    found = [RULES.deadline(code, s, case) for s in ("complaint:2011", "complaint:2026-07")]

    assert [str(deadline.limit) for deadline in found] == [old, new]


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("KN_DIALOGUE", "5 ngày"),
        ("KN_SUSPEND", "3 ngày làm việc"),
        ("TCD_REFUSE", "3 ngày làm việc"),
    ],
)
def test_a_deadline_that_the_law_of_2026_brought(code: str, label: str) -> None:
    assert str(RULES.deadline(code, "complaint:2026-07").limit) == label
    with pytest.raises(NoRule, match=f"complaint:2011 has no deadline {code}"):
        RULES.deadline(code, "complaint:2011")


def test_a_specially_complex_denunciation_is_extended_twice() -> None:
    times = {
        case: RULES.deadline("TC_EXTEND", "complaint:2011", case).times
        for case in ("complex", "specially_complex")
    }

    assert times == {"complex": 1, "specially_complex": 2}


def test_only_what_comes_before_an_event_is_counted_back() -> None:
    assert {d.code for d in RULES.deadlines.values() if d.before} == {"KN_DIALOGUE", "TCD_POST"}


def test_a_number_from_the_law_names_its_article() -> None:
    nameless = {d.code for d in RULES.deadlines.values() if not d.article and d.tag != "D"}

    assert nameless == set()


def test_a_case_is_remote_complex_or_both() -> None:
    assert case_of() == ""
    assert case_of(remote=True) == "remote"
    assert case_of(complex_=True) == "complex"
    assert case_of(remote=True, complex_=True) == "remote+complex"


def test_no_rules_for_an_area_that_does_not_exist() -> None:
    with pytest.raises(NoRule, match="no rules of tax"):
        RULES.rule_set("tax", on("2025-01-01"))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("X,complaint:1998,,3 day,,after,e,a,V", "field rule_set: no such rule set"),
        ("X,,,3 weeks,,after,e,a,V", "field limit: 'weeks' is not a valid LimitUnit"),
        ("X,,,3 day,,later,e,a,V", "field counted: not known: 'later'"),
        ("X,,,3 day,twice,after,e,a,V", "field times: invalid literal"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, message: str) -> None:
    sets = (tables.FOLDER / "rule_sets.csv").read_text("utf-8")
    head = "code,rule_set,case,limit,times,counted,event,article,tag"
    (tmp_path / "rule_sets.csv").write_text(sets, "utf-8")
    (tmp_path / "deadlines.csv").write_text(f"{head}\n{row}\n", "utf-8")

    with pytest.raises(tables.BadTable, match=f"deadlines.csv line 2 {message}"):
        rulebook.load(tmp_path)


def test_each_one_stop_set_is_cited_by_the_decree_that_it_is_based_on() -> None:
    sets = {rules.name: rules.basis for rules in RULES.sets if rules.area == "onestop"}

    assert DECREES.keys() == sets.keys()
    for name, decree in DECREES.items():
        assert decree.removeprefix("Nghị định ") in sets[name]


def test_articles_are_cited_of_the_decree_that_was_read_alone() -> None:
    assert cite("onestop:2018", "19(4)") == "Điều 19(4) Nghị định 61/2018/NĐ-CP"
    assert cite("onestop:2026-07", "19(4)") == "Nghị định 118/2025/NĐ-CP"
    assert cite(None, "31") == cite("onestop:2040", "31") == ""
