"""The JSON door for what a unit's administrator sets."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, Field

from services.intake.domain.filing import Command
from services.intake.handlers import units
from shared import clock, command
from shared.auth import Principal, may
from shared.db import Connection

router = APIRouter(prefix="/api/units", tags=["units"])
Admin = Annotated[Principal, Depends(may("unit.configure"))]
Unit = Annotated[str, Path(pattern=r"^[0-9A-Za-z@.-]{1,40}$")]


class Settings(Command):
    """What a unit decides for itself."""

    same_person_allowed: Annotated[bool, Field(strict=True)]


class OpenBook(BaseModel):
    """The book that is open now, and the last entry before it."""

    year: int
    book: int
    last: int


@router.put("/{unit}/settings", response_model=Settings)
async def configure(unit: Unit, body: Settings, request: Request, who: Admin) -> Response:
    """Đặt quy định riêng của đơn vị: người tiếp nhận có được phê duyệt hay không."""

    async def work(conn: Connection) -> Settings:
        await units.configure(conn, who, unit, body.same_person_allowed, clock.today())
        return body

    return await command.run(request, who, body, work, status=200)


@router.post("/{unit}/register-book", response_model=OpenBook)
async def open_next_book(unit: Unit, request: Request, who: Admin) -> Response:
    """Mở quyển sổ theo dõi tiếp theo của năm."""

    async def work(conn: Connection) -> OpenBook:
        today = clock.today()
        book = await units.open_next_book(conn, who, unit, today)
        return OpenBook(year=today.year, book=book.book, last=book.last)

    return await command.run(request, who, None, work, status=200)
