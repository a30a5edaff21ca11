"""What table 06 and the public figures know of a dossier, folded from its facts."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.reporting.domain.refusals import BeginningUnknown
from shared.events.base import Event
from shared.events.intake import (
    DossierCompleted,
    DossierEvent,
    DossierNotReceived,
    DossierRated,
    DossierReceived,
    DossierSubmitted,
    DossierSupplemented,
    ResultReturned,
    SupplementRequested,
)
from shared.worktime.hours import local


class Dossier(NamedTuple):
    """In the order of the table's columns; what has not happened yet is None."""

    dossier_id: UUID
    unit_id: str
    level: str
    field: str
    procedure_code: str
    channel: str
    submitted_at: datetime
    received_at: datetime | None = None
    received_on: date | None = None
    limit_unit: str | None = None
    original_due_at: datetime | None = None
    due_at: datetime | None = None
    due_on: date | None = None
    rule_version: str | None = None
    reopened: bool = False
    clock_stopped_at: datetime | None = None
    clock_stopped_on: date | None = None
    not_received_on: date | None = None
    not_received: str | None = None
    finished_at: datetime | None = None
    finished_on: date | None = None
    class_: str | None = None
    outcome: str | None = None
    returned_at: datetime | None = None
    rated_on: date | None = None
    rating_sum: int | None = None
    rating_answers: int | None = None


def fold(known: Mapping[UUID, Dossier], facts: Iterable[Event]) -> list[Dossier]:
    """The dossiers that the facts change, as they are afterwards. Raises BeginningUnknown.

    Being handed on to another unit moves no figure: a dossier counts once, where it was received.
    """
    folded: dict[UUID, Dossier] = {}
    for fact in facts:
        if not isinstance(fact, DossierEvent) or type(fact) not in STEPS:
            continue
        before = folded.get(fact.dossier_id) or known.get(fact.dossier_id)
        folded[fact.dossier_id] = STEPS[type(fact)](before or _begin(fact), fact)
    return list(folded.values())


def _begin(fact: DossierEvent) -> Dossier:
    if not isinstance(fact, DossierSubmitted | DossierReceived):
        raise BeginningUnknown(f"dossier {fact.dossier_id}")
    return Dossier(
        fact.dossier_id,
        fact.unit_id,
        fact.level,
        fact.field,
        fact.procedure_code,
        fact.channel,
        fact.submitted_at,
    )


def _submit(dossier: Dossier, _: DossierSubmitted) -> Dossier:
    return dossier


def _receive(dossier: Dossier, fact: DossierReceived) -> Dossier:
    if dossier.received_at:
        return dossier
    return _begin(fact)._replace(
        received_at=fact.received_at,
        received_on=local(fact.received_at).date(),
        limit_unit=fact.limit.unit,
        original_due_at=fact.original_due_at,
        due_at=fact.due_at,
        due_on=local(fact.due_at).date(),
        rule_version=fact.rule_version,
        reopened=fact.reopened_from is not None,
    )


def _refuse(dossier: Dossier, fact: DossierNotReceived) -> Dossier:
    return dossier._replace(not_received_on=local(fact.at).date(), not_received=fact.reason_code)


def _ask(dossier: Dossier, fact: SupplementRequested) -> Dossier:
    return _stand(dossier, fact.clock_stopped_at)


def _supply(dossier: Dossier, fact: DossierSupplemented) -> Dossier:
    """Before receipt there is no date yet that could move."""
    going = _stand(dossier, None)
    return _due(going, fact.due_at) if fact.due_at else going


def _complete(dossier: Dossier, fact: DossierCompleted) -> Dossier:
    return _due(_stand(dossier, None), fact.due_at)._replace(
        finished_at=fact.finished_at,
        finished_on=local(fact.finished_at).date(),
        class_=fact.class_.value,
        outcome=fact.outcome,
    )


def _return(dossier: Dossier, fact: ResultReturned) -> Dossier:
    return dossier._replace(returned_at=fact.returned_at)


def _rate(dossier: Dossier, fact: DossierRated) -> Dossier:
    answers = [score for score in fact.answers.model_dump().values() if score is not None]
    return dossier._replace(
        rated_on=local(fact.rated_at).date(), rating_sum=sum(answers), rating_answers=len(answers)
    )


def _stand(dossier: Dossier, at: datetime | None) -> Dossier:
    """The clock stands since then, or goes."""
    return dossier._replace(clock_stopped_at=at, clock_stopped_on=local(at).date() if at else None)


def _due(dossier: Dossier, at: datetime) -> Dossier:
    return dossier._replace(due_at=at, due_on=local(at).date())


# One line a fact: what the next kind of fact changes is one more.
STEPS: Mapping[type[Event], Callable[[Dossier, Any], Dossier]] = {
    DossierSubmitted: _submit,
    DossierReceived: _receive,
    DossierNotReceived: _refuse,
    SupplementRequested: _ask,
    DossierSupplemented: _supply,
    DossierCompleted: _complete,
    ResultReturned: _return,
    DossierRated: _rate,
}
