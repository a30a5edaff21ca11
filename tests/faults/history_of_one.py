"""A little true story, in evidence: one dossier, supplemented, and a complaint that orders work."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from tests.faults.evidence import Evidence, Fact
from tests.faults.recorder import Answer, Command
from tests.faults.sink import Arrival

DOSSIER, PARTY, PETITION, SENDER, CASE, RECEIVER = (str(UUID(int=n)) for n in range(1, 7))
DUE, MOVED = "2026-03-05T17:00:00+07:00", "2026-03-09T17:00:00+07:00"
FILED: dict[str, Any] = {
    "dossier_id": DOSSIER,
    "unit_id": "450",
    "level": "DISTRICT",
    "field": "ho-tich",
    "procedure_code": "1.001612",
    "channel": "1",
    "party_id": PARTY,
    "submitted_at": "2026-03-03T08:00:00+07:00",
}
RECEIVED: dict[str, Any] = FILED | {
    "dossier_code": "000.00.31.H46-260303-0001",
    "received_at": "2026-03-03T08:00:00+07:00",
    "receiver_staff_id": RECEIVER,
    "original_due_at": DUE,
    "due_at": DUE,
    "limit": {"amount": 3, "unit": "working_day"},
    "rule_version": "onestop:2025-07",
}
REGISTERED: dict[str, Any] = {
    "party_id": SENDER,
    "unit_id": "450",
    "source": "DESK",
    "kind": "COMPLAINT",
}
CLASSIFIED: dict[str, Any] = {
    "field": "LAND",
    "eligible": True,
    "competence": "OWN",
    "due_on": "2026-03-17",
}
ACCEPTED: dict[str, Any] = {
    "case_id": CASE,
    "party_id": SENDER,
    "unit_id": "450",
    "field": "LAND",
    "round": 1,
}
DECIDED: dict[str, Any] = {
    "case_id": CASE,
    "dossier_id": DOSSIER,
    "conclusion": "RIGHT",
    "effect": "CANCEL",
    "decision_no": "128/QĐ-UBND",
    "on": "2026-03-10",
    "due_on": "2026-04-02",
    "class": {"value": "EARLY", "against": "CURRENT", "rule_version": "complaint:2011"},
}
REMEDY: dict[str, Any] = {
    "dossier_id": DOSSIER,
    "case_id": CASE,
    "decision_no": "128/QĐ-UBND",
    "due_on": "2026-03-24",
}


def command(number: int, what: str, body: Any) -> Command:
    return Command(f"{number:032x}", what, {}, [Answer(None, "ReadError"), Answer(201, body)])


def fact(topic: str, key: str, sequence: int, kind: str, trace: int | None, body: Any) -> Fact:
    return Fact(
        topic=topic,
        partition=0,
        offset=0,
        key=key,
        sequence=sequence,
        kind=kind,
        event_id=event_id(key, sequence),
        trace=f"{trace:032x}" if trace else None,
        body=body,
    )


def event_id(key: str, sequence: int) -> str:
    return str(uuid5(UUID(key), str(sequence)))


def contact(party_id: str, **address: str) -> dict[str, Any]:
    consents = [{"email": "EMAIL", "phone": "SMS"}[name] for name in address]
    return {"party_id": party_id, "name": "Hòa", "language": "vi", "consents": consents, **address}


COMMANDS = [
    command(1, "file", {"dossier_id": DOSSIER}),
    command(2, "classify", {"petition_id": PETITION}),
    command(3, "accept", {"case_id": CASE}),
    command(4, "resolve", {"case_id": CASE}),
    command(5, "ask", {"dossier_id": DOSSIER}),
    command(6, "supply", {"dossier_id": DOSSIER}),
]
OWN = [
    fact("intake.dossier.v1", DOSSIER, 1, "DossierSubmitted", 1, FILED),
    fact("intake.dossier.v1", DOSSIER, 2, "DossierReceived", 1, RECEIVED),
    fact("intake.dossier.v1", DOSSIER, 3, "SupplementRequested", 5, {}),
    fact("intake.dossier.v1", DOSSIER, 4, "DossierSupplemented", 6, {"due_at": MOVED}),
    fact("intake.dossier.v1", DOSSIER, 5, "DossierAssigned", 6, {}),
    fact("intake.dossier.v1", DOSSIER, 6, "RemedyOpened", 4, REMEDY),
    fact("intake.party.v1", PARTY, 1, "Party", 1, contact(PARTY, email="a@example.com")),
    fact("complaints.petition.v1", PETITION, 1, "PetitionReceived", 2,
         REGISTERED | {"petition_id": PETITION, "on": "2026-03-03"}),
    fact("complaints.petition.v1", PETITION, 2, "PetitionClassified", 2,
         CLASSIFIED | {"petition_id": PETITION, "kind": "COMPLAINT"}),
    fact("complaints.party.v1", SENDER, 1, "Party", 2, contact(SENDER, phone="+84912345678")),
    fact("complaints.case.v1", CASE, 1, "ComplaintAccepted", 3,
         ACCEPTED | {"on": "2026-03-03", "due_on": "2026-04-02"}),
    fact("complaints.case.v1", CASE, 2, "ComplaintResolved", 4, DECIDED),
]  # fmt: skip
# Which messages those facts make, and where they end.
MESSAGES = [
    *((DOSSIER, number, "APPLICANT", channel, state) for number in (2, 3, 4, 6)
      for channel, state in (("EMAIL", "SENT"), ("SMS", "SKIPPED"))),
    (DOSSIER, 6, "UNIT", "EMAIL", "SENT"),
    *((PETITION, number, "APPLICANT", channel, state) for number in (1, 2) for channel, state in
      (("EMAIL", "SKIPPED"), ("SMS", "SENT"))),
    *((CASE, number, "APPLICANT", channel, state) for number in (1, 2) for channel, state in
      (("EMAIL", "SKIPPED"), ("SMS", "SENT"))),
]  # fmt: skip


def message(key: str, number: int, audience: str, channel: str, state: str) -> dict[str, Any]:
    cause = event_id(key, number)
    return {
        "message_id": uuid5(UUID(cause), f"{audience} {channel}"),
        "event_id": UUID(cause),
        "audience": audience,
        "channel": channel,
        "state": state,
    }


def told(row: dict[str, Any]) -> Fact:
    cause = {
        "cause_event_id": str(row["event_id"]),
        "audience": row["audience"],
        "channel": row["channel"],
    }
    return fact("notify.message.v1", str(row["message_id"]), 1, "MessageSent", None, cause)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def story() -> Evidence:
    """All of it true; tests spoil one thing each."""
    messages = [message(*one) for one in MESSAGES]
    sent = [row for row in messages if row["state"] == "SENT"]
    facts = [replace(one, offset=n) for n, one in enumerate([*OWN, *map(told, sent)])]
    tables = copies() | {
        "notify.message": messages,
        "notify.inbox": inbox(facts),
        "notify.outbox": [],
        "notify.parked": [],
    }
    arrivals = [
        Arrival(n, "email", f"<{row['message_id']}@example.com>", "a")
        for n, row in enumerate(sent, 1)
    ]
    return Evidence(COMMANDS, facts, tables, arrivals)


def copies() -> dict[str, list[dict[str, Any]]]:
    """What the services have made of the facts."""
    received = {name: at(RECEIVED[name]) for name in ("received_at", "original_due_at")}
    received |= {"due_at": at(MOVED)}
    dossier = RECEIVED | received | {"dossier_id": UUID(DOSSIER), "status": "4"}
    days: dict[str, Any] = {
        "received_on": received["received_at"].date(),
        "due_on": received["due_at"].date(),
    }
    days |= {"limit_unit": "working_day", "submitted_at": at(FILED["submitted_at"])}
    remedy = REMEDY | {"unit_id": "450", "done_on": None}
    petition = REGISTERED | CLASSIFIED | {"petition_id": PETITION, "received_on": "2026-03-03"}
    petition |= {"outcome": None, "ended_on": None}
    decided = DECIDED | {"class": "EARLY", "resolved_on": "2026-03-10"}
    nothing: dict[str, Any] = {"email": None, "phone": None}
    return {
        "intake.dossier": [dossier],
        "intake.remedy": [remedy],
        "complaints.dossier": [dossier],
        "complaints.remedy": [remedy],
        "complaints.complaint_case": [{"case_id": CASE, "status": "DECIDED"}],
        "reporting.dossier": [dossier | days | {"finished_on": None}],
        "reporting.petition": [petition],
        "reporting.complaint": [ACCEPTED | decided | {"accepted_on": "2026-03-03"}],
        "notify.contact": [{**nothing, **one.body} for one in OWN if one.kind == "Party"],
    }


def inbox(facts: list[Fact]) -> list[dict[str, Any]]:
    last = {(one.topic, one.key): one.sequence for one in facts}
    return [
        {"consumer": "notify.messages", "topic": topic, "key": key, "sequence": number}
        for (topic, key), number in last.items()
    ]
