"""People, units and facts for the tests of notify; whoever asks for more changes a field."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from services.notify.handlers import telling
from services.notify.settings import Settings
from shared import clock, reference
from shared.db import Connection, Pool, transaction
from shared.events.base import Event
from shared.events.envelope import Envelope
from shared.events.golden import load
from shared.events.intake import (
    Assignment,
    DossierReceived,
    Party,
    Procedure,
    Staff,
    Unit,
    UnitMailbox,
)
from stack.sink.received import Sink
from tests.databases import Database

E = TypeVar("E", bound=Event)

UNIT = "450"
NAME, EMAIL, PHONE = "Hoàng Thị Chim Yến", "chim.yen@canary.example", "+84912345678"


def made(kind: type[E], /, **changed: Any) -> E:
    """A golden sample of the kind with fields changed."""
    sample = next(iter(load(kind.type())))
    return kind.model_validate({**sample.data, **changed})


def received(**changed: Any) -> DossierReceived:
    fresh = {"dossier_id": uuid4(), "party_id": uuid4(), "unit_id": UNIT}
    return made(DossierReceived, **(fresh | changed))


def party(party_id: UUID, **changed: Any) -> Party:
    canary = {"name": NAME, "email": EMAIL, "phone": PHONE, "consents": ["EMAIL", "SMS"]}
    return made(Party, **({"party_id": party_id} | canary | changed))


def unit(unit_id: str = UNIT, **changed: Any) -> Unit:
    own = {"unit_id": unit_id, "code": unit_id, "kind": "thanh_pho", "name": "Thành phố Đồng Hới"}
    return made(Unit, **(own | {"valid_from": None, "valid_to": None} | changed))


def staff(*roles: str, unit_id: str = UNIT, **changed: Any) -> Staff:
    assignment = Assignment(unit_id=unit_id, roles=list(roles), valid_from="2020-01-01")
    own = {"staff_id": uuid4(), "subject": f"{roles[0]}-{unit_id}", "assignments": [assignment]}
    return made(Staff, **(own | {"email": f"{roles[0]}@quangbinh.example"} | changed))


def mailbox(unit_id: str = UNIT) -> UnitMailbox:
    return UnitMailbox(unit_id=unit_id, email=f"ubnd-{unit_id}@quangbinh.example")


def envelope(fact: Event, at: datetime | None = None, event_id: UUID | None = None) -> Envelope:
    """What came with the fact: told just now, by an event of its own."""
    return Envelope(
        id=str(event_id or uuid4()),
        source="/motcua/test",
        type=fact.type(),
        subject=fact.key(),
        sequence=1,
        time=at or clock.now(),
        traceparent=None,
    )


async def tell(pool: Pool, *facts: Event, at: datetime | None = None) -> None:
    """The facts as the consumer hands them on, each in its transaction."""
    async with transaction(pool) as conn:
        for fact in facts:
            await telling.tell(conn, envelope(fact, at), fact, clock.now())


async def states(pool: Pool) -> dict[tuple[str, str], tuple[str, str | None]]:
    """State and reason of each message, by audience and channel."""
    rows = await pool.fetch("SELECT audience, channel, state, reason FROM message ORDER BY n")
    return {(r["audience"], r["channel"]): (r["state"], r["reason"]) for r in rows}


async def settle_reference(conn: Connection) -> None:
    """A unit, its mailbox, its officials and a procedure."""
    for state in (unit(), mailbox(), made(Procedure, code="1.012783", valid_from="2020-01-01")):
        await reference.save(conn, state)


async def outbox(pool: Pool) -> list[tuple[str, bytes]]:
    """What notify has told: kind and body."""
    rows = await pool.fetch("SELECT type, payload FROM outbox ORDER BY id")
    return [(row["type"].split(".")[2], row["payload"]) for row in rows]


def subjects(sink: Sink) -> list[str]:
    return [message.subject for message in sink.messages if message.kind == "email"]


def settings(database: Database, smtp_port: int, sms_url: str, **changed: Any) -> Settings:
    known = {"kafka_bootstrap": "127.0.0.1:1", "kafka_user": "notify", "kafka_password": "-"}
    return Settings(
        http_port=8000,
        database_url=database.app["notify"],
        oidc_issuer=changed.pop("oidc_issuer", "http://127.0.0.1:1"),
        web_secret="w" * 32,
        smtp_host="127.0.0.1",
        smtp_port=smtp_port,
        mail_from="Một cửa <mot-cua@quangbinh.example>",
        sms_url=sms_url,
        **(known | changed),
    )
