"""Bodies of strangers: what is ambiguous, endless or no JSON is refused with a reason."""

import pytest
from pydantic import ValidationError

from shared.events.golden import Sample
from shared.events.intake import DossierReceived
from shared.events.reading import BadBody, decode, parse
from shared.events.registry import PAYLOAD_LIMIT
from tests.contracts.language import SAMPLES, event_of, name_of


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_our_own_bodies_are_read(sample: Sample) -> None:
    event = event_of(sample)

    assert parse(type(event), event.body()) == event


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (None, "no body"),
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"{'a': 1}", "not JSON"),
        (b'{"a": "\x00"}', "not JSON"),
        (b'{"name": "\xff"}', "not UTF-8 at byte 10"),
        (b'{"a": 1, "a": 2}', "given twice"),
        (b'{"a": {"b": 1, "b": 1}}', "given twice"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": -Infinity}', "-Infinity is no number"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "too many digits"),
        (b"[" * 1_000 + b"]" * 1_000, "nested deeper"),
        (b'{"a":' * 1_000 + b"1" + b"}" * 1_000, "nested deeper"),
        (b" " * (PAYLOAD_LIMIT + 1), "262145 bytes"),
    ],
)
def test_a_body_that_is_no_json_of_ours_is_refused(body: bytes | None, reason: str) -> None:
    with pytest.raises(BadBody, match=reason):
        decode(body)


def test_json_that_is_no_object_is_no_fact() -> None:
    with pytest.raises(ValidationError):
        parse(DossierReceived, b"[]")


def test_brackets_inside_text_are_not_depth() -> None:
    body = b'{"a": "' + rb"[{\"" * 500 + b'"}'

    assert decode(body)["a"].startswith('[{"')


@pytest.mark.timeout(10)
def test_a_text_that_never_ends_does_not_hold_the_reader_up() -> None:
    body = (b"[" * 40 + b'"' + rb"\"" * 100_000)[:PAYLOAD_LIMIT]

    with pytest.raises(BadBody, match="nested deeper"):
        decode(body)
