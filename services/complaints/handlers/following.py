"""What a sender sees of a letter: where it stands, and nothing of who is in it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.complaints import store
from services.complaints.domain import office
from services.complaints.domain.case import Case
from services.complaints.domain.dossier import Remedy
from services.complaints.domain.petition import Petition
from services.complaints.handlers.lodging import ANYONE
from shared import audit, lookup
from shared.db import Connection, Pool
from shared.lookup import Tried

KIND = "petition"


class Followed(NamedTuple):
    """A petition with its case, what was ordered on the dossier, and the names of the offices."""

    petition: Petition
    case: Case | None
    remedy: Remedy | None
    offices: dict[str, str]


async def try_secret(
    pool: Pool, keys: lookup.Keys, code: str, secret: str, now: datetime
) -> tuple[Tried, UUID | None]:
    """Whether the secret opens that code; an unknown code answers like a wrong secret."""
    async with pool.acquire(timeout=10) as conn:
        found = await store.look_up(conn, code)
    kept = found.secret_hash if found else None
    tried = await lookup.verify(pool, keys, KIND, code, secret, kept, now)
    return tried, found.petition_id if found and tried else None


async def by_link(conn: Connection, token: str) -> UUID | None:
    """The petition that a link names."""
    return await store.look_up_link(conn, lookup.token_hash(token))


async def load(conn: Connection, petition_id: UUID) -> Followed | None:
    """For whoever has shown the secret; the reading is written down, not by whom."""
    petition = await store.find_petition(conn, petition_id)
    if petition is None:
        return None
    case = await store.case_of_petition(conn, petition_id)
    remedies = await store.remedies(conn, case.dossier_id) if case and case.dossier_id else []
    ended = petition.ended
    named = [petition.unit_id, *([ended.to_unit_id] if ended and ended.to_unit_id else [])]
    units = await store.units(conn, named)
    await audit.record(conn, ANYONE, "petition.follow", "petition", str(petition_id))
    return Followed(
        petition,
        case,
        next((one for one in remedies if case and one.case_id == case.case_id), None),
        {unit.unit_id: office.name(unit) for unit in units},
    )
