"""What intake hears: decisions on complaints that order work on its dossiers."""

from uuid import uuid4

from faststream.kafka import KafkaRouter

from services.intake.handlers import remedies
from shared import inbox, outbox
from shared.bus import listen, of_type
from shared.db import transaction
from shared.events.complaints import ComplaintResolved
from shared.given import Message, ServicePool

GROUP = "intake.remedies"
router = KafkaRouter()
cases = listen(router, ComplaintResolved.topic, GROUP)


@cases(filter=of_type(ComplaintResolved))
async def open_remedy(resolved: ComplaintResolved, message: Message, pool: ServicePool) -> None:
    """Open the work that a resolved complaint orders on a dossier."""
    async with transaction(pool) as conn:
        if await inbox.is_next(conn, GROUP, message):
            await remedies.open_remedy(conn, uuid4(), resolved)
    outbox.wake()


@cases
async def pass_over(message: Message, pool: ServicePool) -> None:
    """Facts we have no use for. They count all the same: the next one must not look like a gap."""
    async with transaction(pool) as conn:
        await inbox.is_next(conn, GROUP, message)
