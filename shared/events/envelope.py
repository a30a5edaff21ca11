"""CloudEvents 1.0 in Kafka's binary mode: the headers of a message, out and in."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.events.types import in_vietnam

CONTENT_TYPE = "application/json"
_TYPE = re.compile(r"motcua\.[a-z]+\.[A-Z][A-Za-z]*\.v[1-9][0-9]*")
_SEQUENCE = re.compile(r"[1-9][0-9]{0,17}")  # fits PostgreSQL's bigint
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_LONGEST = 512

Headers = Mapping[str, str] | Iterable[tuple[str, bytes | None]]


class BadEnvelope(ValueError):
    """A message whose headers can't be read: it is parked, never retried."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the headers say about a fact."""

    id: str
    source: str
    type: str
    subject: str
    sequence: int
    time: datetime
    traceparent: str | None


def to_headers(
    *,
    event_id: UUID,
    type: str,
    key: str,
    sequence: int,
    time: datetime,
    traceparent: str | None,
    tombstone: bool = False,
) -> list[tuple[str, bytes]]:
    """The headers of one message. A tombstone has no content-type: there is nothing to read."""
    headers = [
        ("ce_id", str(event_id)),
        ("ce_source", f"/motcua/{type.split('.')[1]}"),
        ("ce_type", type),
        ("ce_specversion", "1.0"),
        ("ce_time", in_vietnam(time).isoformat()),
        ("ce_subject", key),
        ("ce_sequence", str(sequence)),
    ]
    if not tombstone:
        headers += [("ce_dataschema", f"urn:motcua:schema:{type}"), ("content-type", CONTENT_TYPE)]
    if traceparent:
        headers.append(("ce_traceparent", traceparent))
    return [(name, value.encode()) for name, value in headers]


def read(headers: Headers) -> Envelope:
    """The envelope of a message as it came. Raises BadEnvelope that names the header."""
    found = _texts(headers)
    if _required(found, "ce_specversion") != "1.0":
        raise BadEnvelope(f"ce_specversion: {found['ce_specversion']!r} is not 1.0")
    type_ = _required(found, "ce_type")
    if not _TYPE.fullmatch(type_):
        raise BadEnvelope(f"ce_type: {type_!r} is not motcua.<service>.<Fact>.v<n>")
    return Envelope(
        id=_required(found, "ce_id"),
        source=_required(found, "ce_source"),
        type=type_,
        subject=_required(found, "ce_subject"),
        sequence=sequence(found),
        time=_time(found),
        traceparent=_traceparent(found),
    )


def sequence(headers: Headers) -> int:
    """The number of a fact within its topic and key. Raises BadEnvelope."""
    value = _required(_texts(headers), "ce_sequence")
    if not _SEQUENCE.fullmatch(value):
        raise BadEnvelope(f"ce_sequence: {value!r} is not 1, 2, 3 …")
    return int(value)


def _texts(headers: Headers) -> Mapping[str, str]:
    if isinstance(headers, Mapping):
        return headers
    texts: dict[str, str] = {}
    for name, value in headers:
        if name in texts:
            raise BadEnvelope(f"{name}: given twice")
        texts[name] = (value or b"").decode("utf-8", "backslashreplace")
    return texts


def _required(found: Mapping[str, str], name: str) -> str:
    value = found.get(name)
    if not value:
        raise BadEnvelope(f"{name}: missing")
    if len(value) > _LONGEST or not value.isprintable():
        raise BadEnvelope(f"{name}: {value[:40]!r} can't be read")
    return value


def _time(found: Mapping[str, str]) -> datetime:
    value = _required(found, "ce_time")
    try:
        time = datetime.fromisoformat(value)
        if "T" in value and time.utcoffset() is not None:
            return in_vietnam(time)
    except (ValueError, OverflowError):
        pass
    raise BadEnvelope(f"ce_time: {value!r} is not RFC 3339 with an offset")


def _traceparent(found: Mapping[str, str]) -> str | None:
    # A trace is a help, never a reason to refuse a fact.
    value = found.get("ce_traceparent", "")
    return value if _TRACEPARENT.fullmatch(value) else None
