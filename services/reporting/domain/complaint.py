"""What the summaries know of petitions and complaint cases, folded from their facts."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.reporting.domain.refusals import BeginningUnknown
from shared.events.base import Event
from shared.events.complaints import (
    ComplaintAccepted,
    ComplaintNotAccepted,
    ComplaintResolved,
    PetitionAnswered,
    PetitionClassified,
    PetitionEvent,
    PetitionFiled,
    PetitionGuided,
    PetitionReceived,
    PetitionReturned,
    PetitionTransferred,
    PetitionWithdrawn,
)

# What the summary calls the end that a fact tells of.
OUTCOMES: Mapping[type[Event], str] = {
    PetitionGuided: "guided",
    PetitionTransferred: "transferred",
    PetitionReturned: "returned",
    PetitionFiled: "filed",
    PetitionWithdrawn: "withdrawn",
}
# MORE_ASKED ends nothing.
ANSWERS = {"ANSWERED": "answered", "REJECTED": "rejected"}


class Petition(NamedTuple):
    """In the order of the table's columns; what has not happened yet is None."""

    petition_id: UUID
    unit_id: str
    source: str
    kind: str
    received_on: date
    field: str | None = None
    eligible: bool | None = None
    competence: str | None = None
    due_on: date | None = None
    outcome: str | None = None
    ended_on: date | None = None


class Case(NamedTuple):
    """In the order of the table's columns; from `resolved_on` on None until it is decided."""

    case_id: UUID
    petition_id: UUID
    unit_id: str
    field: str
    round: int
    accepted_on: date
    due_on: date
    resolved_on: date | None = None
    class_: str | None = None
    conclusion: str | None = None
    effect: str | None = None


class RefusedCase(NamedTuple):
    """A complaint that was not accepted, in the order of its table's columns."""

    case_id: UUID
    petition_id: UUID
    unit_id: str
    field: str
    refused_on: date


def fold_petitions(known: Mapping[UUID, Petition], facts: Iterable[Event]) -> list[Petition]:
    """The petitions that the facts change, as they are afterwards. Raises BeginningUnknown."""
    folded: dict[UUID, Petition] = {}
    for fact in facts:
        if isinstance(fact, PetitionEvent):
            before = folded.get(fact.petition_id) or known.get(fact.petition_id)
            folded[fact.petition_id] = _petition(before, fact)
    return list(folded.values())


def _petition(before: Petition | None, fact: PetitionEvent) -> Petition:
    if isinstance(fact, PetitionReceived):
        return before or Petition(fact.petition_id, fact.unit_id, fact.source, fact.kind, fact.on)
    if before is None:
        raise BeginningUnknown(f"petition {fact.petition_id}")
    if isinstance(fact, PetitionClassified):  # again, where it came back: it is open again
        return before._replace(
            kind=fact.kind,
            field=fact.field,
            eligible=fact.eligible,
            competence=fact.competence,
            due_on=fact.due_on,
            outcome=None,
            ended_on=None,
        )
    if isinstance(fact, PetitionAnswered):
        outcome = ANSWERS.get(fact.answer)
        return before._replace(outcome=outcome, ended_on=fact.on) if outcome else before
    ended: date | None = getattr(fact, "on", None)
    outcome = OUTCOMES.get(type(fact))
    return before._replace(outcome=outcome, ended_on=ended) if outcome else before


def fold_cases(known: Mapping[UUID, Case], facts: Iterable[Event]) -> list[Case]:
    """The cases that the facts change, as they are afterwards. Raises BeginningUnknown."""
    folded: dict[UUID, Case] = {}
    for fact in facts:
        if isinstance(fact, ComplaintAccepted):
            folded[fact.case_id] = known.get(fact.case_id) or _opened(fact)
        elif isinstance(fact, ComplaintResolved):
            case = folded.get(fact.case_id) or known.get(fact.case_id)
            if case is None:
                raise BeginningUnknown(f"case {fact.case_id}")
            folded[fact.case_id] = case._replace(
                due_on=fact.due_on,
                resolved_on=fact.on,
                class_=fact.class_.value,
                conclusion=fact.conclusion,
                effect=fact.effect,
            )
    return list(folded.values())


def _opened(fact: ComplaintAccepted) -> Case:
    return Case(
        fact.case_id,
        fact.petition_id,
        fact.unit_id,
        fact.field,
        fact.round,
        fact.on,
        fact.due_on,
    )


def fold_refused(facts: Iterable[Event]) -> list[RefusedCase]:
    """The complaints that were not accepted: one fact says all of each."""
    refused = {
        fact.case_id: RefusedCase(fact.case_id, fact.petition_id, fact.unit_id, fact.field, fact.on)
        for fact in facts
        if isinstance(fact, ComplaintNotAccepted)
    }
    return list(refused.values())
