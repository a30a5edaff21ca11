"""What becomes of messages: kept, and told where it is an end that others may want to know."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.notify.domain.message import Fate, Message, State
from services.notify.domain.routing import route_id
from services.notify.store import messages
from shared import outbox
from shared.db import Connection
from shared.events.notify import MessageEvent, MessageFailed, MessageSent

PROVIDERS = {"EMAIL": "smtp", "SMS": "sms-http"}


async def decide(
    conn: Connection, fates: Sequence[tuple[Message, Fate, str | None]], now: datetime
) -> None:
    """Keep the fates, and tell the ends; the third of each is the reader's language, if known."""
    if not fates:
        return
    await messages.set_fates(conn, fates, now)
    told = [fact for message, fate, _ in fates if (fact := _fact(message, fate, now))]
    await outbox.add(conn, *told)


async def give_up(conn: Connection, now: datetime) -> int:
    """Fail what was not sent while its fact was fresh; returns how many."""
    late = await messages.too_late(conn, now)
    reasons = {State.WAITING_CONTACT: "NO_CONTACT", State.DUE: "EXPIRED"}
    fates = [(m, Fate(State.FAILED, reasons[State(m.state)]), None) for m in late]
    await decide(conn, fates, now)
    return len(late)


def _fact(message: Message, fate: Fate, now: datetime) -> MessageEvent | None:
    common: dict[str, Any] = {
        "message_id": message.message_id,
        "route_id": route_id(message.fact_type, message.audience, message.channel),
        "template_version": message.template_version,
        "cause_event_id": message.event_id,
        "audience": message.audience,
        "channel": message.channel,
        "party_id": message.party_id,
        "staff_id": message.staff_id,
        "attempt": message.attempt,
        "at": now,
    }
    if fate.state is State.SENT:
        return MessageSent(**common, provider=PROVIDERS[message.channel])
    if fate.state is State.FAILED:
        return MessageFailed(**common, reason_code=fate.reason)
    return None
