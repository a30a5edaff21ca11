"""The life of messages, for operators: where each stands and why, never its words or address."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from services.notify.domain.contact import masked
from services.notify.domain.message import Message, State
from services.notify.domain.refusals import MessageNotFound
from services.notify.handlers import reaching
from services.notify.store import lives
from shared import audit, clock
from shared.auth import Principal, may
from shared.db import transaction
from shared.events.types import Instant

PAGE = 50

router = APIRouter(prefix="/api/messages", tags=["messages"])


class MessageLine(BaseModel):
    """One message in the list."""

    message_id: UUID
    event_id: UUID
    fact_type: str
    fact_at: Instant
    audience: str
    channel: str
    state: State
    reason: str | None
    attempt: int
    next_attempt_at: Instant | None
    created_at: Instant
    finished_at: Instant | None


class Attempt(BaseModel):
    """Once that the provider was asked; `detail` is its number or the name of an error."""

    n: int
    at: Instant
    result: str
    detail: str


class MessageLife(MessageLine):
    """One message with all its attempts; `to` is masked."""

    template: str
    template_version: int
    language: str | None
    unit_id: str | None
    to: str | None
    attempts: list[Attempt]


class MessagePage(BaseModel):
    """The newest first; `next` is the cursor of the page after this."""

    messages: list[MessageLine]
    next: int | None


@router.get("")
async def list_messages(
    request: Request,
    who: Annotated[Principal, Depends(may("message.list"))],
    state: State | None = None,
    cursor: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
) -> MessagePage:
    """Messages, newest first, 50 a page."""
    async with transaction(request.app.state.pool) as conn:
        found = await lives.older(conn, lives.Wanted(state), cursor, PAGE + 1)
        await audit.record(conn, str(who.staff_id), "message.list", "message", state or "*")
    lines = [MessageLine(**_line(message)) for _, message in found[:PAGE]]
    return MessagePage(messages=lines, next=found[PAGE - 1][0] if len(found) > PAGE else None)


@router.get("/{message_id}")
async def read_message(
    message_id: UUID,
    request: Request,
    who: Annotated[Principal, Depends(may("message.read"))],
) -> MessageLife:
    """One message's life. Raises MessageNotFound."""
    async with transaction(request.app.state.pool) as conn:
        message = await lives.find(conn, message_id)
        if message is None:
            raise MessageNotFound
        readers = await reaching.contacts(conn, [message], clock.today())
        tried = await lives.attempts(conn, message_id)
        await audit.record(
            conn, str(who.staff_id), "message.read", "message", str(message_id), ["to"]
        )
    reader = readers.get(message_id)
    address = reader.address(message.channel) if reader else None
    return MessageLife(
        **_line(message),
        template=message.template,
        template_version=message.template_version,
        language=message.language,
        unit_id=message.unit_id,
        to=masked(address) if address else None,
        attempts=[Attempt(**one) for one in tried],
    )


def _line(message: Message) -> dict[str, Any]:
    line = {name: getattr(message, name) for name in MessageLine.model_fields}
    if message.finished_at:
        line["next_attempt_at"] = None
    return line
