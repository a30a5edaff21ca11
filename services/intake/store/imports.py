"""Versions of procedures that come from files: read at once, kept at once."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from services.intake.domain.imported import Known, Outcome, Version
from services.intake.domain.procedure_values import detail, values_of
from shared.db import Connection
from shared.events.intake import Procedure

# One file after the other: the second judges by what the first has kept.
LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('motcua:import:procedures', 0))"
NEWEST = """
SELECT DISTINCT ON (r.state ->> 'code') r.state, d.detail, d.sources
FROM reference AS r LEFT JOIN procedure_detail AS d
    ON d.code = r.state ->> 'code' AND d.version = (r.state ->> 'version')::int
WHERE r.kind = 'Procedure' AND r.state ->> 'code' = ANY($1)
ORDER BY r.state ->> 'code', (r.state ->> 'version')::int DESC
"""
PINNED = """
SELECT DISTINCT procedure_code, procedure_version FROM dossier
WHERE (procedure_code, procedure_version) IN (SELECT * FROM unnest($1::text[], $2::int[]))
"""
DECIDED = "SELECT code, field, theirs FROM procedure_decision WHERE code = ANY($1)"
DECIDE = """
INSERT INTO procedure_decision (code, field, theirs, decided_at)
SELECT code, field, theirs::jsonb, $4 FROM unnest($1::text[], $2::text[], $3::text[])
    AS told (code, field, theirs)
ON CONFLICT (code, field) DO UPDATE SET theirs = excluded.theirs, decided_at = excluded.decided_at
"""
KEEP_DETAILS = """
INSERT INTO procedure_detail (code, version, detail, sources, imported_at)
SELECT *, $5 FROM unnest($1::text[], $2::int[], $3::jsonb[], $4::jsonb[])
ON CONFLICT (code, version) DO UPDATE
SET detail = excluded.detail, sources = excluded.sources, imported_at = excluded.imported_at
"""
IMPORTED = "SELECT code, version FROM procedure_detail WHERE imported_at IS NOT NULL"


class Newest(NamedTuple):
    """The newest version of a procedure, with all that intake keeps of it."""

    known: Known
    detail: Mapping[str, Any]


async def lock(conn: Connection) -> bool:
    """Until the transaction ends; False while another import holds it."""
    alone: bool = await conn.fetchval(LOCK)
    return alone


async def newest(conn: Connection, days: Mapping[str, Collection[date]]) -> Mapping[str, Newest]:
    """Of each code that is known. Of versions that begin on its `days` dossiers are looked for."""
    rows = [
        (Procedure.model_validate(row["state"]), row["detail"] or {}, row["sources"] or {})
        for row in await conn.fetch(NEWEST, list(days))
    ]
    asked = [p for p, _, _ in rows if p.valid_from in days[p.code]]
    numbers = [procedure.version_ for procedure in asked]
    found = await conn.fetch(PINNED, [p.code for p in asked], numbers) if asked else []
    pinned = {(row["procedure_code"], row["procedure_version"]) for row in found}
    return {
        p.code: Newest(
            Known(
                p.version_,
                p.valid_from,
                values_of(p, kept),
                sources,
                (p.code, p.version_) in pinned,
            ),
            kept,
        )
        for p, kept, sources in rows
    }


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


async def keep_details(
    conn: Connection,
    versions: Sequence[Version],
    before: Mapping[str, Mapping[str, Any]],
    at: datetime,
) -> None:
    """Papers, fees, result, and whose word each field is."""
    await conn.execute(
        KEEP_DETAILS,
        [one.code for one in versions],
        [one.version for one in versions],
        [detail(one, before.get(one.code, {})) for one in versions],
        [dict(one.sources) for one in versions],
        at,
    )


async def imported(conn: Connection) -> set[tuple[str, int]]:
    """Versions that a file has made or changed: what is shipped leaves them alone."""
    return {(row["code"], row["version"]) for row in await conn.fetch(IMPORTED)}
