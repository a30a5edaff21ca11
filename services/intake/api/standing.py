"""What each step of the API shares: the version it was decided on, and where the dossier stands."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header
from pydantic import BaseModel, ConfigDict

from services.intake.domain.refusals import VersionNeeded
from services.intake.domain.status import Status
from shared.events.types import Instant


class Standing(BaseModel):
    """Where a dossier stands after a step."""

    model_config = ConfigDict(from_attributes=True)

    dossier_id: UUID
    dossier_code: str | None
    version: int
    status: Status
    accept_due_at: Instant
    due_at: Instant | None
    slip_no: int


def _seen(if_match: Annotated[str | None, Header(max_length=40)] = None) -> int | None:
    """The version an If-Match names, as the ETag of the dossier gave it."""
    plain = (if_match or "").removeprefix("W/").strip('"')
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 10 else None


def _needed(seen: Annotated[int | None, Depends(_seen)]) -> int:
    if seen is None:
        raise VersionNeeded
    return seen


Seen = Annotated[int, Depends(_needed)]
MaybeSeen = Annotated[int | None, Depends(_seen)]
