"""Writing to an office on our pages: kept sealed, sent once, then followed with a secret."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from services.complaints import store
from services.complaints.domain import refusals
from services.complaints.domain.act import LODGED
from services.complaints.domain.lodging import Draft, registration
from services.complaints.domain.petition import Petition
from services.complaints.handlers import acts
from services.complaints.handlers.petition import enter
from services.complaints.seal import Place, Seal
from shared import audit, lookup, reference
from shared.db import Connection

# No account in the trail of a letter, even when its sender is logged in: it may be a denunciation.
ANYONE = "public"
LINK, FIRST = "petition", 1
DRAFT_KEPT = timedelta(days=1)
SECRET_KEPT = timedelta(minutes=30)


class Sent(NamedTuple):
    """A letter that was sent, and the secret while it is still shown."""

    petition_id: UUID
    secret: str


async def draft(conn: Connection, seal: Seal, token: str) -> tuple[Draft, datetime] | None:
    """What was written so far and when it was kept; None: nothing, or it was sent."""
    key = _hash(token)
    kept = await store.find_lodging(conn, key)
    if kept is None or kept.body is None:
        return None
    return Draft.model_validate_json(seal.open(kept.body, place("body", key))), kept.touched_at


async def keep(conn: Connection, seal: Seal, token: str, written: Draft, now: datetime) -> None:
    """Keep what was written; nothing of it can be read without the key."""
    key = _hash(token)
    body = seal.close(written.model_dump_json().encode(), place("body", key))
    await store.save_lodging(conn, key, body, now)


async def sent(conn: Connection, seal: Seal, token: str, now: datetime) -> Sent | None:
    """The letter sent under this token, until its secret has been shown long enough."""
    kept = await store.find_lodging(conn, _hash(token))
    if kept is None or not kept.petition_id or not kept.secret:
        return None
    if now - kept.touched_at > SECRET_KEPT:
        return None
    secret = seal.open(kept.secret, place("secret", _hash(token))).decode()
    return Sent(kept.petition_id, secret)


async def lodge(
    conn: Connection,
    seal: Seal,
    link_keys: lookup.Keys,
    token: str,
    now: datetime,
    petition_id: UUID,
) -> None:
    """Send the letter; a second press finds that it was sent. Raises LodgingIncomplete."""
    key = _hash(token)
    kept = await store.find_lodging(conn, key, lock=True)
    if kept is None:
        raise refusals.LodgingIncomplete
    if kept.body is None:
        return
    form = registration(Draft.model_validate_json(seal.open(kept.body, place("body", key))))
    unit = await reference.unit(conn, form.unit, now.date())
    if unit is None:
        raise refusals.UnitUnknown
    petition = await enter(conn, seal, form, unit.unit_id, now, petition_id)
    await acts.write(conn, petition_id, LODGED, petition.received_on, now, None)
    await hand_out(conn, seal, link_keys, token, petition, now)
    await audit.record(conn, ANYONE, "petition.lodge", "petition", str(petition_id))


async def hand_out(
    conn: Connection,
    seal: Seal,
    link_keys: lookup.Keys,
    token: str,
    petition: Petition,
    now: datetime,
) -> None:
    """Give a petition its secret; it is shown to the holder of the token for a while."""
    secret = lookup.new_secret(link_keys)
    _, link_hash = lookup.new_token(link_keys, LINK, petition.petition_id, FIRST)
    await store.add_look_up(conn, petition.petition_id, secret.hash, link_hash)
    key = _hash(token)
    closed = seal.close(secret.shown.encode(), place("secret", key))
    await store.done_lodging(conn, key, petition.petition_id, closed, now)


async def forget(conn: Connection, now: datetime) -> None:
    """Letters that nobody sent, and secrets that were shown."""
    await store.drop_lodgings(conn, now - DRAFT_KEPT, now - SECRET_KEPT)


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


def place(column: str, key: bytes) -> Place:
    return Place("lodging", column, key.hex())
