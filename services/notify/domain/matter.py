"""What later facts of a dossier, petition or case leave out: its unit, its person, its number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from shared.events.base import Event
from shared.events.complaints import ComplaintAccepted, PetitionReceived
from shared.events.intake import DossierReceived, DossierSubmitted


@dataclass(frozen=True, slots=True)
class Matter:
    """A dossier, petition or case as far as its messages need it."""

    matter_id: UUID
    unit_id: str | None = None
    party_id: UUID | None = None
    number: str | None = None


NOTED: Final[Mapping[type[Event], Callable[[Any], Matter]]] = {
    DossierSubmitted: lambda e: Matter(e.dossier_id, e.unit_id, e.party_id),
    DossierReceived: lambda e: Matter(e.dossier_id, e.unit_id, e.party_id, e.dossier_code),
    PetitionReceived: lambda e: Matter(e.petition_id, e.unit_id, e.party_id),
    ComplaintAccepted: lambda e: Matter(e.case_id, e.unit_id, e.party_id),
}


def noted(event: Event) -> Matter | None:
    """What to remember of the fact; None for facts that add nothing."""
    note = NOTED.get(type(event))
    return note(event) if note else None
