"""The states against the tables of domain.md §4.7, the guards, and the deadlines of §7.2."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.complaints.domain import case as cases
from services.complaints.domain import deadline, refusals
from services.complaints.domain import petition as petitions
from services.complaints.domain.deadline import Law
from services.complaints.domain.registration import Classification, Decision, paper_date
from shared import rulebook
from shared.worktime.classes import Class
from tests.complaints.make import MARCH_3, MARCH_12, case, found, petition
from tests.complaints.world import classification, decision
from tests.shared.vietnam import VIETNAM

LAW = Law(rulebook.load(), VIETNAM)
# From → to as the tables print them; the order of steps is the service's own.
PETITION_MOVES = {
    "RECEIVED": "CLASSIFIED WITHDRAWN",
    "CLASSIFIED": "ACCEPTED NOT_ACCEPTED GUIDED TRANSFERRED RETURNED URGED FILED WITHDRAWN"
    " IN_CHARGE CLASSIFIED REJECTED MORE_ASKED",
    "TRANSFERRED": "CLASSIFIED CLOSED WITHDRAWN",
    "URGED": "CLOSED URGED WITHDRAWN",
    "MORE_ASKED": "CLASSIFIED REJECTED WITHDRAWN",
    "IN_CHARGE": "ANSWERED WITHDRAWN",
    "ANSWERED": "PUBLISHED CLOSED",
}
CASE_MOVES = {
    "ACCEPTED": "VERIFYING SUSPENDED TERMINATED APPEALED_2",
    "VERIFYING": "DIALOGUE DECIDED SUSPENDED TERMINATED APPEALED_2",
    "DIALOGUE": "DECIDED VERIFYING SUSPENDED TERMINATED APPEALED_2",
    "SUSPENDED": "ACCEPTED VERIFYING DIALOGUE TERMINATED",
    "DECIDED": "SENT",
    "SENT": "APPEALED_2 SUED EFFECTIVE",
    "APPEALED_2": "EFFECTIVE ACCEPTED VERIFYING DIALOGUE CLOSED",
    "SUED": "CLOSED EFFECTIVE",
    "EFFECTIVE": "ENFORCING CLOSED SUED SENT",
    "ENFORCING": "CLOSED SENT",
}
PETITION_FINAL = {
    "ACCEPTED",
    "NOT_ACCEPTED",
    "GUIDED",
    "RETURNED",
    "FILED",
    "WITHDRAWN",
    "CLOSED",
    "REJECTED",
    "PUBLISHED",
}


def pairs(table: dict[str, str]) -> set[tuple[str, str]]:
    return {(start, end) for start, ends in table.items() for end in ends.split()}


def test_the_petition_moves_as_the_table_of_the_law_says():
    reached = set()

    for status, step in product(petitions.Status, petitions.Step):
        if (status, step) in petitions.NEXT:
            reached.add((status.value, petition(status).take(step).status.value))
        else:
            with pytest.raises(refusals.StepNotAllowed):
                petition(status).take(step)

    assert reached == pairs(PETITION_MOVES)


def test_nothing_leads_out_of_a_final_state_of_a_petition():
    left = {status.value for status, _ in petitions.NEXT}

    assert left == {status.value for status in petitions.Status} - PETITION_FINAL


def test_every_step_from_every_reachable_case_is_as_the_table_of_the_law_says():
    reached, tried, waiting = set(), set(), [case("ACCEPTED")]

    while waiting:
        before = waiting.pop()
        for step in cases.Step:
            try:
                after = before.take(step)
            except refusals.StepNotAllowed:
                continue
            reached.add((before.status.value, after.status.value))
            if (after.status, after.origin) not in tried:
                tried.add((after.status, after.origin))
                waiting.append(after)

    assert reached == pairs(CASE_MOVES)


@pytest.mark.parametrize(("status", "step"), list(product(cases.Status, cases.Step)))
def test_a_step_that_the_table_lacks_is_refused(status, step):
    before = case(status, origin=cases.Status.VERIFYING)

    if (status, step) in cases.NEXT and step != cases.Step.APPEAL_FELL:
        assert before.take(step).status in cases.Status
    else:
        with pytest.raises(refusals.StepNotAllowed):
            before.take(step)


def test_a_suspended_case_goes_on_where_it_stood():
    suspended = case("DIALOGUE").take(cases.Step.SUSPEND)

    resumed = suspended.take(cases.Step.RESUME)

    assert (suspended.origin, resumed.status, resumed.origin) == ("DIALOGUE", "DIALOGUE", None)


def test_an_appeal_that_falls_leaves_a_decision_in_force_or_the_case_where_it_was():
    decided = case("SENT").take(cases.Step.APPEAL)
    unanswered = case("VERIFYING").take(cases.Step.APPEAL_UNANSWERED)

    assert decided.take(cases.Step.APPEAL_FELL).status == "EFFECTIVE"
    assert unanswered.take(cases.Step.GO_ON).status == "VERIFYING"
    for wrong in ((decided, cases.Step.GO_ON), (unanswered, cases.Step.APPEAL_FELL)):
        with pytest.raises(refusals.StepNotAllowed):
            wrong[0].take(wrong[1])


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"kind": "PETITION"}, refusals.NotAComplaint),
        ({"eligible": False, "ineligible_reason": "UNSIGNED"}, refusals.NotEligible),
        ({"competence": "LOWER"}, refusals.NotCompetent),
        ({"earlier_handling": "FIRST"}, refusals.ResolvedBefore),
    ],
)
def test_only_a_first_complaint_of_its_own_is_accepted(changed, refusal):
    classified = petition(found=found(**changed))

    with pytest.raises(refusal):
        petitions.accept(classified)


def test_a_petition_that_was_not_classified_is_not_accepted():
    with pytest.raises(refusals.StepNotAllowed):
        petitions.accept(petition("RECEIVED"))


@pytest.mark.parametrize(
    ("status", "signatures", "changed", "refusal"),
    [
        ("RECEIVED", "ONE", {"kind": "DENUNCIATION"}, refusals.DenunciationRoadClosed),
        ("RECEIVED", "ANONYMOUS", {}, refusals.AnonymousNotEligible),
        ("ACCEPTED", "ONE", {}, refusals.StepNotAllowed),
        ("ACCEPTED", "ONE", {"kind": "DENUNCIATION"}, refusals.StepNotAllowed),
    ],
)
def test_a_classification_is_refused(status, signatures, changed, refusal):
    form = Classification(**classification(**changed))

    with pytest.raises(refusal):
        petitions.check_classification(petition(status, signatures=signatures), form)


@pytest.mark.parametrize(
    ("status", "round_", "agree", "allowed"),
    [
        ("VERIFYING", 1, True, True),
        ("VERIFYING", 1, False, False),
        ("VERIFYING", 2, True, False),
        ("DIALOGUE", 1, False, True),
        ("DIALOGUE", 2, False, True),
    ],
)
def test_a_decision_without_dialogue_needs_round_one_and_views_that_agree(
    status, round_, agree, allowed
):
    resolution = Decision(**decision(views_agree=agree)).resolution()
    before = case(status, round=round_)

    if allowed:
        assert cases.resolve(before, resolution, MARCH_12).status == "DECIDED"
    else:
        with pytest.raises(refusals.DialogueRequired):
            cases.resolve(before, resolution, MARCH_12)


@pytest.mark.parametrize(
    ("on", "class_"),
    [(10, Class.EARLY), (11, Class.ON_TIME), (12, Class.LATE)],
)
def test_a_decision_is_judged_by_civil_date_against_the_due_date(on, class_):
    resolution = Decision(**decision()).resolution()

    decided = cases.resolve(case("VERIFYING"), resolution, date(2025, 4, on))

    assert (decided.class_, decided.decided_on) == (class_, date(2025, 4, on))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        pytest.param("2025-03-03", "2025-03-13", id="C1"),
        pytest.param("2025-01-20", "2025-02-03", id="C2"),
        pytest.param("2026-07-01", "2026-07-10", id="C16 first"),
        pytest.param("2026-08-27", "2026-09-10", id="C16 second"),
        pytest.param("2026-06-30", "2026-07-10", id="C20 old rule"),
    ],
)
def test_a_complaint_is_accepted_or_refused_by_then(received, due):
    received_on = date.fromisoformat(received)
    version = LAW.rule_version(received_on)

    answer = deadline.answer_due(LAW, version, received_on, "COMPLAINT", "POST")

    assert answer == date.fromisoformat(due)
    assert deadline.processing_due(LAW, version, received_on) == answer


@pytest.mark.parametrize(
    ("complex_", "remote", "due"),
    [
        pytest.param(False, False, "2025-04-11", id="C3"),
        pytest.param(True, False, "2025-04-26", id="C3 complex, a working Saturday"),
        pytest.param(False, True, "2025-04-26", id="remote"),
        pytest.param(True, True, "2025-05-12", id="remote and complex, Sunday 11/5 rolls"),
    ],
)
def test_a_complaint_accepted_on_12_march_is_resolved_by_then(complex_, remote, due):
    by = deadline.resolution_due(LAW, "complaint:2011", MARCH_12, complex_=complex_, remote=remote)

    assert by == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("received", "version"),
    [
        ("2012-07-01", "complaint:2011"),
        ("2026-06-30", "complaint:2011"),
        ("2026-07-01", "complaint:2026-07"),
    ],
)
def test_the_day_of_receipt_chooses_the_law(received, version):
    assert LAW.rule_version(date.fromisoformat(received)) == version


def test_feedback_is_answered_within_fifteen_working_days():
    on_paper = deadline.answer_due(LAW, "complaint:2011", MARCH_3, "PETITION", "POST")
    portal = deadline.answer_due(LAW, "complaint:2011", MARCH_3, "REGULATION_FEEDBACK", "PORTAL")

    assert (on_paper, portal) == (date(2025, 3, 24), date(2025, 3, 24))


@given(
    received=st.dates(date(2012, 7, 1), date(2029, 12, 31)),
    kind=st.sampled_from(["COMPLAINT", "PETITION"]),
)
def test_every_deadline_is_a_working_day_after_the_receipt(received, kind):
    version = LAW.rule_version(received)

    due = deadline.answer_due(LAW, version, received, kind, "POST")

    assert due > received
    assert VIETNAM.is_working(due)


def test_the_day_of_a_paper_lies_between_the_act_before_and_today():
    assert paper_date(None, MARCH_12, MARCH_3) == MARCH_12
    assert paper_date(MARCH_3, MARCH_12, MARCH_3) == MARCH_3
    with pytest.raises(refusals.DateInFuture):
        paper_date(date(2025, 3, 13), MARCH_12, MARCH_3)
    with pytest.raises(refusals.DateTooEarly):
        paper_date(date(2025, 3, 2), MARCH_12, MARCH_3)
