"""Folding facts in batches: one transaction for many, one by one when one of them is bad."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from shared import fail, inbox, parked
from shared.bus import Replayed
from shared.db import Connection, Pool, is_outage, transaction
from shared.events import reading
from shared.events.base import Event
from shared.record import Address, Record, address, header

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a batch: its event is None when it is of no use to the reader."""

    at: Address
    event: Event | None
    record: Record


Apply = Callable[[Connection, list[Event]], Awaitable[None]]
Kinds = Mapping[str, type[Event]]


async def fold(
    pool: Pool, consumer: str, kinds: Kinds, records: Sequence[Record], apply: Apply
) -> None:
    """Apply the facts of one topic that are next, in one transaction with the inbox.

    `kinds`: ce_type → model; other types only count. Raises an outage, never for a bad record
    (but for one that is replayed: its error goes to the person who asked).
    """
    if isinstance(records[0], Replayed):
        return await replay(pool, consumer, kinds, records[0], apply)
    try:
        facts = [_read(record, kinds) for record in records]
        await _apply_all(pool, consumer, facts, apply)
    except Exception as error:
        if is_outage(error):
            raise
        log.warning("batch is folded one by one", consumer=consumer, why=type(error).__name__)
        for record in records:
            await _apply_one(pool, consumer, kinds, record, apply)
    fail.point("handled")


async def _apply_all(pool: Pool, consumer: str, facts: list[Fact], apply: Apply) -> None:
    topic = facts[0].at.topic
    async with transaction(pool) as conn:
        if await parked.any_waits(conn, consumer, topic, [fact.at.key for fact in facts]):
            raise inbox.Gap(facts[0].at, 0)
        fresh = await inbox.which_are_next(conn, consumer, topic, [fact.at for fact in facts])
        events = [f.event for f, new in zip(facts, fresh, strict=True) if new and f.event]
        await apply(conn, events)


async def _apply_one(pool: Pool, consumer: str, kinds: Kinds, record: Record, apply: Apply) -> None:
    try:
        if await parked.waits(pool, consumer, record):
            await parked.add(pool, consumer, record, parked.BEHIND)
        else:
            await replay(pool, consumer, kinds, record, apply)
    except Exception as error:
        if is_outage(error):
            raise
        await parked.add(pool, consumer, record, error)


async def replay(pool: Pool, consumer: str, kinds: Kinds, record: Record, apply: Apply) -> None:
    """Apply one record by itself; raises what is wrong with it."""
    fact = _read(record, kinds)
    async with transaction(pool) as conn:
        [fresh] = await inbox.which_are_next(conn, consumer, fact.at.topic, [fact.at])
        if fresh and fact.event:
            await apply(conn, [fact.event])


def _read(record: Record, kinds: Kinds) -> Fact:
    model = kinds.get(header(record, "ce_type") or "")
    event = reading.parse(model, record.value) if model else None
    return Fact(address(record), event, record)
