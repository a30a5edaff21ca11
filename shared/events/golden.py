"""Golden samples: messages as they were told once, for every version ever published."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.events import envelope
from shared.events.base import Event
from shared.events.codes import check_codes
from shared.events.reading import parse
from shared.events.registry import EVENTS

FOLDER = Path(__file__).parent / "samples"


@dataclass(frozen=True, slots=True)
class Sample:
    """One message: the type it belongs to, its headers and its body."""

    type: str
    name: str
    headers: dict[str, str]
    data: dict[str, Any]

    def body(self) -> bytes:
        return json.dumps(self.data, ensure_ascii=False).encode()


def load(type_: str = "*") -> Iterator[Sample]:
    """The samples of a type, or of all."""
    for path in sorted(FOLDER.glob(f"{type_}/*.json")):
        kept = json.loads(path.read_text("utf-8"))
        yield Sample(path.parent.name, path.stem, kept["headers"], kept["data"])


def problems(sample: Sample) -> list[str]:
    """What today's model no longer makes of an old message."""
    where = f"sample {sample.type}/{sample.name}"
    model = EVENTS.get(sample.type)
    if model is None:
        return [f"{where}: no model reads this type any more"]
    try:
        found = envelope.read(sample.headers)
        event = parse(model, sample.body())
        check_codes(event)
    except ValueError as error:
        return [f"{where}: {error}"]
    return [f"{where}: {line}" for line in _differences(sample, event, found)]


def _differences(sample: Sample, event: Event, found: envelope.Envelope) -> Iterator[str]:
    if found.type != sample.type or found.subject != event.key():
        yield f"headers name {found.type} {found.subject}, data is {sample.type} {event.key()}"
    back = json.loads(event.body())
    for name in sample.data.keys() | back.keys():
        if sample.data.get(name) != back.get(name):
            yield f"{name} comes back as {back.get(name)!r}, was {sample.data.get(name)!r}"
