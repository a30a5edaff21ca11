"""The envelope: what the relay writes, readers read; garbage is named, not guessed."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.events import envelope
from shared.events.envelope import BadEnvelope, Envelope, to_headers
from shared.events.golden import Sample
from tests.contracts.language import SAMPLES, name_of

ID = UUID("0b6ff7a5-6bd1-4a3c-9a87-0d6a53b3a1c1")
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def made(tombstone: bool = False, traceparent: str | None = TRACE) -> dict[str, bytes]:
    return dict(
        to_headers(
            event_id=ID,
            type="motcua.intake.Party.v1",
            key="p-1",
            sequence=3,
            time=datetime(2025, 3, 3, 1, 5, tzinfo=UTC),
            traceparent=traceparent,
            tombstone=tombstone,
        )
    )


def changed(**headers: str) -> list[tuple[str, bytes | None]]:
    good: dict[str, bytes | None] = {**made()}
    return list({**good, **{n: v.encode() for n, v in headers.items()}}.items())


def test_a_message_carries_the_whole_envelope() -> None:
    assert made() == {
        "ce_id": str(ID).encode(),
        "ce_source": b"/motcua/intake",
        "ce_type": b"motcua.intake.Party.v1",
        "ce_specversion": b"1.0",
        "ce_time": b"2025-03-03T08:05:00+07:00",
        "ce_subject": b"p-1",
        "ce_sequence": b"3",
        "ce_dataschema": b"urn:motcua:schema:motcua.intake.Party.v1",
        "ce_traceparent": TRACE.encode(),
        "content-type": b"application/json",
    }


def test_a_tombstone_has_no_content_type_and_no_schema() -> None:
    assert made().keys() - made(tombstone=True).keys() == {"content-type", "ce_dataschema"}


def test_what_is_written_is_read_back_from_bytes_and_from_text() -> None:
    text = {name: value.decode() for name, value in made().items()}

    found = envelope.read(list(made().items()))

    assert found == envelope.read(text)
    assert found == Envelope(
        id=str(ID),
        source="/motcua/intake",
        type="motcua.intake.Party.v1",
        subject="p-1",
        sequence=3,
        time=datetime(2025, 3, 3, 1, 5, tzinfo=UTC),
        traceparent=TRACE,
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_the_headers_of_every_sample_are_read(sample: Sample) -> None:
    found = envelope.read(sample.headers)

    assert (found.type, found.subject) == (sample.type, sample.headers["ce_subject"])


@pytest.mark.parametrize(
    "name", ["ce_id", "ce_source", "ce_type", "ce_specversion", "ce_time", "ce_subject"]
)
def test_a_missing_header_is_named(name: str) -> None:
    headers = {n: v.decode() for n, v in made().items() if n != name}

    with pytest.raises(BadEnvelope, match=f"{name}: missing"):
        envelope.read(headers)


@pytest.mark.parametrize(
    "number", ["0", "-1", "+1", "1.0", "٣", "01", "1 ", "x", "9" * 19, "1e3", "\x00"]
)
def test_a_sequence_that_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(BadEnvelope, match="ce_sequence"):
        envelope.sequence(changed(ce_sequence=number))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ce_type", "motcua.intake.Party"),
        ("ce_type", "Party"),
        ("ce_specversion", "0.3"),
        ("ce_time", "2025-03-03T08:05:00"),
        ("ce_time", "2025-03-03"),
        ("ce_time", "yesterday"),
        ("ce_time", "0001-01-01T00:00:00+14:00"),
        ("ce_id", "x" * 600),
        ("ce_subject", "a\nb"),
    ],
)
def test_a_header_that_makes_no_sense_is_named(name: str, value: str) -> None:
    with pytest.raises(BadEnvelope, match=name):
        envelope.read(changed(**{name: value}))


def test_bytes_that_are_no_text_do_not_stop_the_reader() -> None:
    headers = [*changed(), ("x-agency", b"\xff\xfe"), ("x-empty", None)]

    found = envelope.read(headers)

    assert found.sequence == 3
    with pytest.raises(BadEnvelope, match="ce_type"):
        envelope.read([*changed()[:2], ("ce_type", b"\xff"), *changed()[3:]])


def test_a_header_given_twice_is_refused() -> None:
    with pytest.raises(BadEnvelope, match="ce_id: given twice"):
        envelope.read([*changed(), ("ce_id", b"another")])


def test_a_broken_trace_is_forgotten_and_the_fact_is_read() -> None:
    found = envelope.read(changed(ce_traceparent="00-xyz"))

    assert found.traceparent is None
