"""Reading bodies that strangers may have written: what is ambiguous or endless is refused."""

import json
import re
from typing import Any, NoReturn, TypeVar

from shared.events.base import Event
from shared.events.registry import PAYLOAD_LIMIT

MAX_DEPTH = 32
# A string that never ends is one token too: else measuring it would take quadratic time.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)

E = TypeVar("E", bound=Event)


class BadBody(ValueError):
    """A body that is no JSON of ours: it is parked, never retried."""


def decode(body: bytes | None) -> Any:
    """The JSON of a body. Refuses what two readers could read in two ways.

    Raises BadBody: too large, not UTF-8, not JSON, NaN, a key given twice, nested too deep.
    """
    if body is None:
        raise BadBody("no body")
    if len(body) > PAYLOAD_LIMIT:
        raise BadBody(f"{len(body)} bytes, more than {PAYLOAD_LIMIT}")
    # Most bodies hold so few brackets that they can't be deep: only the others are measured.
    if body.count(b"{") + body.count(b"[") > MAX_DEPTH and _depth(body) > MAX_DEPTH:
        raise BadBody(f"nested deeper than {MAX_DEPTH}")
    try:
        return _DECODER.decode(body.decode())
    except UnicodeDecodeError as error:
        raise BadBody(f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise BadBody(f"not JSON: {error.msg} at character {error.pos}") from None
    except BadBody:
        raise
    except ValueError:
        raise BadBody("a number has too many digits") from None


def parse(model: type[E], body: bytes | None) -> E:
    """The fact in a body. Raises BadBody, or pydantic's ValidationError for wrong fields."""
    return model.model_validate(decode(body))


def _depth(body: bytes) -> int:
    depth = deepest = 0
    for token in _TOKEN.finditer(body):
        mark = token[0]
        if mark in (b"{", b"["):
            depth += 1
            deepest = max(deepest, depth)
        elif mark in (b"}", b"]"):
            depth -= 1
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadBody("a key is given twice")
    return found


def _no_number(word: str) -> NoReturn:
    raise BadBody(f"{word} is no number")


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)
