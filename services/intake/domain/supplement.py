"""Asking for papers that are missing or wrong, and their coming (NĐ 61/2018 Điều 17, 19(4))."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.intake.domain.refusals import SupplementTooLate, SupplementUsed
from shared.worktime.calendar import Calendar
from shared.worktime.limit import Limit, due_on, within


class Phase(StrEnum):
    """Before the dossier was received or after (code list `phase`)."""

    BEFORE = "BEFORE"
    AFTER = "AFTER"


class Request(BaseModel):
    """Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (Mẫu 02); open until `supplied_at`."""

    model_config = ConfigDict(frozen=True)

    dossier_id: UUID
    request_no: int
    phase: Phase
    asked_at: datetime
    staff_id: UUID
    reason_codes: tuple[str, ...]
    paper_keys: tuple[str, ...]
    reason: str
    answer_by: date
    head_decision_no: str | None = None
    clock_stopped_at: datetime | None = None
    supplied_at: datetime | None = None
    channel: str | None = None
    slip_no: int = 0

    def supplied(self, at: datetime, channel: str, slip_no: int) -> Self:
        """What was asked for has come."""
        return self.model_copy(update={"supplied_at": at, "channel": channel, "slip_no": slip_no})


class Terms(NamedTuple):
    """The limits of the law that holds: how soon to ask, how soon to answer; and its name."""

    window: Limit
    answer: Limit
    rule_version: str


class Asking(NamedTuple):
    """What an official asks for, and when."""

    at: datetime
    staff_id: UUID
    reason_codes: tuple[str, ...]
    paper_keys: tuple[str, ...]
    reason: str
    head_decision_no: str | None


def ask(
    dossier_id: UUID,
    received_at: datetime | None,
    earlier: Sequence[Request],
    asking: Asking,
    terms: Terms,
    calendar: Calendar,
) -> Request:
    """The next request. Raises SupplementUsed and SupplementTooLate."""
    phase = Phase.AFTER if received_at else Phase.BEFORE
    before = [request for request in earlier if request.phase == phase]
    if before and asking.head_decision_no is None:
        raise SupplementUsed(terms.rule_version)
    begins = (before[-1].supplied_at if before else None) or received_at
    if phase == Phase.AFTER and begins and not within(terms.window, begins, asking.at, calendar):
        raise SupplementTooLate(terms.rule_version)
    return Request(
        dossier_id=dossier_id,
        request_no=len(earlier) + 1,
        phase=phase,
        asked_at=asking.at,
        staff_id=asking.staff_id,
        reason_codes=asking.reason_codes,
        paper_keys=asking.paper_keys,
        reason=asking.reason,
        answer_by=due_on(terms.answer, asking.at, calendar),
        head_decision_no=asking.head_decision_no if before else None,
        clock_stopped_at=asking.at if phase == Phase.AFTER else None,
    )
