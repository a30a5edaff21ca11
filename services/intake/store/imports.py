"""Versions of procedures as they come, from files or with the product: added, never changed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from services.intake.domain.imported import Known, Outcome, Version
from services.intake.domain.procedure_values import detail, values_of
from shared.db import Connection
from shared.events.intake import Procedure

# One at a time, files and starts: the second judges by what the first has kept.
KEY = "hashtextextended('motcua:import:procedures', 0)"
LOCK = f"SELECT pg_try_advisory_xact_lock({KEY})"
WAIT = f"SELECT pg_advisory_xact_lock({KEY})"
# Of a code the version that begins last, or by day: of those of one day the last is in force.
VERSIONS = """
SELECT DISTINCT ON (v.code, asked.day) v.*, r.state, d.detail, d.sources, d.imported_at,
       max(v.version) OVER (PARTITION BY v.code) AS last
FROM reference AS r
CROSS JOIN LATERAL (
    SELECT r.state ->> 'code' AS code, (r.state ->> 'valid_from')::date AS valid_from,
           (r.state ->> 'version')::int AS version
) AS v
CROSS JOIN LATERAL (SELECT CASE WHEN $2 THEN v.valid_from END AS day) AS asked
LEFT JOIN procedure_detail AS d ON d.code = v.code AND d.version = v.version
WHERE r.kind = 'Procedure' AND r.state ->> 'code' = ANY($1)
ORDER BY v.code, asked.day, v.valid_from DESC, v.version DESC
"""
SHIPPED = "SELECT code, fields FROM procedure_shipped"
KEEP_SHIPPED = """
INSERT INTO procedure_shipped AS s (code, fields)
SELECT * FROM unnest($1::text[], $2::jsonb[])
ON CONFLICT (code) DO UPDATE SET fields = excluded.fields
WHERE s.fields IS DISTINCT FROM excluded.fields
"""
DECIDED = "SELECT code, field, theirs FROM procedure_decision WHERE code = ANY($1)"
DECIDE = """
INSERT INTO procedure_decision (code, field, theirs, decided_at)
SELECT code, field, theirs::jsonb, $4 FROM unnest($1::text[], $2::text[], $3::text[])
    AS told (code, field, theirs)
ON CONFLICT (code, field) DO UPDATE SET theirs = excluded.theirs, decided_at = excluded.decided_at
"""
ADD = """
INSERT INTO reference (kind, key, state)
SELECT 'Procedure', * FROM unnest($1::text[], $2::jsonb[])
"""
ADD_DETAILS = """
INSERT INTO procedure_detail (code, version, detail, sources, imported_at)
SELECT *, $5 FROM unnest($1::text[], $2::int[], $3::jsonb[], $4::jsonb[])
"""
VOUCH = """
UPDATE procedure_detail AS d SET sources = told.sources
FROM unnest($1::text[], $2::int[], $3::jsonb[]) AS told (code, version, sources)
WHERE d.code = told.code AND d.version = told.version
"""


class Kept(NamedTuple):
    """A version with all that intake keeps of it; `imported`: a file has made it."""

    known: Known
    detail: Mapping[str, Any]
    imported: bool


async def lock(conn: Connection) -> bool:
    """Until the transaction ends; False while another holds it."""
    alone: bool = await conn.fetchval(LOCK)
    return alone


async def wait(conn: Connection) -> None:
    """The same, waiting for the others: a start is never refused."""
    await conn.execute(WAIT)


async def newest(conn: Connection, codes: Sequence[str]) -> Mapping[str, Kept]:
    """Of each code that is known the version that begins last."""
    return {row["code"]: _kept(row) for row in await conn.fetch(VERSIONS, codes, False)}


async def by_day(conn: Connection, codes: Sequence[str]) -> Mapping[str, Sequence[Kept]]:
    """Of each code that is known the versions that are or will be in force, by their first day."""
    found: dict[str, list[Kept]] = {}
    for row in await conn.fetch(VERSIONS, codes, True):
        found.setdefault(row["code"], []).append(_kept(row))
    return found


def _kept(row: Mapping[str, Any]) -> Kept:
    procedure, told = Procedure.model_validate(row["state"]), row["detail"] or {}
    values = values_of(procedure, told)
    known = Known(row["version"], row["valid_from"], values, row["sources"] or {}, row["last"])
    return Kept(known, told, row["imported_at"] is not None)


async def shipped(conn: Connection) -> Mapping[str, Mapping[str, Any]]:
    """What data/ said at the last start, by code."""
    return {row["code"]: row["fields"] for row in await conn.fetch(SHIPPED)}


async def keep_shipped(conn: Connection, fields: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep what it says now."""
    await conn.execute(KEEP_SHIPPED, list(fields), [dict(one) for one in fields.values()])


async def decided(conn: Connection, codes: Sequence[str]) -> Mapping[tuple[str, str], Any]:
    """The portal's values that a person did not take."""
    return {(r["code"], r["field"]): r["theirs"] for r in await conn.fetch(DECIDED, codes)}


async def decide(conn: Connection, outcomes: Iterable[Outcome], at: datetime) -> None:
    """Remember that ours stays, until the portal says something else."""
    rows = [
        (each.code, one.field, json.dumps(one.new, ensure_ascii=False))
        for each in outcomes
        for one in each.differences
    ]
    if rows:
        codes, fields, theirs = zip(*rows, strict=True)
        await conn.execute(DECIDE, codes, fields, theirs, at)


async def add(
    conn: Connection,
    states: Sequence[Procedure],
    versions: Sequence[Version],
    before: Mapping[str, Mapping[str, Any]],
    at: datetime | None,
) -> None:
    """Add versions: what all services know of each, and what only intake does.

    `before`: what only intake knew, by code; `at`: when a file brought them, None: shipped.
    """
    bodies = [one.model_dump(mode="json", by_alias=True, exclude_none=True) for one in states]
    await conn.execute(ADD, [one.key() for one in states], bodies)
    await conn.execute(
        ADD_DETAILS,
        [one.code for one in versions],
        [one.version for one in versions],
        [detail(one, before.get(one.code, {})) for one in versions],
        [dict(one.sources) for one in versions],
        at,
    )


async def vouch(conn: Connection, versions: Sequence[Version]) -> None:
    """Whose word the fields of versions are: all else of them stays."""
    await conn.execute(
        VOUCH,
        [one.code for one in versions],
        [one.version for one in versions],
        [dict(one.sources) for one in versions],
    )
