"""Messages that are due to be sent, and what became of them."""

from services.notify import jobs
from services.notify.store import people
from shared import clock
from shared.db import transaction
from stack.sink.received import Behaviour
from tests.notify.world import (
    party,
    received,
    tell,
)

SENT = ("SENT", None)
PLACES = {"look_up": "http://intake.localhost/look-up"}


async def due(pool, count=1, **changed):
    """Receipts whose applicants can be reached."""
    facts = [received() for _ in range(count)]
    async with transaction(pool) as conn:
        for fact in facts:
            await people.keep_contact(conn, party(fact.party_id, **changed), clock.now())
    await tell(pool, *facts)
    await jobs.settle(pool)
    return facts


async def due_by_mail(pool, count=1):
    return await due(pool, count, phone=None, consents=["EMAIL"])


def behave(providers, kind, mode, seconds=3):
    providers.sink.behave(Behaviour(kind=kind, mode=mode, seconds=seconds))


async def attempts(pool):
    rows = await pool.fetch("SELECT n, result, detail FROM attempt ORDER BY attempt_id")
    return [tuple(row) for row in rows]
