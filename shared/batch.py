"""Folding facts in batches: one transaction for many, one by one when one of them is bad."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

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
# The topic, and when the newest of its facts that count now was told.
Reach = Callable[[Connection, str, datetime], Awaitable[None]]


class _How(NamedTuple):
    """What a group does with the facts of a topic."""

    consumer: str
    kinds: Kinds
    apply: Apply
    reach: Reach | None


async def fold(
    pool: Pool,
    consumer: str,
    kinds: Kinds,
    records: Sequence[Record],
    apply: Apply,
    reach: Reach | None = None,
) -> None:
    """Apply the facts of one topic that are next, in one transaction with the inbox.

    `kinds`: ce_type → model; other types only count. Raises an outage, never for a bad record
    (but for one that is replayed: its error goes to the person who asked).
    """
    how = _How(consumer, kinds, apply, reach)
    if isinstance(records[0], Replayed):
        return await _replay(pool, how, records[0])
    try:
        await _apply_all(pool, how, [_read(record, kinds) for record in records])
    except Exception as error:
        if is_outage(error):
            raise
        log.warning("batch is folded one by one", consumer=consumer, why=type(error).__name__)
        for record in records:
            await _apply_one(pool, how, record)
    fail.point("handled")


async def _apply_all(pool: Pool, how: _How, facts: list[Fact]) -> None:
    async with transaction(pool) as conn:
        keys = [fact.at.key for fact in facts]
        if await parked.any_waits(conn, how.consumer, facts[0].at.topic, keys):
            raise inbox.Gap(facts[0].at, 0)
        await _apply_next(conn, how, facts)


async def _apply_next(conn: Connection, how: _How, facts: list[Fact]) -> None:
    topic = facts[0].at.topic
    fresh = await inbox.which_are_next(conn, how.consumer, topic, [fact.at for fact in facts])
    new = [fact for fact, is_new in zip(facts, fresh, strict=True) if is_new]
    if events := [fact.event for fact in new if fact.event]:
        await how.apply(conn, events)
    if how.reach and (told := [at for fact in new if (at := _told_at(fact.record))]):
        await how.reach(conn, topic, max(told))


async def _apply_one(pool: Pool, how: _How, record: Record) -> None:
    try:
        if await parked.waits(pool, how.consumer, record):
            await parked.add(pool, how.consumer, record, parked.BEHIND)
        else:
            await _replay(pool, how, record)
    except Exception as error:
        if is_outage(error):
            raise
        await parked.add(pool, how.consumer, record, error)


async def _replay(pool: Pool, how: _How, record: Record) -> None:
    """Apply one record by itself; raises what is wrong with it."""
    fact = _read(record, how.kinds)
    async with transaction(pool) as conn:
        await _apply_next(conn, how, [fact])


def _read(record: Record, kinds: Kinds) -> Fact:
    model = kinds.get(header(record, "ce_type") or "")
    event = reading.parse(model, record.value) if model else None
    return Fact(address(record), event, record)


def _told_at(record: Record) -> datetime | None:
    """The ce_time; None where it can't be read, which is no reason to refuse a fact here."""
    try:
        told = datetime.fromisoformat(header(record, "ce_time") or "")
    except ValueError:
        return None
    return told if told.tzinfo else None
