"""One message to one reader: its states, when it is tried again, when it is given up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

STALE_AFTER: Final = timedelta(hours=72)  # design.md §5: a replay never speaks to people again
LEASE: Final = timedelta(seconds=60)  # longer than any provider is waited for
# How long after which failed attempt the next one comes; after the last the message is given up.
BACKOFF: Final = tuple(
    timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1_800, 3_600, 7_200, 18_000, 36_000)
)


class State(StrEnum):
    """Where a message stands; the last three are ends."""

    WAITING_CONTACT = "WAITING_CONTACT"
    DUE = "DUE"
    SENT = "SENT"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"


class Skip(StrEnum):
    """Why nobody was meant to get it. (Failures have the code list message_failed.)"""

    STALE = "stale"
    ERASED = "erased"
    NO_PARTY = "no_party"
    NO_ADDRESS = "no_address"
    NO_CONSENT = "no_consent"


class Result(StrEnum):
    """What a provider answered."""

    SENT = "SENT"
    LATER = "LATER"  # this message, not now
    DOWN = "DOWN"  # the provider as a whole, not now
    REFUSED = "REFUSED"  # never: this address
    BROKEN = "BROKEN"  # never: what we sent


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a message; `again_at` where it is tried once more."""

    state: State
    reason: str | None
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A provider's answer; `detail` is a number or the name of an error, never their text."""

    result: Result
    detail: str


@dataclass(frozen=True, slots=True)
class Message:
    """As it is kept: ids, codes and dates, nothing personal."""

    message_id: UUID
    event_id: UUID
    fact_type: str
    fact_at: datetime
    audience: str
    channel: str
    party_id: UUID | None
    staff_id: UUID | None
    unit_id: str | None
    template: str
    template_version: int
    params: Mapping[str, Any]
    language: str | None
    state: str
    reason: str | None
    attempt: int
    next_attempt_at: datetime
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message written out for its provider. Lives only while it is being sent."""

    message_id: UUID
    channel: str
    attempt: int
    to: str
    subject: str
    body: str


def look_again_at(fact_at: datetime, now: datetime) -> datetime:
    """When to look again for a contact that has not come; ever more rarely.

    Its coming is noticed at once: this is for contacts that come while nobody listens.
    """
    return now + max(timedelta(seconds=2), (now - fact_at) / 10)


def is_stale(fact_at: datetime, now: datetime) -> bool:
    """Whether the fact is too old to be told."""
    return now - fact_at > STALE_AFTER


def after(answer: Answer, attempt: int, now: datetime) -> Fate:
    """What becomes of a message after its nth attempt."""
    match answer.result:
        case Result.SENT:
            return Fate(State.SENT, None)
        case Result.REFUSED:
            return Fate(State.FAILED, "BOUNCED")
        case Result.BROKEN:
            return Fate(State.FAILED, "PROVIDER")
    if attempt > len(BACKOFF):
        return Fate(State.FAILED, "PROVIDER")
    return Fate(State.DUE, None, now + BACKOFF[attempt - 1])


def may_try_again(message: Message, now: datetime) -> bool:
    """Whether an operator may have a message sent that was given up: its fact is still news."""
    return message.state == State.FAILED and not is_stale(message.fact_at, now)
