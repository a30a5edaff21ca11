"""Which fact is told to whom, by which channel and in which words: data alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from shared.events.base import Event
from shared.events.complaints import (
    ComplaintAccepted,
    ComplaintResolved,
    PetitionClassified,
    VerificationAssigned,
)
from shared.events.intake import DossierReceived, RemedyOpened

ROUTES_NAMESPACE: Final = UUID("8f9f8a0e-3d0b-5b52-9c2e-6f1f3c6b7a10")


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the table; a new wording is a new version beside the old one."""

    audience: str
    channel: str
    template: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Told:
    """What of a fact its messages say: names of fields, none of them personal; and its routes."""

    fields: frozenset[str]
    routes: tuple[Route, ...]


def _applicant(template: str) -> tuple[Route, ...]:
    return tuple(Route("APPLICANT", channel, template) for channel in ("EMAIL", "SMS"))


ROUTING: Final[Mapping[type[Event], Told]] = {
    DossierReceived: Told(
        frozenset({"procedure_code", "received_at", "effective_received_on", "due_at"})
        | {"return_channel"},
        _applicant("dossier_received"),
    ),
    RemedyOpened: Told(
        frozenset({"decision_no", "due_on"}), (Route("UNIT", "EMAIL", "remedy_opened"),)
    ),
    PetitionClassified: Told(
        frozenset({"kind", "field", "due_on"}), _applicant("petition_classified")
    ),
    ComplaintAccepted: Told(
        frozenset({"round", "field", "on", "due_on"}), _applicant("complaint_accepted")
    ),
    VerificationAssigned: Told(
        frozenset({"case_id", "on", "due_on"}),
        (Route("HANDLER", "EMAIL", "verification_assigned"),),
    ),
    ComplaintResolved: Told(
        frozenset({"round", "on", "decision_no", "conclusion"}), _applicant("complaint_resolved")
    ),
}

# A unit without a mailbox is told through the first of these officials that it has.
UNIT_ROLES: Final = ("one_stop_head", "dispatcher", "unit_admin")


def route_id(fact_type: str, route_audience: str, channel: str) -> UUID:
    """The same for ever for one line of the table."""
    return uuid5(ROUTES_NAMESPACE, f"{fact_type} {route_audience} {channel}")
