"""How long each step may take: by the rules of the day of receipt and legal working days."""

from dataclasses import dataclass
from datetime import date

from services.complaints.domain.codes import COMPLAINT, PORTAL, REGULATION_FEEDBACK
from shared.worktime import rules
from shared.worktime.calendar import Calendar
from shared.worktime.limit import due_on
from shared.worktime.rules import RuleBook, case_of


@dataclass(frozen=True)
class Law:
    """The rule book and the calendar as known now."""

    book: RuleBook
    calendar: Calendar

    def rule_version(self, received_on: date) -> str:
        """E.g. `complaint:2011`; it stays with the petition to its end. Raises NoRule."""
        return self.book.rule_set(rules.COMPLAINT, received_on).name

    def due(self, code: str, rule_version: str, start: date, case: str = "") -> date:
        """The last day for a step of domain.md §4.4 that begins on `start`."""
        return due_on(self.book.deadline(code, rule_version, case).limit, start, self.calendar)


def processing_due(law: Law, rule_version: str, received_on: date) -> date:
    """By when it is decided what becomes of a petition (XLD)."""
    return law.due("XLD", rule_version, received_on)


def answer_due(law: Law, rule_version: str, received_on: date, kind: str, source: str) -> date:
    """By when the sender hears: accepted or not (Luật KN Điều 27), answered for other kinds."""
    if kind == COMPLAINT:
        return law.due("KN1_ACCEPT", rule_version, received_on)
    code = "PAKN_ANSWER" if source == PORTAL else "KNPA_ANSWER"
    return law.due(code, rule_version, received_on)


def outcome_due(law: Law, rule_version: str, received_on: date, rule: str) -> date:
    """By when a petition has its outcome; `rule` is that of outcome_rule()."""
    return law.due(rule, rule_version, received_on)


def outcome_rule(kind: str | None, source: str, outcome: str) -> str:
    """Which deadline an outcome is judged by: of complaints XLD, of others their own."""
    if kind in (COMPLAINT, None):
        return "XLD"
    if source == PORTAL and outcome == "REJECTED":
        return "PAKN_REJECT"
    if kind == REGULATION_FEEDBACK and outcome == "TRANSFER":
        return "PAKN_TRANSFER"
    return "KNPA_CLASSIFY"


def resolution_due(
    law: Law, rule_version: str, accepted_on: date, *, complex_: bool, remote: bool
) -> date:
    """By when a first complaint is decided (Luật KN Điều 28)."""
    case = case_of(remote=remote, complex_=complex_)
    return law.due("KN1_RESOLVE", rule_version, accepted_on, case)
