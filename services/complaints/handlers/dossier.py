"""The copy of dossiers: kept from intake's facts, shown with the complaints about them."""

from uuid import UUID

from services.complaints import store
from services.complaints.domain import dossier as dossiers
from services.complaints.domain.dossier import DossierFile
from services.complaints.handlers import reach
from services.complaints.handlers.books import record
from shared.auth import Principal
from shared.db import Connection
from shared.events.intake import DossierEvent, RemedyDone, RemedyOpened


async def follow(conn: Connection, fact: DossierEvent) -> None:
    """Facts of a key come one by one and in order: nobody else writes its row meanwhile."""
    before = await store.find_dossier(conn, fact.dossier_id)
    if after := dossiers.follow(before, fact):
        await store.save_dossier(conn, after)


async def open_remedy(conn: Connection, fact: RemedyOpened) -> None:
    await store.open_remedy(conn, fact)


async def close_remedy(conn: Connection, fact: RemedyDone) -> None:
    await store.close_remedy(conn, fact)


async def show(conn: Connection, who: Principal, dossier_id: UUID) -> DossierFile:
    """The dossier, the cases about it that the asker may see, and what they ordered on it."""
    dossier = await reach.dossier(conn, who, dossier_id)
    about = await store.cases_of_dossier(conn, dossier_id)
    await record(conn, who, "dossier.read", dossier_id)
    return DossierFile(
        **dossier.model_dump(),
        cases=[case for case in about if await who.sees(conn, case.unit_id)],
        remedies=await store.remedies(conn, dossier_id),
    )
