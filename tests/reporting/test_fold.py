"""Folding facts into rows: pure, the same however they are cut into batches, and when repeated."""

from datetime import date
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain import complaint, dossier
from services.reporting.domain.complaint import BeginningUnknown
from shared.events.complaints import (
    ComplaintAccepted,
    ComplaintResolved,
    PetitionClassified,
    PetitionReceived,
)
from shared.events.intake import DossierReceived, RemedyDone
from tests.reporting.world import filed, made

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


def test_a_filing_is_known_before_its_receipt():
    submitted, received = filed(DAY)

    [before], [after] = dossier.fold([submitted]), dossier.fold([submitted, received])

    assert (before.received_at, before.due_at) == (None, None)
    assert after[:7] == before[:7]
    assert (after.received_on, after.due_on) == (DAY, received.due_at.date())


def test_a_receipt_alone_is_a_whole_dossier():
    submitted, received = filed(DAY)

    assert dossier.fold([received]) == dossier.fold([submitted, received])


def test_a_filing_told_again_takes_no_receipt_back():
    submitted, received = filed(DAY)

    assert dossier.fold([submitted, received, submitted]) == dossier.fold([submitted, received])


def test_a_day_is_that_of_vietnam_whatever_the_offset():
    _, received = filed(DAY)
    late = "2026-11-16T23:30:00+00:00"
    moved = DossierReceived.model_validate(
        received.model_dump(by_alias=True) | {"received_at": late}
    )

    assert dossier.fold([moved])[0].received_on == date(2026, 11, 17)


def test_facts_that_no_table_needs_fold_to_nothing():
    assert dossier.fold([made(RemedyDone)]) == []


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
    ("fold", "facts"), [(complaint.fold_petitions, petition()), (complaint.fold_cases, case())]
)
def test_a_later_fact_without_its_beginning_is_set_aside(fold, facts):
    with pytest.raises(BeginningUnknown):
        fold({}, facts[1:])


def test_a_second_classification_counts_instead_of_the_first():
    received, first = petition()
    second = first.model_copy(update={"kind": "PETITION", "eligible": False})

    [row] = complaint.fold_petitions({}, [received, first, second])

    assert (row.kind, row.eligible) == ("PETITION", False)
