"""Dossiers and their parties in PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from services.intake.domain.action import Action
from services.intake.domain.dossier import Dossier
from services.intake.domain.party import Party
from services.intake.domain.slip import Slip
from shared.db import Connection
from shared.writes import Write

ACTIONS: TypeAdapter[list[Action]] = TypeAdapter(list[Action])
SLIPS: TypeAdapter[list[Slip]] = TypeAdapter(list[Slip])

# Column names are field names: one parameter a row, however many columns it grows.
ADD = """
filed AS (
    INSERT INTO dossier SELECT * FROM jsonb_populate_record(NULL::dossier, $1::text::jsonb)
), reached AS (
    INSERT INTO party SELECT * FROM jsonb_populate_record(NULL::party, $2::text::jsonb)
), done AS (
    INSERT INTO action SELECT * FROM jsonb_populate_recordset(NULL::action, $3::text::jsonb)
), given AS (
    INSERT INTO slip SELECT * FROM jsonb_populate_recordset(NULL::slip, $4::text::jsonb)
)
"""
# What a step may change; the rest is what was filed.
SAVE = """
WITH done AS (
    INSERT INTO action SELECT * FROM jsonb_populate_record(NULL::action, $2::text::jsonb)
)
UPDATE dossier AS d SET
    version = new.version, status = new.status, origins = new.origins, papers = new.papers,
    accept_due_at = new.accept_due_at, dossier_code = new.dossier_code,
    received_at = new.received_at, effective_received_on = new.effective_received_on,
    receiver_staff_id = new.receiver_staff_id, "limit" = new."limit",
    limit_reason = new.limit_reason, original_due_at = new.original_due_at, due_at = new.due_at,
    ledger = new.ledger, rule_version = new.rule_version,
    calendar_version = new.calendar_version, fees = new.fees, acts = new.acts,
    clock_stopped_at = new.clock_stopped_at, slip_no = new.slip_no,
    register_year = new.register_year, register_book = new.register_book,
    register_no = new.register_no, holder_step = new.holder_step,
    holder_staff_id = new.holder_staff_id, holder_since = new.holder_since,
    holder_due_at = new.holder_due_at, holder_unit_id = new.holder_unit_id,
    outcome = new.outcome, finished_at = new.finished_at,
    approver_staff_id = new.approver_staff_id, returned_at = new.returned_at
FROM jsonb_populate_record(NULL::dossier, $1::text::jsonb) AS new
WHERE d.dossier_id = new.dossier_id
"""
FIND = "SELECT * FROM dossier WHERE dossier_id = $1"
LOCK = "SELECT * FROM dossier WHERE dossier_id = $1 FOR UPDATE"
LAST_ACTION = "SELECT step, at, staff_id FROM action WHERE dossier_id = $1 AND n = $2"
KEEP_HASH = "UPDATE dossier SET secret_hash = $2 WHERE dossier_id = $1"
PARTY = "SELECT * FROM party WHERE party_id = $1"
UNITS = "SELECT count(DISTINCT data ->> 'to_unit_id') FROM action WHERE dossier_id = $1"
UNIT_OF = "SELECT unit_id FROM dossier WHERE dossier_id = $1"


def added(
    dossier: Dossier, party: Party, actions: Sequence[Action], slips: Sequence[Slip] = ()
) -> Write:
    """The rows of a new dossier: whom to tell about it, what was done and given out."""
    rows = (ACTIONS.dump_json(list(actions)).decode(), SLIPS.dump_json(list(slips)).decode())
    return Write(ADD, (dossier.model_dump_json(), party.model_dump_json(), *rows))


async def save(conn: Connection, dossier: Dossier, action: Action) -> None:
    """Keep what a step made of it, and that the step was taken."""
    await conn.execute(SAVE, dossier.model_dump_json(), action.model_dump_json())


async def find(conn: Connection, dossier_id: UUID) -> Dossier | None:
    """Read it."""
    row = await conn.fetchrow(FIND, dossier_id)
    return Dossier(**row) if row else None


async def lock(conn: Connection, dossier_id: UUID) -> Dossier | None:
    """Read it and hold it until the transaction ends."""
    row = await conn.fetchrow(LOCK, dossier_id)
    return Dossier(**row) if row else None


async def last_action(conn: Connection, dossier: Dossier) -> Mapping[str, Any] | None:
    """The step that made it what it is: `step`, `at`, `staff_id`."""
    row = await conn.fetchrow(LAST_ACTION, dossier.dossier_id, dossier.version)
    return dict(row) if row else None


async def party_of(conn: Connection, dossier: Dossier) -> Party:
    """Whose dossier it is; raises LookupError when the person was erased."""
    row = await conn.fetchrow(PARTY, dossier.party_id)
    if row is None:
        raise LookupError(f"no party {dossier.party_id}")
    return Party(**row)


async def unit_of(conn: Connection, dossier_id: UUID) -> str | None:
    """The unit that has it; None: no such dossier."""
    unit_id: str | None = await conn.fetchval(UNIT_OF, dossier_id)
    return unit_id


async def units_asked(conn: Connection, dossier_id: UUID) -> int:
    """How many units it was handed to beside the one that received it."""
    count: int = await conn.fetchval(UNITS, dossier_id)
    return count


async def keep_secret(conn: Connection, dossier: Dossier) -> None:
    """Keep what its look-up secret is known by from now on."""
    await conn.execute(KEEP_HASH, dossier.dossier_id, dossier.secret_hash)
