"""What intake hears: decisions on complaints that order work on its dossiers."""

from uuid import uuid4

from faststream.kafka import KafkaRouter

from services.intake.handlers import remedies
from shared import inbox, outbox
from shared.bus import listen, of_type, pass_over_others
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


pass_over_others(cases, GROUP)
