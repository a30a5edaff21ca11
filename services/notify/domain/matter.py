"""What later facts of a dossier, petition or case leave out: its unit, person, number and words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from shared.events.base import Event
from shared.events.complaints import (
    ComplaintAccepted,
    ComplaintNotAccepted,
    PetitionClassified,
    PetitionReceived,
)
from shared.events.intake import DossierReceived, DossierSubmitted, DossierSupplemented


@dataclass(frozen=True, slots=True)
class Matter:
    """A dossier, petition or case as far as its messages need it; nothing personal in `known`."""

    matter_id: UUID
    unit_id: str | None = None
    party_id: UUID | None = None
    number: str | None = None
    known: Mapping[str, Any] = field(default_factory=dict)


# Fields of a fact that later messages of the same matter say.
NOTED: Final[Mapping[type[Event], frozenset[str]]] = {
    DossierSubmitted: frozenset({"procedure_code", "submitted_at"}),
    DossierReceived: frozenset({"procedure_code", "submitted_at", "settled_at_once"})
    | {"clock", "return_channel", "due_at"},
    DossierSupplemented: frozenset({"due_at"}),
    PetitionReceived: frozenset({"kind"}),
    PetitionClassified: frozenset({"kind"}),
    ComplaintAccepted: frozenset(),
    ComplaintNotAccepted: frozenset(),
}


def noted(event: Event) -> Matter | None:
    """What to remember of the fact; None for facts that add nothing."""
    names = NOTED.get(type(event))
    if names is None:
        return None
    return Matter(
        matter_id=UUID(event.key()),
        unit_id=getattr(event, "unit_id", None),
        party_id=getattr(event, "party_id", None),
        number=getattr(event, "dossier_code", None),
        known=said(event, names),
    )


def said(event: Event, names: frozenset[str]) -> Mapping[str, Any]:
    """These fields of a fact as JSON has them; what the fact leaves out is left out."""
    return event.model_dump(mode="json", include=set(names), exclude_none=True)


def reference(matter: Matter) -> str:
    """What people quote: the code, or before the receipt what intake writes, T-4F2A-91CB-07DE."""
    plain = matter.matter_id.hex[:12].upper()
    return matter.number or "-".join(("T", plain[:4], plain[4:8], plain[8:]))
