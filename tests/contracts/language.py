"""What the tests of the published language share: samples by type, and fields to replace."""

from copy import deepcopy
from typing import Any

from shared.events import golden
from shared.events.base import Event
from shared.events.golden import Sample
from shared.events.registry import EVENTS

SAMPLES = list(golden.load())


def name_of(sample: Sample) -> str:
    return f"{sample.type}-{sample.name}"


def sample_of(event: type[Event], name: str) -> dict[str, Any]:
    """The data of a golden sample, to be changed at will."""
    [found] = [s for s in SAMPLES if (s.type, s.name) == (event.type(), name)]
    return deepcopy(found.data)


def event_of(sample: Sample) -> Event:
    return EVENTS[sample.type].model_validate(sample.data)


def replaced(data: Any, path: str, value: Any) -> Any:
    """The data with the field at `fees[].amount` replaced, in each item of a list."""
    name, _, rest = path.partition(".")
    many, key = name.endswith("[]"), name.removesuffix("[]")
    if key not in data:
        return data
    items = data[key] if many else [data[key]]
    new = [replaced(item, rest, value) if rest else value for item in items]
    return {**data, key: new if many else new[0]}
