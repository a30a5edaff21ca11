"""What notify hears: facts that somebody is told of, and the contacts to tell them by."""

from uuid import UUID

from faststream.kafka import KafkaRouter

from services.notify import store
from services.notify.handlers import telling
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


async def _tell(message: Message, pool: Pool, event: Event) -> None:
    async with transaction(pool) as conn:
        if await inbox.is_next(conn, MESSAGES, message):
            await telling.tell(conn, envelope.read(message.headers), event, clock.now())


@facts(filter=of_type(intake.DossierSubmitted))
async def note_dossier(event: intake.DossierSubmitted, message: Message, pool: ServicePool) -> None:
    await _tell(message, pool, event)


@facts(filter=of_type(intake.DossierReceived))
async def tell_applicant_of_receipt(
    event: intake.DossierReceived, message: Message, pool: ServicePool
) -> None:
    await _tell(message, pool, event)


@facts(filter=of_type(intake.RemedyOpened))
async def tell_unit_of_remedy(
    event: intake.RemedyOpened, message: Message, pool: ServicePool
) -> None:
    await _tell(message, pool, event)


@facts(filter=of_type(complaints.PetitionReceived))
async def note_petition(
    event: complaints.PetitionReceived, message: Message, pool: ServicePool
) -> None:
    await _tell(message, pool, event)


@facts(filter=of_type(complaints.PetitionClassified))
async def tell_sender_of_classification(
    event: complaints.PetitionClassified, message: Message, pool: ServicePool
) -> None:
    await _tell(message, pool, event)


@facts(filter=of_type(complaints.ComplaintAccepted))
async def tell_sender_of_acceptance(
    event: complaints.ComplaintAccepted, message: Message, pool: ServicePool
) -> None:
    await _tell(message, pool, event)


@facts(filter=of_type(complaints.VerificationAssigned))
async def tell_verifier(
    event: complaints.VerificationAssigned, message: Message, pool: ServicePool
) -> None:
    await _tell(message, pool, event)


@facts(filter=of_type(complaints.ComplaintResolved))
async def tell_sender_of_decision(
    event: complaints.ComplaintResolved, message: Message, pool: ServicePool
) -> None:
    await _tell(message, pool, event)


pass_over_others(facts, MESSAGES)


@contacts(filter=is_tombstone)
async def erase_contact(message: Message, pool: ServicePool) -> None:
    """Forget a person."""
    async with transaction(pool) as conn:
        if await inbox.is_newer(conn, CONTACTS, message):
            await store.erase_contact(conn, UUID(text(raw(message).key)), clock.now())


@contacts(filter=of_type(intake.Party))
async def keep_applicant(party: intake.Party, message: Message, pool: ServicePool) -> None:
    await _keep(message, pool, party)


@contacts(filter=of_type(complaints.Party))
async def keep_sender(party: complaints.Party, message: Message, pool: ServicePool) -> None:
    await _keep(message, pool, party)


async def _keep(message: Message, pool: Pool, party: intake.Party | complaints.Party) -> None:
    async with transaction(pool) as conn:
        if await inbox.is_newer(conn, CONTACTS, message):
            await store.keep_contact(conn, party, clock.now())


@contacts
async def pass_over_state(message: Message, pool: ServicePool) -> None:
    """States of kinds we do not know yet: they count all the same."""
    async with transaction(pool) as conn:
        await inbox.is_newer(conn, CONTACTS, message)
