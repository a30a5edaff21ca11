"""A small province, and dossiers as the facts tell of them."""

from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from shared.events import golden
from shared.events.base import Event
from shared.events.intake import (
    DossierCompleted,
    DossierReceived,
    DossierSubmitted,
    DossierSupplemented,
    Staff,
    SupplementRequested,
    Unit,
)
from shared.worktime.classes import classify
from shared.worktime.hours import VN

E = TypeVar("E", bound=Event)
CLASSED = {"against": "CURRENT", "rule_version": "onestop:2026-07"}


def sample(type_: str) -> dict:
    return next(golden.load(type_)).data


def made(model: type[E], /, **changed: Any) -> E:
    """A golden sample of the fact with fields changed."""
    return model.model_validate(sample(model.type()) | changed)


def unit(code: str, above: str | None, **changed: Any) -> Unit:
    fresh = {"unit_id": code, "code": code, "parent_unit_id": above, "valid_to": None}
    if above is None:
        fresh["level"] = "PROVINCE"
    return Unit.model_validate(sample("motcua.intake.Unit.v1") | fresh | changed)


def official(role: str, at: str) -> Staff:
    held = {"unit_id": at, "roles": [role], "valid_from": "2020-01-01"}
    subject = f"{role}-{at}"
    fresh = {
        "staff_id": str(uuid5(NAMESPACE_URL, subject)),
        "subject": subject,
        "assignments": [held],
    }
    return Staff.model_validate(sample("motcua.intake.Staff.v1") | fresh)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=VN)


def filed(
    day: date,
    *,
    unit_id: str = "18853",
    field: str = "ho-tich",
    channel: str = "1",
    days: int = 5,
    level: str = "COMMUNE",
    dossier_id: UUID | None = None,
) -> tuple[DossierSubmitted, DossierReceived]:
    """Submitted and received on the day, due so many days later."""
    due = at(day + timedelta(days=days), 17).isoformat()
    fresh = {
        "dossier_id": str(dossier_id or uuid4()),
        "unit_id": unit_id,
        "field": field,
        "level": level,
        "channel": channel,
        "submitted_at": at(day).isoformat(),
        "received_at": at(day).isoformat(),
        "original_due_at": due,
        "due_at": due,
        "limit": {"amount": days, "unit": "day"},
    }
    whole = sample("motcua.intake.DossierReceived.v1") | fresh
    return DossierSubmitted.model_validate(whole), DossierReceived.model_validate(whole)


def completed(received: DossierReceived, finished: datetime, **changed: Any) -> DossierCompleted:
    """The end of the work on it, classed by the law's own words."""
    due = changed.get("due_at", received.due_at)
    return made(
        DossierCompleted,
        dossier_id=str(received.dossier_id),
        finished_at=finished.isoformat(),
        original_due_at=received.original_due_at.isoformat(),
        due_at=due.isoformat(),
        outcome=changed.get("outcome", "GRANTED"),
        **{"class": CLASSED | {"value": classify(finished, due, received.limit.unit)}},
    )


def asked(received: DossierReceived, at_: datetime) -> SupplementRequested:
    """Papers are missing after receipt: the clock stands from then on."""
    when = at_.isoformat()
    return made(
        SupplementRequested,
        dossier_id=str(received.dossier_id),
        phase="AFTER",
        asked_at=when,
        clock_stopped_at=when,
    )


def supplied(received: DossierReceived, at_: datetime, due_at: datetime) -> DossierSupplemented:
    """They have come: the clock goes on to a new date."""
    return made(
        DossierSupplemented,
        dossier_id=str(received.dossier_id),
        supplied_at=at_.isoformat(),
        old_due_at=received.due_at.isoformat(),
        due_at=due_at.isoformat(),
    )
