"""Petitions and complaints counted: every cell equals a recount in plain Python."""

from datetime import date, timedelta
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.domain import summary
from services.reporting.domain.summary import CaseCounts, PetitionCounts
from services.reporting.handlers import folding
from services.reporting.store import complaints as store
from shared.db import transaction
from shared.events.complaints import (
    ComplaintAccepted,
    ComplaintNotAccepted,
    ComplaintResolved,
    PetitionAnswered,
    PetitionClassified,
    PetitionFiled,
    PetitionGuided,
    PetitionReceived,
    PetitionReturned,
    PetitionTransferred,
    PetitionWithdrawn,
)
from tests.reporting.world import made

YEAR = date(2026, 1, 1)
DAYS = st.integers(0, 60).map(lambda n: YEAR + timedelta(days=n))
DAY_AFTER = YEAR + timedelta(days=40)
UNIT = "450"
ONCE = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CLASSES = {"EARLY": "early", "ON_TIME": "on_time", "LATE": "late"}
CONCLUSIONS = {"RIGHT": "right", "PARTLY": "partly", "WRONG": "wrong"}
ENDS = {
    "guided": PetitionGuided,
    "transferred": PetitionTransferred,
    "returned": PetitionReturned,
    "filed": PetitionFiled,
    "withdrawn": PetitionWithdrawn,
}
ANSWERS = {"answered": "ANSWERED", "rejected": "REJECTED", "open": "MORE_ASKED"}
OPENED = {"accepted": ComplaintAccepted, "not_accepted": ComplaintNotAccepted}
CASES = st.lists(
    st.fixed_dictionaries(
        {
            "on": DAYS,
            "field": st.sampled_from(["LAND", "POLICY"]),
            "days": st.integers(0, 30),
            "resolved": st.none() | st.integers(0, 40),
            "class": st.sampled_from([*CLASSES, "NEWER_CODE"]),
            "conclusion": st.sampled_from([*CONCLUSIONS, "NEWER_CODE"]),
        }
    ),
    max_size=10,
)
PETITIONS = st.lists(
    st.fixed_dictionaries(
        {
            "on": DAYS,
            "kind": st.sampled_from(["COMPLAINT", "PETITION"]),
            "eligible": st.none() | st.booleans(),
            "end": st.sampled_from([*ENDS, *ANSWERS, *OPENED]),
        }
    ),
    max_size=10,
)


def case_of(drawn):
    """The facts of a drawn case."""
    due = drawn["on"] + timedelta(days=drawn["days"])
    common = {"case_id": uuid4(), "due_on": due}
    accepted = made(ComplaintAccepted, unit_id=UNIT, field=drawn["field"], on=drawn["on"], **common)
    if drawn["resolved"] is None:
        return [accepted]
    class_ = {"value": drawn["class"], "against": "CURRENT", "rule_version": "complaint:2011"}
    on = drawn["on"] + timedelta(days=drawn["resolved"])
    said = {"on": on, "conclusion": drawn["conclusion"], "class": class_}
    return [accepted, made(ComplaintResolved, **common, **said)]


def petition_of(drawn):
    received = made(
        PetitionReceived, petition_id=uuid4(), unit_id=UNIT, on=drawn["on"], kind=drawn["kind"]
    )
    if drawn["eligible"] is None:
        return [received]
    own = {"petition_id": received.petition_id}
    classified = made(PetitionClassified, **own, kind=drawn["kind"], eligible=drawn["eligible"])
    if kind := ENDS.get(drawn["end"]):
        return [received, classified, made(kind, **own)]
    if answer := ANSWERS.get(drawn["end"]):
        return [received, classified, made(PetitionAnswered, **own, answer=answer)]
    return [received, classified, made(OPENED[drawn["end"]], **own, case_id=uuid4())]


def recount_cases(drawn, first, last):
    """Each column read off its heading, one case at a time."""
    rows = {}
    for one in drawn:
        over = one["resolved"] is not None and one["on"] + timedelta(days=one["resolved"])
        if one["on"] > last or (over and over < first):
            continue
        row = rows.setdefault(one["field"], dict.fromkeys(summary.CASES, 0))
        row["carried" if one["on"] < first else "accepted"] += 1
        if over and over <= last:
            row["resolved"] += 1
            for column in (CLASSES.get(one["class"]), CONCLUSIONS.get(one["conclusion"])):
                if column:
                    row[column] += 1
        else:
            row["open"] += 1
            row["open_late"] += one["on"] + timedelta(days=one["days"]) < last
    return {field: CaseCounts(**row) for field, row in rows.items()}


def recount_petitions(drawn, first, last):
    rows = {}
    for one in drawn:
        if first <= one["on"] <= last:
            row = rows.setdefault(one["kind"], dict.fromkeys(summary.PETITIONS, 0))
            row["received"] += 1
            if one["eligible"] is not None:
                row["classified"] += 1
                row["eligible" if one["eligible"] else "ineligible"] += 1
            row["open" if one["eligible"] is None else one["end"]] += 1
    return {kind: PetitionCounts(**row) for kind, row in rows.items()}


@ONCE
@given(drawn=CASES, first=DAYS, length=st.integers(0, 40))
async def test_each_count_of_cases_equals_a_recount(pool, drawn, first, length):
    last = first + timedelta(days=length)
    async with transaction(pool) as conn:
        await folding.fold_cases(conn, [fact for one in drawn for fact in case_of(one)])
        found = await store.case_counts(conn, [UNIT], first, last, last)
        await conn.execute("DELETE FROM complaint")

    assert found == recount_cases(drawn, first, last)
    assert all(map(summary.is_whole, found.values()))


@ONCE
@given(drawn=PETITIONS, first=DAYS, length=st.integers(0, 40))
async def test_each_count_of_petitions_equals_a_recount(pool, drawn, first, length):
    last = first + timedelta(days=length)
    async with transaction(pool) as conn:
        facts = [fact for one in drawn for fact in petition_of(one)]
        await folding.fold_cases(conn, facts)  # no order binds the two topics
        await folding.fold_petitions(conn, facts)
        found = await store.petition_counts(conn, [UNIT], first, last)
        await conn.execute("DELETE FROM petition; DELETE FROM complaint")
        await conn.execute("DELETE FROM complaint_refused")

    assert found == recount_petitions(drawn, first, last)
    assert all(map(summary.is_whole_petitions, found.values()))


async def test_a_complaint_that_was_refused_is_counted_in_its_period_alone(pool):
    refused = made(ComplaintNotAccepted, unit_id=UNIT, field="LAND", on=YEAR)
    async with transaction(pool) as conn:
        await folding.fold_cases(conn, [refused])

        there = await store.case_counts(conn, [UNIT], YEAR, YEAR, YEAR)
        later = await store.case_counts(conn, [UNIT], YEAR + timedelta(days=1), *[DAY_AFTER] * 2)

    assert there == {"LAND": CaseCounts(not_accepted=1)}
    assert later == {}


def test_the_columns_are_those_with_a_heading():
    assert list(summary.CASES) == list(CaseCounts.__dataclass_fields__)
    assert list(summary.PETITIONS) == list(PetitionCounts.__dataclass_fields__)


def test_a_row_that_does_not_add_up_is_seen():
    assert not summary.is_whole(CaseCounts(accepted=1))
    assert summary.is_whole(CaseCounts(carried=1, accepted=1, resolved=1, open=1))
    assert not summary.is_whole_petitions(PetitionCounts(received=1))
