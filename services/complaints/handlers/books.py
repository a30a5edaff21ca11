"""What every act writes in or reads from: registers, rules, the audit trail."""

from datetime import date
from uuid import UUID

from services.complaints import store
from services.complaints.domain.deadline import Law
from services.complaints.domain.forms import Form
from shared import audit, reference, rulebook
from shared.auth import Principal
from shared.db import Connection

# Prefixes of the numbers that people quote.
PREFIXES = {"PETITION": "DT", "CASE": "KN"}


async def law(conn: Connection) -> Law:
    """The rules as shipped and the calendar as intake tells it."""
    return Law(rulebook.load(), await reference.calendar(conn))


async def next_code(conn: Connection, kind: str, unit_id: str, today: date) -> str:
    """The next number in the unit's register of the year, e.g. `KN-450-2025-00017`."""
    unit_code = unit_id.partition("@")[0]
    number = await store.next_number(conn, unit_code, today.year, kind)
    return f"{PREFIXES[kind]}-{unit_code}-{today.year}-{number:05d}"


async def record(
    conn: Connection, who: Principal, action: str, object_id: UUID | str, form: Form | None = None
) -> None:
    """Who did or read what, with the names of the fields given: no values."""
    fields = sorted(form.model_fields_set) if form else []
    await audit.record(conn, who.subject, action, action.partition(".")[0], str(object_id), fields)
