"""From a fact to its messages: who is told of it, kept in the fact's own transaction."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid5

from services.notify.domain.matter import Matter, noted, reference, said
from services.notify.domain.message import Message, Skip, State, is_stale
from services.notify.domain.routing import ROUTING, Route
from services.notify.store import messages, people
from shared.db import Connection
from shared.events.base import Event
from shared.events.envelope import BadEnvelope, Envelope
from shared.metrics import STALE

TOO_OLD = STALE.labels("notify")


async def tell(conn: Connection, envelope: Envelope, event: Event, now: datetime) -> None:
    """Note what later facts will leave out, and keep a message for each route of this one."""
    if note := noted(event):
        await people.note_matter(conn, note)
    if type(event) in ROUTING:
        if is_stale(envelope.time, now):
            TOO_OLD.inc()
        matter = await people.matter(conn, UUID(event.key()))
        await messages.add_messages(conn, list(written(envelope, event, matter, now)))


def written(envelope: Envelope, event: Event, matter: Matter, now: datetime) -> Iterator[Message]:
    """The messages of a fact, whoever can be reached. Raises BadEnvelope for an id not ours."""
    told = ROUTING[type(event)]
    try:
        event_id = UUID(envelope.id)
    except ValueError:
        raise BadEnvelope("ce_id: is no UUID") from None
    params = {
        "unit_id": getattr(event, "unit_id", matter.unit_id),
        "number": reference(matter),
        **matter.known,
        **said(event, told.fields),
    }
    for route in told.taken(params):
        party_id = getattr(event, "party_id", matter.party_id)
        state, reason = _begin(route, party_id, envelope.time, now)
        yield Message(
            message_id=uuid5(event_id, f"{route.audience} {route.channel}"),
            event_id=event_id,
            fact_type=envelope.type,
            fact_at=envelope.time,
            audience=route.audience,
            channel=route.channel,
            party_id=party_id if route.audience == "APPLICANT" else None,
            staff_id=getattr(event, "staff_id", None) if route.audience == "HANDLER" else None,
            unit_id=params["unit_id"],
            template=route.template,
            template_version=route.version,
            params=params,
            language=None,
            state=state,
            reason=reason,
            attempt=0,
            next_attempt_at=now,
            created_at=now,
            finished_at=now if state is State.SKIPPED else None,
        )


def _begin(
    route: Route, party_id: UUID | None, fact_at: datetime, now: datetime
) -> tuple[State, Skip | None]:
    """A contact may come later than the fact: they travel on different topics."""
    if is_stale(fact_at, now):
        return State.SKIPPED, Skip.STALE
    if route.audience == "APPLICANT" and party_id is None:
        return State.SKIPPED, Skip.NO_PARTY
    return State.WAITING_CONTACT, None
