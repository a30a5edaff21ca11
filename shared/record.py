"""Where a Kafka record stands: topic, key and number, from bytes that strangers may have sent."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from shared.events import envelope
from shared.events.envelope import BadEnvelope


class Record(Protocol):
    """What we use of aiokafka's ConsumerRecord, which has no types of its own."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


class Address(NamedTuple):
    topic: str
    key: str
    sequence: int


def text(raw: bytes | None) -> str:
    """Bytes of a stranger as text that PostgreSQL and logs can keep."""
    return (raw or b"").decode("utf-8", "backslashreplace").replace("\x00", "\\x00")


def header(record: Record, name: str) -> str | None:
    """The first header of that name."""
    return next((text(value) for key, value in record.headers if key == name), None)


def address(record: Record) -> Address:
    """Topic, key and number of a fact; raises BadEnvelope."""
    if not record.key:
        raise BadEnvelope("the record has no key")
    number = envelope.sequence(record.headers)
    return Address(record.topic, text(record.key), number)


def bare_address(record: Record) -> tuple[str, str | None, int | None]:
    """As address(), with None for what is missing."""
    try:
        return address(record)
    except BadEnvelope:
        return record.topic, text(record.key) if record.key else None, None


def raw(message: Any) -> Record:
    """The record behind a FastStream message."""
    record: Record = message.raw_message
    return record
