"""Opening what is sealed: who wrote a petition and what it says; each time on the audit trail."""

from typing import NamedTuple
from uuid import UUID

from services.complaints import sealed_sender, store
from services.complaints.domain import refusals
from services.complaints.domain.petition import Petition
from services.complaints.domain.registration import Sender
from services.complaints.handlers import acts, reach
from services.complaints.handlers.books import record
from services.complaints.seal import Seal
from shared.auth import Principal
from shared.db import Connection


class Opened(NamedTuple):
    """A petition with what is sealed of it. `words`: to the sender, by the number of the act."""

    petition: Petition
    sender: Sender | None
    content: str
    words: dict[int, str]


async def petition(conn: Connection, seal: Seal, who: Principal, petition_id: UUID) -> Opened:
    """For who classifies it or decides on it; one not yet classified, where its register is kept.

    Raises PetitionNotFound, SealBroken.
    """
    found = await reach.petition(conn, who, petition_id)
    await reach.require_register(conn, who, found)
    await record(conn, who, "petition.open", petition_id)
    return await _open(conn, seal, found)


async def assigned(conn: Connection, seal: Seal, who: Principal, case_id: UUID) -> Opened:
    """For the verifier to whom the case was named. Raises CaseNotFound, SealBroken."""
    case = await reach.assigned(conn, who, case_id)
    found = await store.find_petition(conn, case.petition_id)
    if found is None:
        raise refusals.PetitionNotFound
    await record(conn, who, "case.open_assigned", case_id)
    return await _open(conn, seal, found)


async def _open(conn: Connection, seal: Seal, found: Petition) -> Opened:
    petition_id = found.petition_id
    sent = await sealed_sender.unseal(conn, seal, petition_id)
    return Opened(
        found,
        sent.sender,
        await sealed_sender.unseal_content(conn, seal, petition_id),
        await acts.unsealed_words(conn, seal, petition_id),
    )
