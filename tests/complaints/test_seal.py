"""What is sealed opens only with its key, in its place, unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.complaints.domain.registration import Registration
from services.complaints.seal import Place, Seal, SealBroken
from tests.complaints.world import SEAL_KEY, registration

SEAL = Seal(SEAL_KEY)
HERE = Place("sealed_sender", "sender", 7)
# Key 00 01 … 1f, nonce 01 × 12: key id, nonce, AES-256-GCM of the name bound to its place.
NAME = "Chim Yến"
SEALED_NAME = bytes.fromhex(
    "71b8c28e01010101010101010101010134ab8c5848dc89dc6b3ad24f4adf9ba58d63fa775398bf2f8013"
)


def test_a_value_sealed_by_an_earlier_version_opens():
    assert SEAL.open(SEALED_NAME, HERE).decode() == NAME


@given(st.binary(max_size=300))
def test_what_is_closed_opens_again(plain):
    assert SEAL.open(SEAL.close(plain, HERE), HERE) == plain


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("petition", "sender", 7),
        Place("sealed_sender", "content", 7),
        Place("sealed_sender", "sender", 8),
    ],
)
def test_a_value_copied_to_another_place_does_not_open(elsewhere):
    with pytest.raises(SealBroken):
        SEAL.open(SEALED_NAME, elsewhere)


@pytest.mark.parametrize("byte", [0, 4, 16, -1])
def test_a_value_with_one_byte_changed_does_not_open(byte):
    changed = bytearray(SEALED_NAME)
    changed[byte] ^= 1

    with pytest.raises(SealBroken):
        SEAL.open(bytes(changed), HERE)


@pytest.mark.parametrize("length", range(0, len(SEALED_NAME), 5))
def test_a_value_cut_short_does_not_open(length):
    with pytest.raises(SealBroken):
        SEAL.open(SEALED_NAME[:length], HERE)


def test_another_key_does_not_open_even_under_the_same_key_id():
    other = Seal(bytes(32))
    disguised = SEAL.key_id + other.close(NAME.encode(), HERE)[len(SEAL.key_id) :]

    for seal, sealed in ((other, SEALED_NAME), (SEAL, disguised)):
        with pytest.raises(SealBroken):
            seal.open(sealed, HERE)


def test_no_nonce_comes_twice_and_nothing_of_the_value_shows():
    sealed = [SEAL.close(NAME.encode(), HERE) for _ in range(1_000)]

    assert len({value[4:16] for value in sealed}) == len(set(sealed)) == 1_000
    assert all(NAME.encode() not in value for value in sealed)


def test_the_message_of_a_broken_seal_names_the_column_and_no_value():
    with pytest.raises(SealBroken) as refused:
        SEAL.open(SEALED_NAME, Place("sealed_sender", "content", 7))

    assert str(refused.value) == "sealed_sender.content: changed or moved"


def test_a_digest_is_the_same_for_the_same_body_and_key_alone():
    form = Registration(**registration())
    changed = Registration(**registration(content="khác"))
    made = ((SEAL, form), (SEAL, changed), (Seal(bytes(32)), form))

    digests = [seal.digests(body)[0] for seal, body in made]

    assert SEAL.digests(Registration(**registration())) == digests[:1]
    assert len({digest.digest for digest in digests}) == 3
