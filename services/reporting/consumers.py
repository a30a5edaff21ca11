"""What reporting hears: the facts of dossiers, in batches, and the reference states."""

from typing import Annotated

from faststream import Context
from faststream.kafka import KafkaRouter
from faststream.kafka.annotations import KafkaMessage

from services.reporting import handlers
from shared import batch, reference
from shared.bus import listen_in_batches
from shared.db import Pool
from shared.events.intake import DossierReceived, DossierSubmitted

GROUP = "reporting.dossiers"
KINDS = {kind.type(): kind for kind in (DossierSubmitted, DossierReceived)}
router = KafkaRouter()
awaited = reference.follow(router, "reporting")


@listen_in_batches(router, DossierReceived.topic, GROUP)
async def count_dossiers(message: KafkaMessage, pool: Annotated[Pool, Context()]) -> None:
    """Fold what came; kinds that no report needs only count in the inbox."""
    await batch.fold(pool, GROUP, KINDS, message.raw_message, handlers.fold)
