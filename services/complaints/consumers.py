"""What this service hears: intake's dossiers, and the reference states."""

from faststream.kafka import KafkaRouter

from services.complaints.handlers import dossier
from shared import inbox, reference
from shared.bus import listen, of_type, pass_over_others
from shared.db import transaction
from shared.events.intake import DossierReceived, RemedyDone, RemedyOpened
from shared.given import Message, ServicePool

GROUP = "complaints.dossiers"
router = KafkaRouter()
awaited = reference.follow(router, "complaints")
dossiers = listen(router, DossierReceived.topic, GROUP)


@dossiers(filter=of_type(DossierReceived))
async def keep_dossier(event: DossierReceived, message: Message, pool: ServicePool) -> None:
    """Keep a copy: a complaint may be about it."""
    async with transaction(pool) as conn:
        if await inbox.is_next(conn, GROUP, message):
            await dossier.keep(conn, event)


@dossiers(filter=of_type(RemedyOpened))
async def note_remedy(event: RemedyOpened, message: Message, pool: ServicePool) -> None:
    """Intake has begun the work that a decision ordered."""
    async with transaction(pool) as conn:
        if await inbox.is_next(conn, GROUP, message):
            await dossier.open_remedy(conn, event)


@dossiers(filter=of_type(RemedyDone))
async def close_remedy(event: RemedyDone, message: Message, pool: ServicePool) -> None:
    """The work that a decision ordered is done."""
    async with transaction(pool) as conn:
        if await inbox.is_next(conn, GROUP, message):
            await dossier.close_remedy(conn, event)


pass_over_others(dossiers, GROUP)
