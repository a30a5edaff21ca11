"""`python -m shared.events.generate`: schemas, AsyncAPI and the page, from the models."""

import json
import sys
from pathlib import Path
from typing import Any

from shared.events import asyncapi
from shared.events.compat import problems
from shared.events.page import page
from shared.events.registry import EVENTS, SERVICES
from shared.events.schema import Schema, reader, writer

HERE = Path(__file__).parent
# What was published. It is only overwritten by what old readers and old facts allow; a type
# that no deployment has sent yet may be deleted here and made anew.
READERS = HERE / "schemas" / "reader"
WRITERS = HERE / "schemas" / "writer"
DOCS = HERE.parents[1] / "docs" / "events"


def outputs() -> dict[Path, str]:
    """Every generated file and what it must hold."""
    files = {DOCS / "events.md": page()}
    for type_, event in EVENTS.items():
        files[READERS / f"{type_}.json"] = _json(reader(event))
        files[WRITERS / f"{type_}.json"] = _json(writer(event))
    for service in SERVICES:
        files[DOCS / f"asyncapi-{service}.json"] = _json(asyncapi.document(service))
    return files


def published() -> dict[str, Schema]:
    """The committed reader schema of each type."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in READERS.glob("*.json")}


def incompatible(schemas: dict[str, Schema]) -> list[str]:
    """What in today's models breaks the given published schemas."""
    lines = []
    for type_, old in sorted(schemas.items()):
        event = EVENTS.get(type_)
        if event is None:
            lines.append(f"{type_}: published, but no model has this type any more")
        else:
            lines.extend(f"{type_}: {line}" for line in problems(old, reader(event)))
    return lines


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def main() -> int:
    broken = incompatible(published())
    if broken:
        sys.stderr.write("\n".join([*broken, "nothing written: make a new version, V2\n"]))
        return 1
    for path, text in outputs().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
