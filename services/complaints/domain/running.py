"""Which limit runs now for a petition or its case: its rule, and the day it began."""

from datetime import date
from typing import NamedTuple

from services.complaints.domain.case import Case
from services.complaints.domain.case import Status as CaseStatus
from services.complaints.domain.codes import COMPLAINT, PORTAL
from services.complaints.domain.petition import Petition, Status
from shared.worktime.rules import case_of

OPEN_CASES = frozenset({CaseStatus.ACCEPTED, CaseStatus.VERIFYING, CaseStatus.DIALOGUE})


class Running(NamedTuple):
    """A limit of domain.md §4.4 and where it stands."""

    rule: str
    case: str
    since: date
    due_on: date


def running(petition: Petition, case: Case | None) -> Running | None:
    """None: nothing is waited for any more."""
    if case is not None:
        how = case_of(remote=case.remote, complex_=case.complex)
        if case.status not in OPEN_CASES:
            return None
        return Running(f"KN{case.round}_RESOLVE", how, case.accepted_on, case.due_on)
    if petition.status == Status.RECEIVED:
        return Running("XLD", "", petition.received_on, petition.due_on)
    if petition.status in (Status.CLASSIFIED, Status.IN_CHARGE):
        return Running(_answer_rule(petition), "", petition.received_on, petition.due_on)
    return None


def _answer_rule(petition: Petition) -> str:
    found = petition.classification
    if found and found.kind == COMPLAINT:
        return "KN1_ACCEPT"
    return "PAKN_ANSWER" if petition.source == PORTAL else "KNPA_ANSWER"
