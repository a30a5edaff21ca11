"""What notify hears: facts that somebody is told of, and the contacts to tell them by."""

from typing import Any
from uuid import UUID

from faststream.kafka import KafkaRouter

from services.notify.domain.matter import NOTED
from services.notify.domain.routing import ROUTING
from services.notify.handlers import telling
from services.notify.store import people
from shared import clock, inbox, reference
from shared.bus import is_tombstone, listen, of_type, pass_over_others
from shared.db import Pool, transaction
from shared.events import complaints, envelope, intake
from shared.events.base import Event
from shared.given import Message, ServicePool
from shared.record import raw, text

MESSAGES = "notify.messages"
CONTACTS = "notify.contacts"

router = KafkaRouter()
facts = listen(
    router,
    intake.DossierReceived.topic,
    MESSAGES,
    complaints.PetitionClassified.topic,
    complaints.ComplaintAccepted.topic,
)
contacts = listen(router, intake.Party.topic, CONTACTS, complaints.Party.topic)
awaited = reference.follow(router, "notify")


def _tell_of(kind: type[Event]) -> None:
    @facts(filter=of_type(kind))
    async def tell(said: dict[str, Any], message: Message, pool: ServicePool) -> None:
        """Keep what the fact tells, and a message for each of its routes."""
        event = kind.model_validate(said)
        async with transaction(pool) as conn:
            if await inbox.is_next(conn, MESSAGES, message):
                await telling.tell(conn, envelope.read(message.headers), event, clock.now())


for heard in {**NOTED, **ROUTING}:
    _tell_of(heard)
pass_over_others(facts, MESSAGES)


@contacts(filter=is_tombstone)
async def erase_contact(message: Message, pool: ServicePool) -> None:
    """Forget a person."""
    async with transaction(pool) as conn:
        if await inbox.is_newer(conn, CONTACTS, message):
            await people.erase_contact(conn, UUID(text(raw(message).key)), clock.now())


@contacts(filter=of_type(intake.Party))
async def keep_applicant(party: intake.Party, message: Message, pool: ServicePool) -> None:
    await _keep(message, pool, party)


@contacts(filter=of_type(complaints.Party))
async def keep_sender(party: complaints.Party, message: Message, pool: ServicePool) -> None:
    await _keep(message, pool, party)


async def _keep(message: Message, pool: Pool, party: intake.Party | complaints.Party) -> None:
    async with transaction(pool) as conn:
        if await inbox.is_newer(conn, CONTACTS, message):
            await people.keep_contact(conn, party, clock.now())


@contacts
async def pass_over_state(message: Message, pool: ServicePool) -> None:
    """States of kinds we do not know yet: they count all the same."""
    async with transaction(pool) as conn:
        await inbox.is_newer(conn, CONTACTS, message)
