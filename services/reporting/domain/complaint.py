"""What the summaries know of petitions and complaint cases, folded from their facts."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from shared.events.base import Event
from shared.events.complaints import (
    ComplaintAccepted,
    ComplaintResolved,
    PetitionClassified,
    PetitionReceived,
)


class Petition(NamedTuple):
    """In the order of the table's columns; from `field` on None until it is classified."""

    petition_id: UUID
    unit_id: str
    source: str
    kind: str
    received_on: date
    field: str | None = None
    eligible: bool | None = None
    competence: str | None = None
    due_on: date | None = None


class Case(NamedTuple):
    """In the order of the table's columns; from `resolved_on` on None until it is decided."""

    case_id: UUID
    unit_id: str
    field: str
    round: int
    accepted_on: date
    due_on: date
    resolved_on: date | None = None
    class_: str | None = None
    conclusion: str | None = None
    effect: str | None = None


class BeginningUnknown(Exception):
    """A later fact of something whose first fact was dropped: it can't be counted."""


def fold_petitions(known: Mapping[UUID, Petition], facts: Iterable[Event]) -> list[Petition]:
    """The petitions that the facts change, as they are afterwards. Raises BeginningUnknown."""
    folded: dict[UUID, Petition] = {}
    for fact in facts:
        if isinstance(fact, PetitionReceived):
            folded[fact.petition_id] = known.get(fact.petition_id) or Petition(
                fact.petition_id, fact.unit_id, fact.source, fact.kind, fact.on
            )
        elif isinstance(fact, PetitionClassified):
            petition = folded.get(fact.petition_id) or known.get(fact.petition_id)
            if petition is None:
                raise BeginningUnknown(f"petition {fact.petition_id}")
            folded[fact.petition_id] = petition._replace(
                kind=fact.kind,
                field=fact.field,
                eligible=fact.eligible,
                competence=fact.competence,
                due_on=fact.due_on,
            )
    return list(folded.values())


def fold_cases(known: Mapping[UUID, Case], facts: Iterable[Event]) -> list[Case]:
    """The cases that the facts change, as they are afterwards. Raises BeginningUnknown."""
    folded: dict[UUID, Case] = {}
    for fact in facts:
        if isinstance(fact, ComplaintAccepted):
            folded[fact.case_id] = known.get(fact.case_id) or Case(
                fact.case_id, fact.unit_id, fact.field, fact.round, fact.on, fact.due_on
            )
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
