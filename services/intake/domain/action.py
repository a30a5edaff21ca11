"""What was done to a dossier, as its timeline shows it: written once, never changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.intake.domain.dossier import Dossier
from services.intake.domain.status import Status, Step


class Action(BaseModel):
    """One step; `n` is the version of the dossier that it made, no staff_id means the applicant."""

    model_config = ConfigDict(frozen=True)

    dossier_id: UUID
    n: int
    step: str
    at: datetime
    staff_id: UUID | None = None
    from_status: Status | None
    to_status: Status
    note: str | None = None
    data: dict[str, Any] = {}


def registering(filed: Dossier, staff_id: UUID | None) -> Action:
    """∅→1: by the applicant, or by an official who took it in."""
    return Action(
        dossier_id=filed.dossier_id,
        n=filed.version,
        step=Step.REGISTER.name,
        at=filed.submitted_at,
        staff_id=staff_id,
        from_status=None,
        to_status=filed.status,
    )


def receiving(filed: Dossier, received: Dossier) -> Action:
    """1→2, in the same command as the filing."""
    return Action(
        dossier_id=received.dossier_id,
        n=received.version,
        step=Step.RECEIVE.name,
        at=filed.submitted_at,
        staff_id=received.receiver_staff_id,
        from_status=filed.status,
        to_status=received.status,
    )
