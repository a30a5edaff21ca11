"""The code lists: complete in both languages, and writers use no other code."""

from datetime import date

import pytest

from shared.events import codes, gate
from shared.events.codes import UnknownCode, check_codes
from shared.events.golden import Sample
from shared.events.intake import DossierReceived, Staff
from tests.contracts.language import SAMPLES, event_of, name_of, sample_of


def test_all_lists_are_sound() -> None:
    assert list(gate.code_lists()) == []


@pytest.mark.parametrize("name", codes.names())
def test_every_code_has_the_shape_that_readers_accept(name: str) -> None:
    assert all(code.replace("_", "").isalnum() and code.isascii() for code in codes.known(name))


@pytest.mark.parametrize(
    ("name", "codes_of_law"),
    [
        ("status", [str(n) for n in range(1, 11)]),
        ("channel", ["1", "2", "3"]),
        ("applicant_type", ["0", "1", "2"]),
        ("moment", ["1", "2", "4"]),
        ("na", [f"NA_0{n}" for n in range(1, 10)]),
    ],
)
def test_lists_of_statutes_keep_their_official_numbers(name: str, codes_of_law: list[str]) -> None:
    assert list(codes.known(name)) == codes_of_law


def test_a_code_is_read_in_vietnamese_and_in_english() -> None:
    assert codes.label("status", "2") == "Được tiếp nhận"
    assert codes.label("status", "2", "en") == "Received"


def test_a_code_newer_than_the_reader_shows_as_itself() -> None:
    assert codes.label("channel", "DRONE") == "DRONE"


def test_a_code_knows_from_when_it_may_be_used() -> None:
    refused = codes.known("reception_refused")

    assert refused["RECORDING"].since == date(2026, 7, 1)
    assert refused["THREAT"].since is None


def test_a_list_that_does_not_exist_is_named() -> None:
    with pytest.raises(KeyError, match="no code list 'colour'"):
        codes.known("colour")


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_the_samples_use_only_known_codes(sample: Sample) -> None:
    check_codes(event_of(sample))


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"channel": "9"}, "DossierReceived.channel: '9'"),
        ({"limit": {"amount": 1, "unit": "week"}}, "Limit.unit: 'week'"),
        ({"fees": [{"kind": "GIFT", "amount": 1, "moment": "1"}]}, "FeeLine.kind: 'GIFT'"),
    ],
)
def test_writers_are_refused_a_code_that_no_list_holds(
    change: dict[str, object], where: str
) -> None:
    data = sample_of(DossierReceived, "at-the-counter")

    event = DossierReceived.model_validate({**data, **change})

    with pytest.raises(UnknownCode, match=where):
        check_codes(event)


def test_codes_inside_lists_of_parts_are_checked_too() -> None:
    data = sample_of(Staff, "receiver-in-two-units")
    data["assignments"][1]["roles"] = ["returner", "king"]

    staff = Staff.model_validate(data)

    with pytest.raises(UnknownCode, match=r"Assignment\.roles: 'king'"):
        check_codes(staff)
