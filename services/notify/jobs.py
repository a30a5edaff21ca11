"""Clock-driven work: look for contacts, send what is due, give up what is too old.

A provider is asked outside any open write: a claim is committed, the provider answers, the answer
is committed. A crash between the last two leaves the message due, and it is sent again under the
same Message-ID or id: providers see a message at least once, our records say it once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from time import monotonic
from typing import Final

import structlog

from services.notify import mail, sms
from services.notify.domain.message import Answer, Letter, Result
from services.notify.handlers import ending, reaching, sending
from services.notify.settings import Settings
from shared import clock, outbox
from shared.db import Pool, transaction
from shared.jobs import Job
from shared.web.sites import sites

log = structlog.get_logger()

EVERY_S: Final = 0.5
LATE_EVERY_S: Final = 30.0
# A run ends after so many batches or seconds, so that a stop is seen.
BATCHES: Final = 40
LONGEST_S: Final = 2.0
Deliver = Callable[[Letter], Awaitable[Answer]]


def jobs(settings: Settings) -> Sequence[Job]:
    """One job a channel: a slow provider holds up its own messages alone."""
    origin = mail.sender(settings.mail_from)
    by_mail = partial(mail.send, host=settings.smtp_host, port=settings.smtp_port, origin=origin)
    by_sms = partial(sms.send, url=str(settings.sms_url))
    named = places(settings)
    return (
        Job("contacts", EVERY_S, settle),
        Job("too_late", LATE_EVERY_S, give_up),
        Job("email", EVERY_S, partial(send, channel="EMAIL", deliver=by_mail, places=named)),
        Job("sms", EVERY_S, partial(send, channel="SMS", deliver=by_sms, places=named)),
    )


def places(settings: Settings) -> Mapping[str, str]:
    """Where readers go on, by the name that the templates have for it."""
    at = sites(settings)
    return {
        "look_up": f"{at.intake}/look-up",
        "desk": f"{at.intake}/desk",
        "complaints": at.complaints,
        "follow": f"{at.complaints}/follow",
    }


async def settle(pool: Pool) -> None:
    """Decide on waiting messages whose contact came."""
    for _ in range(BATCHES):
        async with transaction(pool) as conn:
            looked_at = await reaching.settle(conn, clock.now())
        if not looked_at:
            return
        outbox.wake()


async def give_up(pool: Pool) -> None:
    """Fail messages whose time is over."""
    for _ in range(BATCHES):
        async with transaction(pool) as conn:
            failed = await ending.give_up(conn, clock.now())
        if not failed:
            return
        outbox.wake()


async def send(pool: Pool, channel: str, deliver: Deliver, places: sending.Places) -> None:
    """Send what is due on a channel, a few at a time."""
    end = monotonic() + LONGEST_S
    for _ in range(BATCHES):
        async with transaction(pool) as conn:
            letters = await sending.claim(conn, channel, clock.now(), places)
        answers = await asyncio.gather(*(_send_one(pool, letter, deliver) for letter in letters))
        down = any(answer.result is Result.DOWN for answer in answers)
        if not letters or down or monotonic() > end:
            return  # the next run asks again whether it is back


async def _send_one(pool: Pool, letter: Letter, deliver: Deliver) -> Answer:
    try:
        answer = await deliver(letter)
    except Exception as error:
        log.exception("sending failed in an unforeseen way", message=str(letter.message_id))
        answer = Answer(Result.LATER, type(error).__name__)
    async with transaction(pool) as conn:
        await sending.note(conn, letter, answer, clock.now())
    outbox.wake()
    return answer
