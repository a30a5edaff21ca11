"""One dossier with all that belongs to it, as its page shows it."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from services.intake.domain.action import Action
from services.intake.domain.dossier import Dossier
from services.intake.domain.party import Party
from services.intake.domain.rating import Rated
from services.intake.domain.result import Handover, Result
from services.intake.domain.slip import Slip
from services.intake.domain.supplement import Request
from services.intake.store import catalogue, dossiers, papers
from shared.db import Connection
from shared.events.intake import Procedure, Unit

ACTIONS = "SELECT * FROM action WHERE dossier_id = $1 ORDER BY n"
SLIPS = "SELECT * FROM slip WHERE dossier_id = $1 ORDER BY slip_no"
RESULT = "SELECT * FROM result WHERE dossier_id = $1 ORDER BY result_no DESC LIMIT 1"
HANDOVER = "SELECT * FROM handover WHERE dossier_id = $1"
RATING = "SELECT * FROM rating WHERE dossier_id = $1"
NUMBERS = "SELECT kind, n, year, paper_no FROM paper WHERE dossier_id = $1"
NAMES = """
SELECT key::uuid AS staff_id, state ->> 'name' AS name, state ->> 'title' AS title
FROM reference WHERE kind = 'Staff' AND key = ANY($1)
"""
BY_LINK = "SELECT dossier_id FROM dossier WHERE link_hash = $1"
BY_CODE = "SELECT dossier_id, secret_hash FROM dossier WHERE dossier_code = $1"


class Official(NamedTuple):
    """Who did something, as the timeline names them."""

    name: str
    title: str


class PaperNumber(NamedTuple):
    """The number of a paper in its year."""

    year: int
    number: int


class View(NamedTuple):
    """A dossier and what goes with it; `officials` by staff_id, `numbers` by kind and n."""

    dossier: Dossier
    party: Party
    unit: Unit | None
    procedure: Procedure | None
    actions: Sequence[Action]
    slips: Sequence[Slip]
    requests: Sequence[Request]
    result: Result | None
    handover: Handover | None
    rating: Rated | None
    officials: dict[UUID, Official]
    numbers: dict[tuple[str, int], PaperNumber]


async def view(conn: Connection, dossier_id: UUID) -> View | None:
    """Everything about it; None: there is no such dossier. Who may see it the caller asks."""
    dossier = await dossiers.find(conn, dossier_id)
    if dossier is None:
        return None
    filed_with = (dossier.procedure_code, dossier.procedure_version)
    ground = await catalogue.ground_of(conn, dossier.unit_id, filed_with)
    actions = [Action(**row) for row in await conn.fetch(ACTIONS, dossier_id)]
    result = await conn.fetchrow(RESULT, dossier_id)
    handover = await conn.fetchrow(HANDOVER, dossier_id)
    rating = await conn.fetchrow(RATING, dossier_id)
    return View(
        dossier=dossier,
        party=await dossiers.party_of(conn, dossier),
        unit=ground.unit,
        procedure=ground.procedure,
        actions=actions,
        slips=[Slip(**row) for row in await conn.fetch(SLIPS, dossier_id)],
        requests=await papers.requests(conn, dossier_id),
        result=Result(**result) if result else None,
        handover=Handover(**handover) if handover else None,
        rating=Rated(**rating) if rating else None,
        officials=await _officials(conn, dossier, actions),
        numbers=await _numbers(conn, dossier_id),
    )


async def by_link(conn: Connection, link_hash: bytes) -> UUID | None:
    """The dossier that a link opens."""
    found: UUID | None = await conn.fetchval(BY_LINK, link_hash)
    return found


async def by_code(conn: Connection, code: str) -> tuple[UUID, bytes | None] | None:
    """The dossier of a code and what its secret is kept as."""
    row = await conn.fetchrow(BY_CODE, code)
    return (row["dossier_id"], row["secret_hash"]) if row else None


async def _officials(
    conn: Connection, dossier: Dossier, actions: Sequence[Action]
) -> dict[UUID, Official]:
    ids = {dossier.holder_staff_id, *(action.staff_id for action in actions)}
    rows = await conn.fetch(NAMES, [str(staff_id) for staff_id in ids if staff_id])
    return {row["staff_id"]: Official(row["name"], row["title"]) for row in rows}


async def _numbers(conn: Connection, dossier_id: UUID) -> dict[tuple[str, int], PaperNumber]:
    rows = await conn.fetch(NUMBERS, dossier_id)
    return {(row["kind"], row["n"]): PaperNumber(row["year"], row["paper_no"]) for row in rows}
