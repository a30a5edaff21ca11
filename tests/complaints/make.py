"""Petitions and cases of the domain, each with defaults that a test changes."""

from datetime import date
from uuid import UUID

from services.complaints.domain import case as cases
from services.complaints.domain.case import Case
from services.complaints.domain.petition import Found, Petition
from tests.complaints.world import classification

ID = UUID(int=1)
MARCH_3, MARCH_12 = date(2025, 3, 3), date(2025, 3, 12)


def petition(status: str = "CLASSIFIED", found: Found | None = None, **changed: object) -> Petition:
    known = {
        "petition_id": ID,
        "petition_code": "DT-450-2025-00001",
        "unit_id": "450",
        "source": "POST",
        "received_on": MARCH_3,
        "signatures": "ONE",
        "people": 1,
        "due_on": MARCH_12,
        "rule_version": "complaint:2011",
    }
    return Petition(status=status, classification=found, **known | changed)


def found(**changed: object) -> Found:
    known = {"remote": False, "dossier_id": None, "party_id": ID, "classified_on": MARCH_3}
    return Found(**classification() | {"ineligible_reason": None} | known | changed)


def case(status: str = "ACCEPTED", **changed: object) -> Case:
    opened = cases.open_first(
        petition("ACCEPTED"),
        found(),
        case_id=ID,
        case_code="KN-450-2025-00001",
        on=MARCH_12,
        due_on=date(2025, 4, 11),
        complex_=False,
        remote=False,
    )
    return opened.model_copy(update={"status": cases.Status(status), **changed})
