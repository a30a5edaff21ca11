"""What reporting hears: facts of dossiers, petitions and cases, in batches; reference states."""

from collections.abc import Mapping

from faststream.kafka import KafkaRouter

from services.reporting.domain import complaint, dossier
from services.reporting.handlers import folding
from services.reporting.store.reach import reach
from shared import batch, reference
from shared.bus import listen_in_batches
from shared.events.base import Event
from shared.events.complaints import (
    ComplaintAccepted,
    ComplaintNotAccepted,
    ComplaintResolved,
    PetitionAnswered,
    PetitionClassified,
    PetitionReceived,
)
from shared.events.intake import DossierReceived
from shared.given import Message, ServicePool

Kinds = Mapping[str, type[Event]]


def _kinds(*kinds: type[Event]) -> Kinds:
    return {kind.type(): kind for kind in kinds}


GROUP = "reporting.dossiers"
# The first group kept outcomes that were taken back: a new one folds from the first fact again.
PETITIONS = "reporting.petitions-2"
CASES = "reporting.cases"
KINDS = _kinds(*dossier.STEPS)
OF_PETITIONS = _kinds(PetitionReceived, PetitionClassified, PetitionAnswered, *complaint.OUTCOMES)
OF_CASES = _kinds(ComplaintAccepted, ComplaintNotAccepted, ComplaintResolved)
router = KafkaRouter()
awaited = reference.follow(router, "reporting")


@listen_in_batches(router, DossierReceived.topic, GROUP)
async def count_dossiers(message: Message, pool: ServicePool) -> None:
    """Fold what came; kinds that no report needs only count in the inbox."""
    records = message.raw_message
    await batch.fold(pool, GROUP, KINDS, records, folding.fold, reach)


@listen_in_batches(router, PetitionReceived.topic, PETITIONS)
async def count_petitions(message: Message, pool: ServicePool) -> None:
    """As count_dossiers, for petitions."""
    records = message.raw_message
    await batch.fold(pool, PETITIONS, OF_PETITIONS, records, folding.fold_petitions, reach)


@listen_in_batches(router, ComplaintAccepted.topic, CASES)
async def count_cases(message: Message, pool: ServicePool) -> None:
    """As count_dossiers, for cases."""
    records = message.raw_message
    await batch.fold(pool, CASES, OF_CASES, records, folding.fold_cases, reach)
