"""What the tables must hold: the facts folded in plain Python, without the services' code."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from tests.faults.evidence import Fact

Table = dict[Any, dict[str, Any]]

# Who is told of a fact, and how.
APPLICANT = (("APPLICANT", "EMAIL"), ("APPLICANT", "SMS"))
TOLD = {
    "DossierReceived": APPLICANT,
    "SupplementRequested": APPLICANT,
    "DossierSupplemented": APPLICANT,
    "PetitionReceived": APPLICANT,
    "PetitionClassified": APPLICANT,
    "ComplaintAccepted": APPLICANT,
    "ComplaintResolved": APPLICANT,
    "VerificationAssigned": (("HANDLER", "EMAIL"),),
    "RemedyOpened": (("UNIT", "EMAIL"), *APPLICANT),
}
# The status that a fact of the road leaves a dossier in.
STANDS = {
    "DossierReceived": "2",
    "DossierAssigned": "4",
    "SupplementRequested": "5",
    "DossierSupplemented": "4",
    "DossierCompleted": "9",
    "ResultReturned": "10",
}
ENDS = {
    "PetitionGuided": "guided",
    "PetitionTransferred": "transferred",
    "PetitionReturned": "returned",
    "PetitionFiled": "filed",
    "PetitionWithdrawn": "withdrawn",
}
NOT_ENDED = {"outcome": None, "ended_on": None}
ORDERS_WORK = ("AMEND", "CANCEL")
ADDRESS = {"EMAIL": "email", "SMS": "phone"}


def once(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Each fact as it came first; its repeats are left out."""
    seen = set()
    for fact in facts:
        if fact.address not in seen:
            seen.add(fact.address)
            yield fact


def of_kind(facts: Sequence[Fact], *kinds: str) -> Iterator[Fact]:
    return (fact for fact in once(facts) if fact.kind in kinds)


def standing(facts: Sequence[Fact]) -> Table:
    """Where each received dossier stands and the day promised now, by the last fact that says it.

    Papers that are asked for before the receipt are on no road of load.py.
    """
    rows: Table = {}
    for fact in of_kind(facts, *STANDS):
        row = rows.setdefault(fact.key, {})
        row["status"] = STANDS[fact.kind]
        if due := fact.body.get("due_at"):
            row["due_at"] = at(due)
    return rows


def intake_dossiers(facts: Sequence[Fact]) -> Table:
    """The originals: a dossier is there if and only if it was told."""
    now = standing(facts)
    return {
        fact.key: taken(fact, "dossier_code", "unit_id", "party_id") | now[fact.key]
        for fact in of_kind(facts, "DossierReceived")
    }


def intake_remedies(facts: Sequence[Fact]) -> Table:
    """A decision that amends or cancels opens work where the dossier is, due as it was told."""
    units = {fact.key: fact.body["unit_id"] for fact in of_kind(facts, "DossierReceived")}
    told = {fact.body["case_id"]: fact.body for fact in of_kind(facts, "RemedyOpened")}
    return {
        fact.key: {
            "dossier_id": fact.body["dossier_id"],
            "unit_id": units.get(fact.body["dossier_id"]),
            "decision_no": fact.body["decision_no"],
            "due_on": told.get(fact.key, {}).get("due_on"),
            "done_on": None,
        }
        for fact in of_kind(facts, "ComplaintResolved")
        if fact.body.get("dossier_id") and fact.body["effect"] in ORDERS_WORK
    }


def complaints_dossiers(facts: Sequence[Fact]) -> Table:
    """The copy that complaints keeps of intake's dossiers."""
    now = standing(facts)
    return {
        fact.key: taken(fact, "dossier_code", "unit_id", "procedure_code", "receiver_staff_id")
        | {"received_at": at(fact.body["received_at"])}
        | now[fact.key]
        for fact in of_kind(facts, "DossierReceived")
    }


def complaints_remedies(facts: Sequence[Fact]) -> Table:
    return {
        (fact.key, fact.body["case_id"]): {
            "decision_no": fact.body["decision_no"],
            "due_on": fact.body["due_on"],
            "done_on": None,
        }
        for fact in of_kind(facts, "RemedyOpened")
    }


