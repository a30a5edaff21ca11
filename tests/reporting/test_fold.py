"""Folding facts into rows: pure, the same however they are cut into batches, and when repeated."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain import complaint, dossier
from services.reporting.domain.refusals import BeginningUnknown
from shared.events.complaints import (
    ComplaintAccepted,
    ComplaintNotAccepted,
    ComplaintResolved,
    PetitionAnswered,
    PetitionClassified,
    PetitionGuided,
    PetitionReceived,
    PetitionTransferred,
)
from shared.events.intake import (
    DossierForwarded,
    DossierNotReceived,
    DossierRated,
    DossierReceived,
    RemedyDone,
    ResultReturned,
)
from tests.reporting.world import asked, at, completed, filed, made, supplied

DAY = date(2026, 11, 16)
CUTS = st.lists(st.integers(0, 8), max_size=4)


def batches(facts, cuts):
    """The facts in their order, cut anywhere."""
    ends = sorted({min(cut, len(facts)) for cut in cuts} | {0, len(facts)})
    return [facts[a:b] for a, b in pairwise(ends)]


def petition():
    received = made(PetitionReceived, petition_id=uuid4())
    return [received, made(PetitionClassified, petition_id=received.petition_id)]


def case():
    accepted = made(ComplaintAccepted, case_id=uuid4())
    return [accepted, made(ComplaintResolved, case_id=accepted.case_id)]


def fold_all(fold, facts, cuts):
    """What a reader knows after all batches."""
    known = {}
    for batch in batches(facts, cuts):
        known |= {row[0]: row for row in fold(known, batch)}
    return known


def dossier_facts():
    """The whole road: received, asked, supplied, handed on, finished, returned, rated."""
    submitted, received = filed(DAY)
    new_due = at(DAY + timedelta(days=9), 17)
    ours = {"dossier_id": received.dossier_id}
    return [
        submitted,
        received,
        asked(received, at(DAY + timedelta(days=1))),
        supplied(received, at(DAY + timedelta(days=4)), new_due),
        made(DossierForwarded, **ours),
        completed(received, at(DAY + timedelta(days=8)), due_at=new_due),
        made(ResultReturned, **ours),
        made(DossierRated, **ours, answers={"time": 5, "attitude": 4}),
    ]


def test_a_filing_is_known_before_its_receipt():
    submitted, received = filed(DAY)

    [before], [after] = dossier.fold({}, [submitted]), dossier.fold({}, [submitted, received])

    assert (before.received_at, before.due_at) == (None, None)
    assert after[:7] == before[:7]
    assert (after.received_on, after.due_on) == (DAY, received.due_at.date())


def test_a_receipt_alone_is_a_whole_dossier():
    submitted, received = filed(DAY)

    assert dossier.fold({}, [received]) == dossier.fold({}, [submitted, received])


def test_the_beginning_told_again_takes_nothing_back():
    facts = dossier_facts()

    assert dossier.fold({}, [*facts, *facts[:2]]) == dossier.fold({}, facts)


def test_while_papers_are_missing_the_clock_stands_then_the_date_is_a_new_one():
    facts = dossier_facts()

    [waiting], [going] = dossier.fold({}, facts[:3]), dossier.fold({}, facts[:4])

    assert waiting.clock_stopped_on == DAY + timedelta(days=1)
    assert waiting.due_at == facts[1].due_at
    assert (going.clock_stopped_at, going.clock_stopped_on) == (None, None)
    assert (going.due_on, going.original_due_at) == (DAY + timedelta(days=9), facts[1].due_at)


def test_papers_asked_for_before_receipt_stop_no_clock():
    submitted, received = filed(DAY)
    early = asked(received, at(DAY)).model_copy(
        update={"phase": "BEFORE", "clock_stopped_at": None}
    )

    assert dossier.fold({}, [submitted, early]) == dossier.fold({}, [submitted])


def test_the_end_of_the_road_is_kept():
    [row] = dossier.fold({}, dossier_facts())

    assert (row.finished_on, row.class_, row.outcome) == (
        DAY + timedelta(days=8),
        "EARLY",
        "GRANTED",
    )
    assert row.returned_at
    assert (row.rating_sum, row.rating_answers) == (9, 2)


def test_a_dossier_that_was_not_received_says_why():
    submitted, _ = filed(DAY)
    refused = made(DossierNotReceived, dossier_id=submitted.dossier_id, at=at(DAY).isoformat())

    [row] = dossier.fold({}, [submitted, refused])

    assert (row.not_received_on, row.not_received) == (DAY, refused.reason_code)
    assert row.received_at is None


@given(CUTS)
def test_dossiers_fold_the_same_however_they_are_cut(cuts):
    facts = [*dossier_facts(), *dossier_facts()]

    assert fold_all(dossier.fold, facts, cuts) == fold_all(dossier.fold, facts, [])


def test_a_day_is_that_of_vietnam_whatever_the_offset():
    _, received = filed(DAY)
    late = "2026-11-16T23:30:00+00:00"
    moved = DossierReceived.model_validate(
        received.model_dump(by_alias=True) | {"received_at": late}
    )

    assert dossier.fold({}, [moved])[0].received_on == date(2026, 11, 17)


def test_facts_that_no_table_needs_fold_to_nothing():
    assert dossier.fold({}, [made(RemedyDone), made(DossierForwarded)]) == []


@given(CUTS)
def test_petitions_fold_the_same_however_they_are_cut(cuts):
    facts = [*petition(), *petition(), *petition()]

    assert fold_all(complaint.fold_petitions, facts, cuts) == fold_all(
        complaint.fold_petitions, facts, []
    )


@given(CUTS)
def test_cases_fold_the_same_however_they_are_cut(cuts):
    facts = [*case(), *case(), *case()]

    assert fold_all(complaint.fold_cases, facts, cuts) == fold_all(complaint.fold_cases, facts, [])


@pytest.mark.parametrize(
    ("fold", "facts"), [(complaint.fold_petitions, petition()), (complaint.fold_cases, case())]
)
def test_folding_once_more_changes_nothing(fold, facts):
    once = {row[0]: row for row in fold({}, facts)}

    assert {row[0]: row for row in fold(once, facts)} == once
    assert {row[0]: row for row in fold(once, facts[:1])} == once


@pytest.mark.parametrize(
    ("fold", "facts"),
    [
        (complaint.fold_petitions, petition()),
        (complaint.fold_cases, case()),
        (dossier.fold, dossier_facts()[1:]),
    ],
)
def test_a_later_fact_without_its_beginning_is_set_aside(fold, facts):
    with pytest.raises(BeginningUnknown):
        fold({}, facts[1:])


def test_a_second_classification_counts_instead_of_the_first():
    received, first = petition()
    second = first.model_copy(update={"kind": "PETITION", "eligible": False})

    [row] = complaint.fold_petitions({}, [received, first, second])

    assert (row.kind, row.eligible) == ("PETITION", False)


@pytest.mark.parametrize(
    ("fact", "outcome"),
    [
        ((PetitionGuided, {}), "guided"),
        ((PetitionAnswered, {"answer": "ANSWERED"}), "answered"),
        ((PetitionAnswered, {"answer": "REJECTED"}), "rejected"),
        ((PetitionAnswered, {"answer": "MORE_ASKED"}), None),
    ],
)
def test_a_petition_ends_as_its_fact_says(fact, outcome):
    kind, said = fact
    received, classified = petition()
    end = made(kind, petition_id=received.petition_id, **said)

    [row] = complaint.fold_petitions({}, [received, classified, end])

    assert row.outcome == outcome
    assert row.ended_on == (end.on if outcome else None)


def test_a_petition_that_came_back_and_is_classified_again_has_no_outcome_any_more():
    received, classified = petition()
    sent = made(PetitionTransferred, petition_id=received.petition_id)
    again = classified.model_copy(update={"field": "HOUSING", "due_on": DAY})

    [ended] = complaint.fold_petitions({}, [received, classified, sent])
    [row] = complaint.fold_petitions({received.petition_id: ended}, [again])

    assert ended.outcome == "transferred"
    assert (row.outcome, row.ended_on) == (None, None)
    assert (row.field, row.due_on) == ("HOUSING", DAY)


def test_a_case_may_begin_with_its_refusal():
    refused = made(ComplaintNotAccepted, case_id=uuid4())

    assert complaint.fold_cases({}, [refused]) == []
    [row] = complaint.fold_refused([refused, refused])
    assert (row.case_id, row.refused_on) == (refused.case_id, refused.on)
