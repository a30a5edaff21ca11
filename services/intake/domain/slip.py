"""Giấy tiếp nhận hồ sơ và hẹn trả kết quả (Mẫu 01): given again whenever the day moves."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.intake.domain.dossier import Dossier


class Slip(BaseModel):
    """Lần 1, lần 2 …: the day it names and the day the one before it named."""

    model_config = ConfigDict(frozen=True)

    dossier_id: UUID
    slip_no: int
    issued_at: datetime
    staff_id: UUID | None
    old_due_at: datetime | None = None
    due_at: datetime


def first_slip(received: Dossier) -> Slip:
    """What the applicant goes home with; raises ValueError before the receipt."""
    if received.received_at is None or received.due_at is None:
        raise ValueError(f"dossier {received.dossier_id} was not received")
    return Slip(
        dossier_id=received.dossier_id,
        slip_no=received.slip_no,
        issued_at=received.received_at,
        staff_id=received.receiver_staff_id,
        due_at=received.due_at,
    )
