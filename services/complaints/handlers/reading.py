"""Protected reads: what the asker's units hold, each read on the audit trail."""

from datetime import date
from uuid import UUID

from services.complaints import store
from services.complaints.domain.case import Case
from services.complaints.domain.petition import Petition
from services.complaints.handlers import reach
from services.complaints.handlers.books import record
from services.complaints.store import After
from shared.auth import Principal
from shared.db import Connection


async def petition(conn: Connection, who: Principal, petition_id: UUID) -> Petition:
    """Raises PetitionNotFound, also for an unclassified one that others keep."""
    found = await reach.petition(conn, who, petition_id)
    await reach.require_register(conn, who, found)
    await record(conn, who, "petition.read", petition_id)
    return found


async def petitions(
    conn: Connection,
    who: Principal,
    unit: str | None,
    status: str | None,
    after: After | None,
    limit: int,
    today: date,
) -> list[Petition]:
    """A page of the registers of a unit and all below it, oldest due first."""
    units = await reach.units(conn, who, unit, today)
    await record(conn, who, "petition.read", unit or "*")
    kept = await reach.registers(conn, who)
    return await store.petitions(conn, units, kept, status, after, limit)


async def case(conn: Connection, who: Principal, case_id: UUID) -> Case:
    found = await reach.case(conn, who, case_id)
    await record(conn, who, "case.read", case_id)
    return found


async def cases(
    conn: Connection,
    who: Principal,
    unit: str | None,
    status: str | None,
    after: After | None,
    limit: int,
    today: date,
) -> list[Case]:
    """A page of the cases of a unit and all below it, oldest due first."""
    units = await reach.units(conn, who, unit, today)
    await record(conn, who, "case.read", unit or "*")
    return await store.cases(conn, units, status, after, limit)


async def assigned_cases(
    conn: Connection, who: Principal, after: After | None, limit: int
) -> list[Case]:
    """A page of the cases that a verifier was given."""
    await record(conn, who, "case.read_assigned", "*")
    return await store.assigned_cases(conn, who.staff_id, after, limit) if who.staff_id else []
