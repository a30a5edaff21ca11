"""What a unit's administrator sets: who may approve, and which book of the register is open."""

from datetime import date

from services.intake.domain.refusals import UnitUnknown
from services.intake.handlers.actor import official
from services.intake.store import units
from services.intake.store.units import Book
from shared import audit, reference
from shared.auth import Principal
from shared.db import Connection


async def configure(
    conn: Connection, who: Principal, unit: str, same_person_allowed: bool, today: date
) -> None:
    """Set whether who received a dossier may approve its result.

    Raises UnitUnknown, UnitForbidden.
    """
    unit_id = await _unit_id(conn, who, unit, today)
    await units.allow_same_person(conn, unit_id, same_person_allowed)
    fields = ["same_person_allowed"]
    await audit.record(conn, str(official(who)), "unit.configure", "unit", unit_id, fields)


async def open_next_book(conn: Connection, who: Principal, unit: str, today: date) -> Book:
    """Open the next book of this year's register (TT 01/2018/TT-VPCP Điều 10).

    Raises UnitUnknown, UnitForbidden.
    """
    unit_id = await _unit_id(conn, who, unit, today)
    book = await units.open_next_book(conn, unit_id, today.year)
    await audit.record(conn, str(official(who)), "unit.open_book", "unit", unit_id)
    return book


async def _unit_id(conn: Connection, who: Principal, unit: str, today: date) -> str:
    found = await reference.unit(conn, unit, today)
    if found is None:
        raise UnitUnknown
    await who.require_unit(conn, found.unit_id)
    return found.unit_id
