"""The JSON door for a due date counted from numbers given: for anyone who wants to check one."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict

from services.intake.domain.counting import Question, count
from services.intake.domain.refusals import UnitUnknown
from services.intake.handlers.steps import rules_of
from services.intake.store import catalogue
from shared import clock, reference
from shared.auth import anyone
from shared.events.types import Instant
from shared.worktime.ledger import Line
from shared.worktime.limit import stated

router = APIRouter(prefix="/api", tags=["catalogue"])


class Answer(BaseModel):
    """From which day it counts, when it is due, and each stretch of days with its article."""

    model_config = ConfigDict(from_attributes=True)

    effective_received_on: date
    due_at: Instant
    ledger: list[Line]


@router.get("/deadlines", dependencies=[Depends(anyone("deadline.count"))])
async def deadlines(request: Request, asked: Annotated[Question, Query()]) -> Answer:
    """Ngày hẹn trả kết quả của một thời hạn, kèm cách tính từng ngày.

    Thời điểm không ghi múi giờ là giờ Việt Nam; chỉ ghi ngày cũng được.
    """
    received_on = stated(asked.received_at).date()
    async with request.app.state.pool.acquire(timeout=10) as conn:
        if asked.unit and await reference.unit(conn, asked.unit, clock.today()) is None:
            raise UnitUnknown
        calendar = await catalogue.calendar(conn)
    return Answer.model_validate(count(asked, calendar, rules_of(received_on)))
