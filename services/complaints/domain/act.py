"""What was done with a petition or its case: by whom, when; never changed, never taken back."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.events.types import Instant

REGISTERED, LODGED = "REGISTER", "LODGE"


class Act(BaseModel):
    """One act. `n` counts those of a petition and its case: the last is its version."""

    model_config = ConfigDict(frozen=True)

    petition_id: UUID
    n: int = 0  # given when it is written
    step: str
    done_on: date  # as the paper says
    at: Instant  # when it was entered
    staff_id: UUID | None  # None: the sender
