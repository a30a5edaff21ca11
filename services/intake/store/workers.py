"""Who works in a unit: to whom a dossier can be handed on."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared import reference
from shared.db import Connection
from shared.events.intake import Staff

STAFF = """
SELECT state FROM reference
WHERE kind = 'Staff' AND EXISTS (
    SELECT FROM jsonb_array_elements(state -> 'assignments') AS held
    WHERE held ->> 'unit_id' = ANY($1)
)
ORDER BY state ->> 'name', key
"""


class Worker(BaseModel):
    """An official with the roles they hold where the dossier is."""

    model_config = ConfigDict(frozen=True)

    staff_id: UUID
    name: str
    title: str
    roles: frozenset[str]


async def of_unit(conn: Connection, unit_id: str, on: date) -> list[Worker]:
    """Officials of the unit and of those above it, with the roles that reach it that day."""
    units = list(await reference.ancestors(conn, unit_id))
    found = [Staff.model_validate(row["state"]) for row in await conn.fetch(STAFF, units)]
    workers = [_worker(staff, units, on) for staff in found]
    near = {staff.staff_id for staff in found if _is_of(staff, unit_id)}
    return sorted(workers, key=lambda worker: worker.staff_id not in near)


def _worker(staff: Staff, units: list[str], on: date) -> Worker:
    roles = frozenset(
        role
        for held in staff.assignments
        if held.unit_id in units
        and held.valid_from <= on
        and (held.valid_to is None or on <= held.valid_to)
        for role in held.roles
    )
    return Worker(staff_id=staff.staff_id, name=staff.name, title=staff.title, roles=roles)


def _is_of(staff: Staff, unit_id: str) -> bool:
    return any(held.unit_id == unit_id for held in staff.assignments)
