"""Which office takes a procedure in: by today's commune, or by the name it had before."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from services.intake.domain.procedure import Detail, WantedPaper, nearest
from services.intake.domain.search import folded
from services.intake.domain.since import Version
from shared import reference
from shared.db import Connection
from shared.events.intake import Procedure, Unit

DETAIL = "SELECT detail FROM procedure_detail WHERE code = $1 AND version = $2"
VERSION = """
SELECT r.state::text AS state, d.detail FROM reference AS r
LEFT JOIN procedure_detail AS d ON d.code = $1 AND d.version = $2
WHERE r.kind = 'Procedure' AND r.key = $1::text || '@' || $2::int
"""
ONCE_ASKED = """
SELECT DISTINCT ON (paper ->> 'key') paper
FROM procedure_detail, jsonb_array_elements(detail -> 'papers') AS paper
WHERE code = $1 AND paper ->> 'key' = ANY($2)
ORDER BY paper ->> 'key', version DESC
"""
UNITS = "SELECT state FROM units_on($1) WHERE key = ANY($2)"
# A commune that ended is followed to whatever took it over, however many times.
COMMUNES = """
WITH RECURSIVE called AS (
    SELECT key, state, state ->> 'name' AS said, similarity(words, $2) AS near FROM reference
    WHERE kind = 'Unit' AND state ->> 'level' = 'COMMUNE'
      AND (words LIKE '%' || $2 || '%' OR similarity(words, $2) > 0.5)
), way AS (
    SELECT * FROM called
    UNION
    SELECT after.key, after.state, way.said, way.near
    FROM way CROSS JOIN LATERAL jsonb_array_elements(way.state -> 'successors') AS next
    JOIN reference AS after ON after.kind = 'Unit' AND after.key = next ->> 'unit_id'
    WHERE (way.state ->> 'valid_to')::date < $1
)
SELECT today.state, way.said, parent.state ->> 'name' AS parent
FROM way JOIN units_on($1) AS today ON today.key = way.key
LEFT JOIN reference AS parent
    ON parent.kind = 'Unit' AND parent.key = today.state ->> 'parent_unit_id'
ORDER BY way.near DESC, way.said, way.key LIMIT 40
"""
MOST = 12
FEW = 5


class Commune(NamedTuple):
    """A commune of today; `said`: the name it was asked for by, where that is an older one."""

    unit: Unit
    parent: str
    said: str


async def detail(conn: Connection, procedure: Procedure, *, also: Iterable[str] = ()) -> Detail:
    """What intake keeps of that version; `also`: papers that only others have, a dossier's own."""
    found = await conn.fetchval(DETAIL, procedure.code, procedure.version_)
    told = Detail.model_validate(found or {})
    asked = {paper.key for paper in told.papers}
    further = await once_asked(conn, procedure.code, [key for key in also if key not in asked])
    return told.model_copy(update={"papers": (*told.papers, *further)})


async def version(conn: Connection, code: str, number: int) -> Version | None:
    """A version by its number, whenever it was in force."""
    row = await conn.fetchrow(VERSION, code, number)
    if row is None:
        return None
    return Version(
        reference.read(Procedure, row["state"]), Detail.model_validate(row["detail"] or {})
    )


async def once_asked(conn: Connection, code: str, keys: Sequence[str]) -> list[WantedPaper]:
    """Papers by their keys, as the last version that asked for them has them."""
    rows = await conn.fetch(ONCE_ASKED, code, keys) if keys else []
    return [WantedPaper.model_validate(row["paper"]) for row in rows]


async def communes(conn: Connection, said: str, on: date) -> list[Commune]:
    """Today's communes by a name of today or of before, the likeliest first."""
    asked = folded(said)
    if not asked:
        return []
    found: dict[str, Commune] = {}
    for row in await conn.fetch(COMMUNES, on, asked):
        unit = Unit.model_validate(row["state"])
        before = row["said"] if row["said"] != unit.name else ""
        known = found.get(unit.unit_id)
        if known is None or (known.said and not before):
            found[unit.unit_id] = Commune(unit, row["parent"] or "", before)
    return list(found.values())[:MOST]


async def office_of(
    conn: Connection, procedure: Procedure, commune_id: str, on: date
) -> Unit | None:
    """The office that takes the procedure in for who lives in that commune."""
    above = await units(conn, await reference.ancestors(conn, commune_id), on)
    return nearest(procedure, above) or next(iter(await few(conn, procedure, on)), None)


async def few(conn: Connection, procedure: Procedure, on: date) -> list[Unit]:
    """The offices of a procedure that has only a few: nobody needs to say where they live."""
    found = await units(conn, procedure.unit_ids, on)
    return sorted(found, key=lambda unit: unit.name) if len(found) <= FEW else []


async def units(conn: Connection, unit_ids: Sequence[str], on: date) -> list[Unit]:
    """Those of the units that exist on that day."""
    return [Unit.model_validate(row["state"]) for row in await conn.fetch(UNITS, on, unit_ids)]
