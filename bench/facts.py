"""Facts of dossiers as an office makes them: four a dossier, many dossiers at once."""

from collections.abc import Iterator
from typing import TypeVar
from uuid import uuid4

from shared.events import golden, reading
from shared.events.base import Event
from shared.events.intake import DossierReceived, DossierSubmitted, RemedyDone, RemedyOpened

LIFE: tuple[type[Event], ...] = (DossierSubmitted, DossierReceived, RemedyOpened, RemedyDone)
AT_ONCE = 500  # dossiers that are open together


E = TypeVar("E", bound=Event)


def sample(kind: type[E]) -> E:
    """A fact of that kind with a body of ordinary size."""
    return reading.parse(kind, next(golden.load(kind.type())).body())


def told(count: int) -> Iterator[list[Event]]:
    """That many facts in the order they are told, a few hundred of different dossiers at a time."""
    samples = [sample(kind) for kind in LIFE]
    while count > 0:
        dossiers = [uuid4() for _ in range(min(AT_ONCE, -(-count // len(LIFE))))]
        for fact in samples:
            wave = [fact.model_copy(update={"dossier_id": dossier}) for dossier in dossiers[:count]]
            count -= len(wave)
            yield wave
