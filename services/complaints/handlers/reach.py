"""What the asker may see: of other units nothing, not even that it exists."""

from datetime import date
from uuid import UUID

from services.complaints import store
from services.complaints.domain import refusals
from services.complaints.domain.case import Case
from services.complaints.domain.dossier import Dossier
from services.complaints.domain.permissions import OFFICERS
from services.complaints.domain.petition import Petition
from shared import reference
from shared.auth import Principal
from shared.db import Connection
from shared.events.intake import Unit


async def petition(
    conn: Connection, who: Principal, petition_id: UUID, *, lock: bool = False
) -> Petition:
    """Raises PetitionNotFound. `lock` holds it until the transaction ends."""
    found = await store.find_petition(conn, petition_id, lock=lock)
    if found is None or not await who.sees(conn, found.unit_id):
        raise refusals.PetitionNotFound
    return found


async def registers(conn: Connection, who: Principal) -> list[str]:
    """The units whose unclassified petitions the asker may see: where they keep the register.

    Others may not: it may be a denunciation of them or their staff (domain.md §1.1).
    """
    kept = [a.unit_id for a in who.assignments if not OFFICERS.isdisjoint(a.roles)]
    return await store.units_below(conn, kept)


async def require_register(conn: Connection, who: Principal, petition: Petition) -> None:
    """Raises PetitionNotFound for an unclassified one of a register that others keep."""
    if not petition.classification and petition.unit_id not in await registers(conn, who):
        raise refusals.PetitionNotFound


async def case(conn: Connection, who: Principal, case_id: UUID, *, lock: bool = False) -> Case:
    """Raises CaseNotFound. `lock` holds it until the transaction ends."""
    found = await store.find_case(conn, case_id, lock=lock)
    if found is None or not await who.sees(conn, found.unit_id):
        raise refusals.CaseNotFound
    return found


async def sees(conn: Connection, who: Principal, kind: str, of: UUID) -> bool:
    """Whether a petition or a case is there for the asker."""
    try:
        if kind == "case":
            await case(conn, who, of)
        else:
            await require_register(conn, who, await petition(conn, who, of))
    except (refusals.PetitionNotFound, refusals.CaseNotFound):
        return False
    return True


async def dossier(conn: Connection, who: Principal, dossier_id: UUID) -> Dossier:
    """Raises DossierNotFound."""
    found = await store.find_dossier(conn, dossier_id)
    if found is None or not await who.sees(conn, found.unit_id):
        raise refusals.DossierNotFound
    return found


async def unit(conn: Connection, who: Principal, code: str, today: date) -> Unit:
    """The unit that a code names today. Raises UnitUnknown, UnitForbidden."""
    found = await reference.unit(conn, code, today)
    if found is None:
        raise refusals.UnitUnknown
    await who.require_unit(conn, found.unit_id)
    return found


async def units(conn: Connection, who: Principal, code: str | None, today: date) -> list[str]:
    """The unit asked for and all below it, or all that the asker's assignments reach."""
    if code is None:
        return await store.units_below(conn, [a.unit_id for a in who.assignments])
    return await store.units_below(conn, [(await unit(conn, who, code, today)).unit_id])


async def assigned(conn: Connection, who: Principal, case_id: UUID) -> Case:
    """A case named to the asker. Raises CaseNotFound."""
    found = await store.find_case(conn, case_id)
    if found is None or not who.owns(found.verifier_id):
        raise refusals.CaseNotFound
    return found
