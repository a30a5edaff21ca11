"""The operators' pages: where messages stand and why, one message's life, one more try."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.notify.domain import office, texts
from services.notify.domain.contact import masked
from services.notify.domain.message import Message, may_try_again
from services.notify.domain.refusals import MessageNotFound
from services.notify.handlers import again, reaching
from services.notify.store import lives
from services.notify.web import listed, words
from shared import audit, clock, reference
from shared.auth import Principal, may
from shared.db import Connection, transaction
from shared.web import listing
from shared.web.formats import moment
from shared.web.pages import render
from shared.web.parts import Fact

router = APIRouter(prefix="/desk/messages", include_in_schema=False)
Reader = Annotated[Principal, Depends(may("message.read"))]
Sender = Annotated[Principal, Depends(may("message.send_again"))]


@router.get("")
async def show_list(
    request: Request, who: Annotated[Principal, Depends(may("message.list"))]
) -> Response:
    asked = listing.read(request, listed.FILTERS)
    async with transaction(request.app.state.pool) as conn:
        found, span = await listed.page(conn, asked)
        parked = await lives.parked_count(conn)
        await audit.record(conn, str(who.staff_id), "message.list", "message", "*")
    return render(
        request,
        "messages.html",
        listing=asked,
        columns=listed.COLUMNS,
        rows=[listed.row(one.message) for one in found],
        span=span,
        parked=parked,
        htmx=True,
    )


@router.get("/{message_id}")
async def show_one(message_id: UUID, request: Request, who: Reader, sent: bool = False) -> Response:
    """One message's life; `sent`: it was just given one more try."""
    now = clock.now()
    async with transaction(request.app.state.pool) as conn:
        message = await _find(conn, message_id)
        facts = await _facts(conn, message)
        tried = await lives.attempts(conn, message_id)
        await audit.record(
            conn, str(who.staff_id), "message.read", "message", str(message_id), ["to"]
        )
    words_of = texts.template(
        message.template, message.channel, message.template_version, message.language or "vi"
    )
    return render(
        request,
        "message.html",
        message=message,
        fact=words.fact(message.fact_type),
        tag=words.state(message),
        facts=facts,
        attempts=tried,
        answers=words.ANSWERS,
        wording=words_of,
        again=may_try_again(message, now),
        sent=sent,
    )


@router.get("/{message_id}/again")
async def ask_again(message_id: UUID, request: Request, who: Sender) -> Response:
    """Says what one more try does, before it is done."""
    async with transaction(request.app.state.pool) as conn:
        message = await _find(conn, message_id)
    if not may_try_again(message, clock.now()):
        return RedirectResponse(f"/desk/messages/{message_id}", 303)
    return render(
        request,
        "again.html",
        message=message,
        fact=words.fact(message.fact_type),
        audience=words.audience(message),
        channel=words.channel(message),
        reason=words.reason(message),
    )


@router.post("/{message_id}/again")
async def send_again(message_id: UUID, request: Request, who: Sender) -> Response:
    """A second press finds it on its way and changes nothing."""
    async with transaction(request.app.state.pool) as conn:
        await again.send_again(conn, message_id, str(who.staff_id), clock.now())
    return RedirectResponse(f"/desk/messages/{message_id}?sent=true", 303)


async def _find(conn: Connection, message_id: UUID) -> Message:
    message = await lives.find(conn, message_id)
    if message is None:
        raise MessageNotFound
    return message


async def _facts(conn: Connection, message: Message) -> Sequence[Fact]:
    """What is known of a message; of its reader no more than they would know themselves by."""
    readers = await reaching.contacts(conn, [message], clock.today())
    reader = readers.get(message.message_id)
    address = reader.address(message.channel) if reader else None
    unit_id = message.unit_id
    unit = await reference.unit(conn, unit_id, message.fact_at.date()) if unit_id else None
    ended = message.finished_at
    return [
        Fact("Lý do", words.reason(message) or None),
        Fact("Sự kiện lúc", _when(message.fact_at), number=True),
        Fact("Mã sự kiện", message.event_id, number=True),
        Fact("Người nhận", words.audience(message)),
        Fact("Kênh", words.channel(message)),
        Fact("Gửi tới", masked(address) if address else None),
        Fact("Đơn vị", office.name(unit, unit_id, "vi") if unit_id else None),
        Fact("Ngôn ngữ", words.LANGUAGES.get(message.language or "", None)),
        Fact("Mẫu", f"{message.template}, bản {message.template_version}"),
        Fact("Lập lúc", _when(message.created_at), number=True),
        Fact("Kết thúc lúc", _when(ended), number=True)
        if ended
        else Fact("Xem lại lúc", _when(message.next_attempt_at), number=True),
    ]


def _when(at: datetime) -> str:
    return moment("vi", at)
