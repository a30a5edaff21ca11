"""`python -m shared.events.gate`: whether the published language is what was promised."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from shared.events import codes, golden
from shared.events.base import Event
from shared.events.fields import Field, walk
from shared.events.generate import WRITERS, incompatible, outputs, published
from shared.events.kinds import Code
from shared.events.registry import EVENTS, TOPICS, Topic

SHAPE = {"code", "label_vi", "label_en", "since", "until"}


def problems() -> list[str]:
    """Everything that is wrong, each in one line."""
    found = [*code_lists()]
    for event in EVENTS.values():
        found.extend(disallowed(event, TOPICS.get(event.topic)))
    return [*found, *incompatible(published()), *stale(outputs()), *replayed()]


def disallowed(event: type[Event], topic: Topic | None) -> Iterator[str]:
    """Fields that may not travel on this topic."""
    if topic is None:
        yield f"{event.type()}: its topic {event.topic} is not in the table of topics"
        return
    if event.compacted != topic.compacted:
        yield f"{event.type()}: states belong on compacted topics, facts on the others"
    for path, field in walk(event):
        reason = _why_not(field, topic)
        if reason:
            yield f"{event.type()}.{path}: {reason}"


def _why_not(field: Field, topic: Topic) -> str | None:
    if field.part:
        return None
    if field.kind is None:
        return "its type is not on the allow-list of shared/events/types.py"
    if field.kind.scope == "personal" and not topic.personal:
        return f"a {field.kind.name} may not travel on {topic.name}"
    if field.kind.scope == "reference" and not (topic.reference or topic.personal):
        return f"{field.kind.name} may not travel on {topic.name}"
    if isinstance(field.kind, Code) and field.kind.name not in codes.names():
        return f"there is no code list {field.kind.name!r}"
    return None


def code_lists() -> Iterator[str]:
    """Lists that can't be read, or hold a code twice or without its labels."""
    for name in codes.names():
        kept = json.loads((codes.FOLDER / f"{name}.json").read_text("utf-8"))
        rows = kept["codes"]
        if kept["list"] != name or not isinstance(kept["version"], int):
            yield f"code list {name}: its name or version is wrong"
        if len({row["code"] for row in rows}) != len(rows):
            yield f"code list {name}: a code stands twice"
        for row in rows:
            if row.keys() != SHAPE or not (row["label_vi"] and row["label_en"]):
                yield f"code list {name}: {row.get('code')} lacks a label or a date"


def stale(files: Mapping[Path, str]) -> Iterator[str]:
    """Generated files that are not what the models say today."""
    for path, text in files.items():
        if not path.is_file() or path.read_text("utf-8") != text:
            yield f"{path.name}: not up to date, run python -m shared.events.generate"
    for path in WRITERS.glob("*.json"):
        if path not in files:
            yield f"{path.name}: no model has this type"


def replayed() -> Iterator[str]:
    """Old messages that today's models no longer read, and types without one."""
    seen = set()
    for sample in golden.load():
        seen.add(sample.type)
        yield from golden.problems(sample)
    for type_ in EVENTS:
        if type_ not in seen:
            yield f"{type_}: no golden sample in shared/events/samples"


def main() -> int:
    found = problems()
    for line in found:
        sys.stderr.write(f"{line}\n")
    if not found:
        sys.stdout.write(f"events: {len(EVENTS)} types on {len(TOPICS)} topics\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
