"""Who has a dossier now: the step of the work, the official or the room, since when."""

from datetime import datetime
from typing import Final, Literal, NamedTuple
from uuid import UUID

from shared.worktime.calendar import Calendar
from shared.worktime.hours import after_cut_off, effective, transfer_by

RECEIVE, TRANSFER, PROCESS, VERIFY, APPROVE, RETURN = (
    "receive",
    "transfer",
    "process",
    "verify",
    "approve",
    "return",
)
WorkStep = Literal["process", "verify", "approve"]
STEPS: Final = {
    RECEIVE: "Kiểm tra, tiếp nhận",
    TRANSFER: "Chuyển hồ sơ",
    PROCESS: "Thụ lý",
    VERIFY: "Thẩm định, xác minh",
    APPROVE: "Trình ký, phê duyệt",
    RETURN: "Trả kết quả",
}
# Whose work a step is: a person who is given it holds one of these roles in the unit.
WORKERS: Final = {
    PROCESS: frozenset({"processor"}),
    VERIFY: frozenset({"processor"}),
    APPROVE: frozenset({"approver"}),
}


class Holder(NamedTuple):
    """Without an official the room has it; without a unit the one that received it."""

    step: str
    since: datetime
    staff_id: UUID | None = None
    due_at: datetime | None = None
    unit_id: str | None = None

    def columns(self) -> dict[str, object]:
        return {
            "holder_step": self.step,
            "holder_staff_id": self.staff_id,
            "holder_since": self.since,
            "holder_due_at": self.due_at,
            "holder_unit_id": self.unit_id,
        }


NOBODY: Final[dict[str, object]] = {
    "holder_step": None,
    "holder_staff_id": None,
    "holder_since": None,
    "holder_due_at": None,
    "holder_unit_id": None,
}


def entered_at(
    at: datetime, received_at: datetime, with_paper: bool, calendar: Calendar
) -> datetime:
    """When a step begins: data travel at once, paper received after 15:00 the next morning.

    NĐ 61/2018 Điều 18(2).
    """
    if with_paper and after_cut_off(effective(calendar, received_at)):
        return max(at, transfer_by(calendar, received_at))
    return at
