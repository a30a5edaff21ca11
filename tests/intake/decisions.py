"""Decisions on complaints as they come from the complaints service."""

from typing import Any
from uuid import uuid4

from shared.events.complaints import ComplaintResolved

NOTHING = dict.fromkeys(
    ("money_state", "money_people", "land_m2_state", "land_m2_people", "people_restored"), 0
)


def resolved(dossier_id: Any, effect: str = "AMEND", **changed: Any) -> ComplaintResolved:
    """A complaint is decided on a Monday before the holidays of 30/4 and 1/5."""
    good = {
        "case_id": uuid4(),
        "round": 1,
        "on": "2025-04-21",
        "due_on": "2025-04-25",
        "class": {"value": "EARLY", "against": "CURRENT", "rule_version": "complaint:2011"},
        "conclusion": "RIGHT",
        "effect": effect,
        "recover": NOTHING,
        "persons_to_discipline": 0,
        "to_police": False,
        "decision_no": "128/QĐ-UBND",
        "dossier_id": dossier_id,
    }
    return ComplaintResolved.model_validate(good | changed)
