"""What becomes of a message: by its contact, by the provider's answers, by time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.domain.contact import Contact, fate, masked
from services.notify.domain.message import (
    BACKOFF,
    STALE_AFTER,
    Answer,
    Result,
    Skip,
    State,
    after,
    is_stale,
    look_again_at,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BOTH = frozenset({"EMAIL", "SMS"})


@pytest.mark.parametrize(
    ("channel", "email", "phone", "consents", "expected"),
    [
        ("EMAIL", "a@b.vn", None, BOTH, (State.DUE, None)),
        ("SMS", "a@b.vn", "+84912345678", BOTH, (State.DUE, None)),
        ("SMS", "a@b.vn", None, BOTH, (State.SKIPPED, Skip.NO_ADDRESS)),
        ("EMAIL", None, "+84912345678", BOTH, (State.SKIPPED, Skip.NO_ADDRESS)),
        ("EMAIL", None, None, BOTH, (State.FAILED, "NO_CONTACT")),
        ("SMS", None, None, BOTH, (State.FAILED, "NO_CONTACT")),
        ("SMS", "a@b.vn", "+84232382216", {"EMAIL"}, (State.SKIPPED, Skip.NO_CONSENT)),
        ("ZALO", "a@b.vn", "+84912345678", BOTH, (State.SKIPPED, Skip.NO_ADDRESS)),
    ],
)
def test_a_known_contact_decides_what_becomes_of_a_message(
    channel, email, phone, consents, expected
):
    decided = fate(channel, Contact("An", email, phone, "vi", frozenset(consents)))

    assert (decided.state, decided.reason) == expected


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (Result.SENT, (State.SENT, None)),
        (Result.REFUSED, (State.FAILED, "BOUNCED")),
        (Result.BROKEN, (State.FAILED, "PROVIDER")),
        (Result.LATER, (State.DUE, None)),
        (Result.DOWN, (State.DUE, None)),
    ],
)
def test_the_answer_of_a_provider_ends_a_message_or_postpones_it(result, expected):
    decided = after(Answer(result, "1"), 1, NOON)

    assert (decided.state, decided.reason) == expected


def test_tries_come_ever_more_rarely_and_end_within_a_day():
    pauses = [after(Answer(Result.DOWN, "503"), n, NOON).again_at for n in range(1, 10)]
    last = after(Answer(Result.DOWN, "503"), len(BACKOFF) + 1, NOON)

    assert pauses == sorted(pauses)
    assert sum(BACKOFF, timedelta()) < timedelta(days=1) < STALE_AFTER
    assert (last.state, last.reason) == (State.FAILED, "PROVIDER")


def test_a_fact_is_stale_after_three_days():
    assert not is_stale(NOON - STALE_AFTER, NOON)
    assert is_stale(NOON - STALE_AFTER - timedelta(seconds=1), NOON)


@given(st.timedeltas(timedelta(0), STALE_AFTER))
def test_a_contact_that_has_not_come_is_looked_for_again_in_time(age):
    again = look_again_at(NOON - age, NOON)

    assert timedelta(seconds=2) <= again - NOON <= STALE_AFTER / 10


def test_a_masked_address_tells_strangers_nothing():
    assert masked("chim.yen@canary.example") == "c•••@•••.example"
    assert masked("+84912345678") == "•••678"
