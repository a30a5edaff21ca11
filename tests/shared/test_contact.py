"""What people type about themselves comes out in one spelling, or not at all."""

import unicodedata

import phonenumbers
import pytest
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from shared.contact import COMMON_ADDRESS, COMMON_LENGTH, email, is_mobile, one_line, phone

LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp")))


@given(LETTERS.filter(lambda text: text.strip()))
def test_a_line_is_composed_trimmed_and_stays_as_it_is(text):
    line = one_line(text)

    assert line == unicodedata.normalize("NFC", line).strip()
    assert one_line(line) == line


@pytest.mark.parametrize("text", ["", " ", "a\x00", "a\nb", "a\u2028b", "a\u202eb", "\ud800"])
def test_a_line_without_letters_or_with_hidden_ones_is_refused(text):
    with pytest.raises(PydanticCustomError):
        one_line(text)


def test_two_spellings_of_one_name_become_one():
    assert one_line("Nguyê\u0303n  Văn\u00a0An ") == "Nguyễn Văn An"


@pytest.mark.parametrize(
    ("typed", "kept", "mobile"),
    [
        ("0912 345 678", "+84912345678", True),
        ("+84 912.345.678", "+84912345678", True),
        ("0232 3822 222", "+842323822222", False),
    ],
)
def test_a_number_is_kept_in_international_form(typed, kept, mobile):
    assert phone(typed) == kept
    assert phone(kept) == kept
    assert is_mobile(kept) is mobile


@pytest.mark.parametrize("typed", ["", "x", "12345", "0123456789", "+12025550123", "0912345678 x3"])
def test_what_is_no_vietnamese_number_is_refused(typed):
    with pytest.raises(PydanticCustomError):
        phone(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" an@Example.VN ", "an@example.vn"), ("a@münchen.de", "a@xn--mnchen-3ya.de")],
)
def test_an_address_is_kept_as_mail_servers_read_it(typed, kept):
    assert email(typed) == kept


@pytest.mark.parametrize("typed", ["", "an", "an@", "@vn", "an@localhost", "a b@x.vn", "a@x..vn"])
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(PydanticCustomError):
        email(typed)


@given(
    st.from_regex(r"0[0-9]{9}", fullmatch=True) | st.from_regex(r"0[35789][0-9]{8}", fullmatch=True)
)
def test_a_common_number_is_taken_as_the_library_takes_it(typed):
    number = phonenumbers.parse(typed, "VN")
    known = phonenumbers.is_valid_number_for_region(number, "VN")

    try:
        kept = phone(typed)
    except PydanticCustomError:
        kept = None

    assert kept == (f"+84{typed[1:]}" if known else None)


@st.composite
def addresses(draw):
    """Such as people have: joined words, before and behind the sign."""
    word = st.text("abkz019", min_size=1, max_size=4)
    name, ends = [draw(word)], st.sampled_from(["vn", "com", "net", "org"])
    for part in draw(st.lists(word, max_size=3)):
        name += [draw(st.sampled_from("._-")), part]
    places = [
        "-".join(place)
        for place in draw(st.lists(st.lists(word, min_size=1, max_size=2), min_size=1, max_size=2))
    ]
    return f"{''.join(name)}@{'.'.join([*places, draw(ends)])}"


@given(addresses())
def test_a_common_address_is_taken_as_the_library_takes_it(typed):
    assert COMMON_ADDRESS.fullmatch(typed)
    assert len(typed) <= COMMON_LENGTH
    assert validate_email(typed, check_deliverability=False).normalized == typed
    assert email(typed) == typed
