"""The JSON door for officials: administrators declare them, each sees what they may do."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from services.intake.domain.official import Official
from services.intake.handlers import officials
from shared import clock, command
from shared.auth import Principal, may
from shared.db import Connection
from shared.events.intake import Assignment, Staff

router = APIRouter(prefix="/api/staff", tags=["staff"])
Admin = Annotated[Principal, Depends(may("staff.declare"))]
Self = Annotated[Principal, Depends(may("staff.me"))]


class Me(BaseModel):
    """Who asks, and the posts they hold today."""

    staff_id: UUID | None
    subject: str
    name: str
    assignments: list[Assignment]


@router.post("", response_model=Staff)
async def declare(official: Official, request: Request, who: Admin) -> Response:
    """Khai báo cán bộ hoặc thay đổi vai trò của cán bộ."""

    async def work(conn: Connection) -> Staff:
        today = clock.today()
        return await officials.declare(conn, who, official, uuid4(), today)

    return await command.run(request, who, official, work, status=200)


@router.get("/me")
async def me(who: Self) -> Me:
    """Tôi là ai, được làm gì."""
    return Me(
        staff_id=who.staff_id,
        subject=who.subject,
        name=who.name,
        assignments=list(who.assignments),
    )
