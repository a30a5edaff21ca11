"""How a service listens to Kafka: nothing is lost, nothing bad stops the others."""

import asyncio
import dataclasses
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, ClassVar, Protocol, TypeVar, cast, overload

import structlog
from aiokafka import AIOKafkaProducer, ConsumerRecord
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from faststream import AckPolicy, BaseMiddleware
from faststream.exceptions import HandlerException, IgnoredException
from faststream.kafka import KafkaBroker, KafkaRouter
from faststream.kafka.message import FAKE_CONSUMER, ConsumerProtocol, KafkaMessage
from faststream.security import SASLScram512
from pydantic import ValidationError

from shared import connection, fail, inbox, parked
from shared.db import Pool, is_outage, transaction
from shared.events import reading
from shared.events.base import Event
from shared.events.envelope import BadEnvelope
from shared.events.reading import BadBody
from shared.given import Message, ServicePool
from shared.inbox import Gap
from shared.offsets import Places
from shared.record import Record, header, raw
from shared.trace import continue_trace

log = structlog.get_logger()

PAUSES_S = (0.1, 0.5, 2.0)
OUTAGE_PAUSE_S = 1.0
HANDLER_TIMEOUT_S = (
    45  # with all tries far below max_poll_interval: a stuck handler must not cost the partition
)
HOPELESS = (ValidationError, Gap, BadEnvelope, BadBody)
CONSUMER: dict[str, Any] = {
    "auto_offset_reset": "earliest",  # a new group starts at the first fact
    "isolation_level": "read_committed",
    "max_poll_interval_ms": 300_000,
    "session_timeout_ms": 30_000,
    # members learn by their heartbeat that another one joins: a start waits for it many times
    "heartbeat_interval_ms": 500,
    # aiokafka's sticky assignor keeps its state on the class: the groups of a process would mix
    "partition_assignment_strategy": [RoundRobinPartitionAssignor],
}


@dataclasses.dataclass
class Replayed(ConsumerRecord):  # type: ignore[misc]
    """A record that comes from the parked table: acknowledging it tells Kafka nothing."""

    consumer: ClassVar[ConsumerProtocol] = FAKE_CONSUMER


Filter = Callable[[KafkaMessage], Awaitable[bool]]
Parse = Callable[[Any], Awaitable[Any]]
Handler = TypeVar("Handler", bound=Callable[..., Any])


class Subscriber(Protocol):
    """A topic as one group reads it; used as a decorator, the first filter that fits wins."""

    group_id: str

    @overload
    def __call__(self, handler: Handler) -> Handler: ...
    @overload
    def __call__(self, *, filter: Filter) -> Callable[[Handler], Handler]: ...


def listen(router: KafkaRouter, topic: str, group: str, *more: str) -> Subscriber:
    """Subscribe without losing messages; FastStream's own defaults may lose them.

    A group that reads `more` topics reads them all here: a member for each topic would
    have the whole group wait for one another at every start.
    """
    places = Places()
    subscriber: Any = router.subscriber(
        topic,
        *more,
        group_id=group,
        ack_policy=AckPolicy.NACK_ON_ERROR,
        parser=partial(header_safe, places),
        decoder=strict_json,
        title=topic,
        max_records=100,
        **CONSUMER,
    )
    places.subscriber = subscriber
    return cast(Subscriber, subscriber)


def listen_in_batches(router: KafkaRouter, topic: str, group: str, size: int = 1_000) -> Subscriber:
    """Subscribe to whole batches, undecoded: for shared.batch.fold() alone."""
    subscriber: Any = router.subscriber(
        topic,
        group_id=group,
        ack_policy=AckPolicy.NACK_ON_ERROR,
        batch=True,
        max_records=size,
        batch_timeout_ms=50,
        parser=batch_header_safe,
        decoder=undecoded,
        title=topic,
        **CONSUMER,
    )
    return cast(Subscriber, subscriber)


def of_type(kind: type[Event]) -> Filter:
    """A filter: facts of this kind."""

    async def fits(message: KafkaMessage) -> bool:  # not async, it would take a thread
        return message.headers.get("ce_type") == kind.type()

    return fits


async def is_tombstone(message: KafkaMessage) -> bool:
    """A filter: a state taken back from a compacted topic."""
    return raw(message).value is None


def clean_headers(record: Any) -> Any:
    """Strangers' header bytes must never stop or skip the reader."""
    headers = tuple(
        (name, b"" if value is None else value.decode("utf-8", "backslashreplace").encode())
        for name, value in record.headers
    )
    return dataclasses.replace(record, headers=headers)


async def header_safe(places: Places, record: Record, original: Parse) -> Any:
    """A parser that bears any header bytes; the message keeps the record as it came."""
    message = await original(clean_headers(record))
    message.raw_message = record
    if not isinstance(record, Replayed):
        message.consumer = places.of(message.consumer, record)
    return message


