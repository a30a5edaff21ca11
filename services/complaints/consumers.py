"""What this service hears: intake's dossiers, and the reference states."""

from typing import Any

from faststream.kafka import KafkaRouter

from services.complaints.domain.dossier import HEARD
from services.complaints.handlers import dossier
from shared import inbox, reference
from shared.bus import listen, of_type, pass_over_others
from shared.db import transaction
from shared.events.intake import DossierEvent, DossierReceived, RemedyDone, RemedyOpened
from shared.given import Message, ServicePool

# The first group passed over all but the receipt: a new one reads from the first fact again.
GROUP = "complaints.dossiers-2"
router = KafkaRouter()
awaited = reference.follow(router, "complaints")
dossiers = listen(router, DossierReceived.topic, GROUP)


def _follow(kind: type[DossierEvent]) -> None:
    @dossiers(filter=of_type(kind))
    async def follow(said: dict[str, Any], message: Message, pool: ServicePool) -> None:
        """Keep the copy as intake has the dossier: a complaint may be about it."""
        event = kind.model_validate(said)
        async with transaction(pool) as conn:
            if await inbox.is_next(conn, GROUP, message):
                await dossier.follow(conn, event)


for heard in HEARD:
    _follow(heard)


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
