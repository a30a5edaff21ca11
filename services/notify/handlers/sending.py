"""Taking due messages, writing them out for the provider, and noting what it answered."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

import structlog

from services.notify.domain import contact, office, texts
from services.notify.domain.contact import Contact
from services.notify.domain.message import (
    LEASE,
    Answer,
    Fate,
    Letter,
    Message,
    Result,
    State,
    after,
)
from services.notify.handlers import ending, reaching
from services.notify.store import messages
from shared import reference
from shared.db import Connection

log = structlog.get_logger()

AT_ONCE: Final = 25
Places = Mapping[str, str]  # addresses of pages that letters name


async def claim(conn: Connection, channel: str, now: datetime, places: Places) -> Sequence[Letter]:
    """Take due messages of a channel for this sender alone, as long as the lease lasts.

    A provider that was down when last asked gets one message, to see whether it is back.
    """
    down = await messages.last_result(conn, channel) == Result.DOWN
    taken = await messages.claim(conn, channel, 1 if down else AT_ONCE, now, now + LEASE)
    readers = await reaching.contacts(conn, taken, now.date())
    letters: list[Letter] = []
    ends: list[tuple[Message, Fate, str | None]] = []
    for message in taken:
        if reader := readers.get(
            message.message_id
        ):  # else the lease runs out, in the end the time
            written = await _write_or_end(conn, message, reader, places)
            if isinstance(written, Letter):
                letters.append(written)
            else:
                ends.append((message, written, None))
    await ending.decide(conn, ends, now)
    return letters


async def note(conn: Connection, letter: Letter, answer: Answer, now: datetime) -> None:
    """Keep what the provider answered to an attempt, and what becomes of the message.

    A success counts whenever it is told; a failure only for the newest attempt.
    """
    message = await messages.lock(conn, letter.message_id)
    if message is None:
        return
    await messages.add_attempt(conn, letter, answer, now)
    newest = message.attempt == letter.attempt
    if message.state == State.DUE and (newest or answer.result is Result.SENT):
        await ending.decide(conn, [(message, after(answer, letter.attempt, now), None)], now)


async def _write_or_end(
    conn: Connection, message: Message, reader: Contact, places: Places
) -> Letter | Fate:
    """The contact may have changed since the message became due."""
    fate = contact.fate(message.channel, reader)
    to = reader.address(message.channel)
    if fate.state is not State.DUE or to is None:
        return fate
    try:
        text = await _text(conn, message, reader, places)
    except (LookupError, ValueError):
        log.exception("message can't be written", message=str(message.message_id))
        return Fate(State.FAILED, "PROVIDER")
    return Letter(message.message_id, message.channel, message.attempt, to, *text)


async def _text(conn: Connection, message: Message, reader: Contact, places: Places) -> texts.Text:
    on, said = message.fact_at.date(), message.params
    code = said.get("procedure_code")
    procedure = await reference.procedure(conn, code, on) if code else None
    return texts.render(
        message.template,
        message.channel,
        message.template_version,
        reader.language,
        {
            **places,
            **said,
            "name": reader.name,
            "office": await _office(conn, message.unit_id, on, reader.language),
            "to_office": await _office(conn, said.get("to_unit_id"), on, reader.language),
            "procedure": procedure.name if procedure else code,
        },
    )


async def _office(conn: Connection, unit_id: str | None, on: date, language: str) -> str:
    unit = await reference.unit(conn, unit_id, on) if unit_id else None
    return office.name(unit, unit_id, language)
