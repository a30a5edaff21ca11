"""What came of the work, whether it was in time, and its way to the applicant."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.intake.domain.dossier import Dossier
from services.intake.domain.status import Status
from shared.worktime.classes import Class


class Result(BaseModel):
    """A signed result or refusal (NĐ 61/2018 Điều 19(8)); without a file it is on paper."""

    model_config = ConfigDict(frozen=True)

    dossier_id: UUID
    result_no: int
    outcome: str
    decision_no: str
    signed_by: str
    file_id: UUID | None
    approver_staff_id: UUID
    finished_at: datetime
    due_at: datetime
    timeliness: Class
    late_cause: str | None
    reason: str | None


def may_download(dossier: Dossier) -> bool:
    """Handed over, or nothing to be paid before it is (NĐ 61/2018 Điều 20, 22)."""
    unpaid = any(line.amount and not line.exempt_reason for line in dossier.fees)
    return dossier.status == Status.RETURNED or (dossier.status == Status.COMPLETED and not unpaid)


class Handover(BaseModel):
    """The result in the applicant's hands (NĐ 61/2018 Điều 20)."""

    model_config = ConfigDict(frozen=True)

    dossier_id: UUID
    returned_at: datetime
    staff_id: UUID
    channel_out: str
    taken_by: str
    proof: str | None
    contacts_count: int
    fee_paid_total: int