def reporting_dossiers(facts: Sequence[Fact]) -> Table:
    """The rows that table 06 counts."""
    rows: Table = {
        fact.key: taken(fact, "unit_id", "level", "field", "procedure_code", "channel")
        | {"submitted_at": at(fact.body["submitted_at"]), "finished_on": None}
        for fact in of_kind(facts, "DossierSubmitted")
    }
    now = standing(facts)
    for fact in of_kind(facts, "DossierReceived"):
        due_at = now[fact.key]["due_at"]
        rows[fact.key] = {
            **rows.get(fact.key, {}),
            **{name: at(fact.body[name]) for name in ("received_at", "original_due_at")},
            "received_on": at(fact.body["received_at"]).date(),
            "due_at": due_at,
            "due_on": due_at.date(),
            "limit_unit": fact.body["limit"]["unit"],
            "rule_version": fact.body["rule_version"],
        }
    return rows


def complaint_cases(facts: Sequence[Fact]) -> Table:
    """The originals of complaint cases, as far as their last fact says."""
    status = {
        "ComplaintAccepted": "ACCEPTED",
        "VerificationAssigned": "VERIFYING",
        "ComplaintResolved": "DECIDED",
    }
    return {fact.key: {"status": status[fact.kind]} for fact in of_kind(facts, *status)}


def reporting_petitions(facts: Sequence[Fact]) -> Table:
    """The rows of the summary of petitions: received, classified (again: open again), ended."""
    rows: Table = {}
    for fact in of_kind(facts, "PetitionReceived"):
        rows[fact.key] = taken(fact, "unit_id", "source", "kind")
        rows[fact.key] |= {"received_on": fact.body["on"], "due_on": None}
        rows[fact.key] |= NOT_ENDED
    for fact in of_kind(facts, "PetitionClassified", *ENDS):
        if fact.kind in ENDS:
            found = {"outcome": ENDS[fact.kind], "ended_on": fact.body["on"]}
        else:
            found = taken(fact, "kind", "field", "eligible", "competence", "due_on") | NOT_ENDED
        rows[fact.key] = rows.get(fact.key, {}) | found
    return rows


def reporting_complaints(facts: Sequence[Fact]) -> Table:
    """The rows of the summary of cases: as accepted, then as resolved."""
    rows: Table = {}
    for fact in of_kind(facts, "ComplaintAccepted"):
        rows[fact.key] = taken(fact, "unit_id", "field", "round", "due_on")
        rows[fact.key] |= {"accepted_on": fact.body["on"], "resolved_on": None}
    for fact in of_kind(facts, "ComplaintResolved"):
        decided = taken(fact, "due_on", "conclusion", "effect")
        rows[fact.key] = rows.get(fact.key, {}) | decided
        rows[fact.key] |= {"resolved_on": fact.body["on"], "class": fact.body["class"]["value"]}
    return rows


def contacts(facts: Sequence[Fact]) -> Table:
    """The newest contact of each party."""
    columns = ("name", "email", "phone", "language", "consents")
    return {
        fact.key: {name: fact.body.get(name) for name in columns}
        for fact in of_kind(facts, "Party")
    }


def messages(facts: Sequence[Fact]) -> Table:
    """By fact, audience and channel: where each message must have ended."""
    reached = contacts(facts)
    parties: dict[str, str] = {}
    found: Table = {}
    for fact in once(facts):
        if "party_id" in fact.body and fact.kind != "Party":
            parties[fact.key] = fact.body["party_id"]
        for audience, channel in TOLD.get(fact.kind, ()):
            contact = reached.get(parties.get(fact.key, ""))
            state = fate(channel, contact) if audience == "APPLICANT" else "SENT"
            found[fact.event_id, audience, channel] = {"state": state}
    return found


def fate(channel: str, contact: Mapping[str, Any] | None) -> str:
    """No address at all is a failure that is told; with another address they are told there."""
    if contact is None:
        return "WAITING_CONTACT"
    if not contact["email"] and not contact["phone"]:
        return "FAILED"
    willing = channel in contact["consents"] and contact[ADDRESS[channel]]
    return "SENT" if willing else "SKIPPED"


def taken(fact: Fact, *names: str) -> dict[str, Any]:
    return {name: fact.body[name] for name in names}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)
