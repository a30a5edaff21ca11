"""The rows of dossiers: the fold read and written down."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.reporting.domain.dossier import Dossier
from shared.db import Connection

COLUMNS = """dossier_id, unit_id, level, field, procedure_code, channel, submitted_at,
    received_at, received_on, limit_unit, original_due_at, due_at, due_on, rule_version, reopened,
    clock_stopped_at, clock_stopped_on, not_received_on, not_received,
    finished_at, finished_on, class, outcome, returned_at, rated_on, rating_sum, rating_answers"""
KNOWN = f"SELECT {COLUMNS} FROM dossier WHERE dossier_id = ANY($1::uuid[])"  # noqa: S608
SAVE = f"""
INSERT INTO dossier ({COLUMNS})
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
    $7::timestamptz[], $8::timestamptz[], $9::date[], $10::text[], $11::timestamptz[],
    $12::timestamptz[], $13::date[], $14::text[], $15::boolean[],
    $16::timestamptz[], $17::date[], $18::date[], $19::text[],
    $20::timestamptz[], $21::date[], $22::text[], $23::text[], $24::timestamptz[],
    $25::date[], $26::int[], $27::int[])
ON CONFLICT (dossier_id) DO UPDATE SET
    unit_id = excluded.unit_id,
    level = excluded.level,
    field = excluded.field,
    procedure_code = excluded.procedure_code,
    channel = excluded.channel,
    submitted_at = excluded.submitted_at,
    received_at = excluded.received_at,
    received_on = excluded.received_on,
    limit_unit = excluded.limit_unit,
    original_due_at = excluded.original_due_at,
    due_at = excluded.due_at,
    due_on = excluded.due_on,
    rule_version = excluded.rule_version,
    reopened = excluded.reopened,
    clock_stopped_at = excluded.clock_stopped_at,
    clock_stopped_on = excluded.clock_stopped_on,
    not_received_on = excluded.not_received_on,
    not_received = excluded.not_received,
    finished_at = excluded.finished_at,
    finished_on = excluded.finished_on,
    class = excluded.class,
    outcome = excluded.outcome,
    returned_at = excluded.returned_at,
    rated_on = excluded.rated_on,
    rating_sum = excluded.rating_sum,
    rating_answers = excluded.rating_answers
"""  # noqa: S608


async def known(conn: Connection, ids: Sequence[str]) -> Mapping[UUID, Dossier]:
    """The dossiers of these ids that are there."""
    return {row["dossier_id"]: Dossier(*row) for row in await conn.fetch(KNOWN, ids)}


async def save(conn: Connection, dossiers: Sequence[Dossier]) -> None:
    """Write the states down, all at once."""
    if dossiers:
        await conn.execute(SAVE, *zip(*dossiers, strict=True))
