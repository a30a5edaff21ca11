"""What table 06 knows of a dossier, folded from its facts."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from shared.events.base import Event
from shared.events.intake import DossierReceived, DossierSubmitted
from shared.worktime.hours import local


class Dossier(NamedTuple):
    """In the order of the table's columns; from `received_at` on None until it is received."""

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


def fold(facts: Iterable[Event]) -> list[Dossier]:
    """The state of each dossier after its facts, which come in their order.

    Each fact says all it knows, so folding it once more changes nothing.
    """
    folded: dict[UUID, Dossier] = {}
    for fact in facts:
        if isinstance(fact, DossierReceived):
            folded[fact.dossier_id] = _received(fact)
        elif isinstance(fact, DossierSubmitted):
            folded[fact.dossier_id] = folded.get(fact.dossier_id) or _submitted(fact)
    return list(folded.values())


def _submitted(fact: DossierSubmitted | DossierReceived) -> Dossier:
    return Dossier(
        fact.dossier_id,
        fact.unit_id,
        fact.level,
        fact.field,
        fact.procedure_code,
        fact.channel,
        fact.submitted_at,
    )


def _received(fact: DossierReceived) -> Dossier:
    return _submitted(fact)._replace(
        received_at=fact.received_at,
        received_on=local(fact.received_at).date(),
        limit_unit=fact.limit.unit,
        original_due_at=fact.original_due_at,
        due_at=fact.due_at,
        due_on=local(fact.due_at).date(),
        rule_version=fact.rule_version,
    )
