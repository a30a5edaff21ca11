"""What the product ships of a procedure beside what the office has imported since."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from services.intake.domain.imported import Incoming, Known, Source


def said_anew(
    now: Mapping[str, Any], before: Mapping[str, Any], known: Known
) -> Iterator[tuple[str, Any]]:
    """Fields that the product says otherwise than at the last start, where it is heard.

    Its word is a curated one: the portal's gives way to it, and what the office's own file has
    set stays.
    """
    for field in now.keys() | before.keys():
        said, ours = now.get(field), known.values.get(field)
        own = known.source(field) == Source.CURATED and ours != before.get(field)
        if said != before.get(field) and not own:
            yield field, said


def row(code: str, values: Mapping[str, Any], begins: date) -> Incoming:
    """The same as a row of a file of ours."""
    return Incoming(0, code, values, Source.CURATED, begins)
