"""Messages that strangers or a bug may write: each spoils a good fact of its own key in one way."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.faults.evidence import Fact

Headers = list[tuple[str, bytes]]
DEEP = 1_000
MIB = 1_000_000  # with its headers within the broker's 1 MiB
OVERSIZED = json.dumps({"padding": "x" * MIB}).encode()


@dataclass(frozen=True)
class Record:
    """What is sent: all of it bytes, as Kafka has it."""

    key: bytes
    value: bytes | None
    headers: Headers


Spoil = Callable[[Mapping[str, Any]], bytes | None]

BODIES: Mapping[str, Spoil] = {
    "no JSON": lambda body: text(body)[:-1],
    "not UTF-8": lambda body: text(body).replace(b"450", b"4\xff0", 1) + b"\xfe",
    "a tombstone": lambda body: None,
    "a field of the wrong type": lambda body: text({**body, first_id(body): 7}),
    "one MiB": lambda body: OVERSIZED,
    "nested a thousand deep": lambda body: b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "NUL in a text": lambda body: text({**body, "unit_id": "4\x0050", "decision_no": "1\x00/QĐ"}),
    "a key given twice": lambda body: text(body)[:-1] + b"," + text(body)[1:],
}
HEADERS: Mapping[str, Callable[[Headers], Headers]] = {
    "no headers": lambda headers: [],
    "no number": lambda headers: changed(headers, ce_sequence=None),
    "a number that is not UTF-8": lambda headers: changed(headers, ce_sequence=b"\xff\xfe"),
    "a gap": lambda headers: changed(headers, ce_sequence=b"3"),
}
KINDS = (*BODIES, *HEADERS)


def poison(kind: str, fact: Fact) -> Record:
    """The fact told of another aggregate, as its first fact, and spoiled."""
    good = copy(fact)
    if kind in BODIES:
        return Record(good.key, BODIES[kind](json.loads(good.value or b"")), good.headers)
    return Record(good.key, good.value, HEADERS[kind](good.headers))


def copy(fact: Fact, key: str | None = None, sequence: int = 1, kind: str = "") -> Record:
    """The same fact of another aggregate; `kind` names another ce_type."""
    key = key or str(uuid4())
    body = {**fact.body, first_id(fact.body): key}
    headers = {
        "ce_id": str(uuid4()),
        "ce_source": f"/motcua/{fact.topic.partition('.')[0]}",
        "ce_type": kind or f"motcua.{fact.topic.partition('.')[0]}.{fact.kind}.v1",
        "ce_specversion": "1.0",
        "ce_time": "2026-03-03T08:00:00+07:00",
        "ce_subject": key,
        "ce_sequence": str(sequence),
        "content-type": "application/json",
    }
    return Record(key.encode(), text(body), [(n, v.encode()) for n, v in headers.items()])


def changed(headers: Headers, **changes: bytes | None) -> Headers:
    new = dict(headers) | changes
    return [(name, value) for name, value in new.items() if value is not None]


def first_id(body: Mapping[str, Any]) -> str:
    """The field that holds the aggregate's id."""
    return "case_id" if "case_id" in body else "dossier_id"


def text(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