async def batch_header_safe(records: tuple[Record, ...], original: Parse) -> Any:
    """As header_safe, for a batch: its offset is told at once."""
    message = await original(tuple(map(clean_headers, records)))
    message.raw_message = records
    if isinstance(records[0], Replayed):
        message.consumer = FAKE_CONSUMER
    return message


async def strict_json(message: KafkaMessage) -> Any:
    """A decoder that refuses what two readers could read in two ways; raises BadBody."""
    body = raw(message).value
    return None if body is None else reading.decode(body)


async def undecoded(message: KafkaMessage) -> list[Any]:
    """A decoder that leaves the bytes to shared.batch.fold(): one bad record must not fail all."""
    return []


def pass_over_others(subscriber: Subscriber, group: str) -> None:
    """The last handler of a topic of facts: kinds we have no use for count all the same.

    Without it an unknown kind would stop the partition, and the next fact look like a gap.
    """

    @subscriber
    async def pass_over(message: Message, pool: ServicePool) -> None:
        async with transaction(pool) as conn:
            await inbox.is_next(conn, group, message)


class Stuck(Exception):
    """A handler that came to no end in its time: tried again, then set aside like a bad message."""


class Parking(BaseMiddleware):
    """Wait while the world is down; set aside, after a few tries, what can't be handled."""

    async def consume_scope(self, call_next: Callable[[Any], Awaitable[Any]], message: Any) -> Any:
        if isinstance(message.raw_message, tuple):
            return await _wait_out(call_next, message)
        record = raw(message)
        with continue_trace(header(record, "ce_traceparent")):
            if isinstance(record, Replayed):
                return await call_next(message)
            group: str = self.context.get_local("handler_").group_id
            result = await _handle_or_park(
                self.context.get("pool"), group, record, call_next, message
            )
            log.info("fact", consumer=group, topic=record.topic, type=header(record, "ce_type"))
        fail.point("handled")
        return result


async def _handle_or_park(
    pool: Pool,
    group: str,
    record: Record,
    call_next: Callable[[Any], Awaitable[Any]],
    message: KafkaMessage,
) -> Any:
    for pause in (*PAUSES_S, None):
        try:
            return await _in_time(call_next, message)
        except (HandlerException, IgnoredException):
            raise  # FastStream's own signals
        except Exception as error:
            if is_outage(error):
                await _pause_for_outage(error)
                raise
            if pause is None or isinstance(error, HOPELESS):
                return await _park(pool, group, record, error)
            await asyncio.sleep(pause)


async def _in_time(call_next: Callable[[Any], Awaitable[Any]], message: KafkaMessage) -> Any:
    """Raises Stuck when our own time is over: a TimeoutError from within is an outage."""
    try:
        async with asyncio.timeout(HANDLER_TIMEOUT_S) as limit:
            return await call_next(message)
    except TimeoutError as error:
        if limit.expired():
            raise Stuck(f"not handled within {HANDLER_TIMEOUT_S} s") from error
        raise


async def _park(pool: Pool, group: str, record: Record, error: Exception) -> None:
    try:
        behind = isinstance(error, Gap) and await parked.waits(pool, group, record)
        await parked.add(pool, group, record, parked.BEHIND if behind else error)
    except Exception as refused:
        log.error("message can't be parked", consumer=group, why=repr(refused))
        await asyncio.sleep(OUTAGE_PAUSE_S)
        raise


async def _wait_out(call_next: Callable[[Any], Awaitable[Any]], message: KafkaMessage) -> Any:
    try:
        return await call_next(message)
    except Exception as error:
        await _pause_for_outage(error)
        raise


async def _pause_for_outage(error: Exception) -> None:
    """NACK comes next: the same offset again, in order, and not a thousand times a second."""
    log.warning("waiting for an outage to end", why=repr(error))
    await asyncio.sleep(OUTAGE_PAUSE_S)


OpenProducer = Callable[[], AIOKafkaProducer]


def open_broker(bootstrap: str, user: str, password: str, client_id: str) -> KafkaBroker:
    """The broker of a service; its routers were declared with listen()."""
    connection.expect_broken()
    return KafkaBroker(
        bootstrap,
        security=SASLScram512(user, password),
        client_id=client_id,
        middlewares=[Parking],
        logger=logging.getLogger("faststream"),  # its own writes coloured text, not our JSON
        log_level=logging.DEBUG,  # its lines for each message
        allow_auto_create_topics=False,
        graceful_timeout=30,
        enable_idempotence=True,
        acks="all",
    )


def producer(bootstrap: str, user: str, password: str, client_id: str) -> AIOKafkaProducer:
    """The relay's producer: idempotent, acknowledged by all in-sync replicas."""
    return AIOKafkaProducer(
        bootstrap_servers=bootstrap,
        security_protocol="SASL_PLAINTEXT",
        sasl_mechanism="SCRAM-SHA-512",
        sasl_plain_username=user,
        sasl_plain_password=password,
        client_id=f"{client_id}-relay",
        enable_idempotence=True,
        acks="all",
        linger_ms=0,
        compression_type="lz4",
        max_batch_size=131_072,
        max_request_size=1_048_576,
        request_timeout_ms=10_000,
    )
