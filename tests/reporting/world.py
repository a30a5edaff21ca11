"""A small province, and dossiers as the facts tell of them."""

from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from shared.events import golden
from shared.events.base import Event
from shared.events.intake import DossierReceived, DossierSubmitted, Staff, Unit
from shared.worktime.hours import VN

E = TypeVar("E", bound=Event)


def sample(type_: str) -> dict:
    return next(golden.load(type_)).data


def made(model: type[E], /, **changed: Any) -> E:
    """A golden sample of the fact with fields changed."""
    return model.model_validate(sample(model.type()) | changed)


def unit(code: str, above: str | None) -> Unit:
    fresh = {"unit_id": code, "code": code, "parent_unit_id": above, "valid_to": None}
    return Unit.model_validate(sample("motcua.intake.Unit.v1") | fresh)


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
    dossier_id: UUID | None = None,
) -> tuple[DossierSubmitted, DossierReceived]:
    """Submitted and received on the day, due so many days later."""
    due = at(day + timedelta(days=days), 17).isoformat()
    fresh = {
        "dossier_id": str(dossier_id or uuid4()),
        "unit_id": unit_id,
        "field": field,
        "channel": channel,
        "submitted_at": at(day).isoformat(),
        "received_at": at(day).isoformat(),
        "original_due_at": due,
        "due_at": due,
        "limit": {"amount": days, "unit": "day"},
    }
    whole = sample("motcua.intake.DossierReceived.v1") | fresh
    return DossierSubmitted.model_validate(whole), DossierReceived.model_validate(whole)
