"""Whether the audit still says what was sealed: walks the chain and names the first broken row."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from shared.audit_seal import FIRST, Anchor, chain
from shared.db import Connection

BATCH = 2_000
UNSEALED_AFTER_S = 7_200  # two of the hourly looks at the whole table

LINKS = """
SELECT s.n, s.hash, s.audit_id, a.audit_id IS NULL AS gone,
       a.at, a.actor, a.action, a.object_type, a.object_id, a.fields, a.trace
FROM audit_seal AS s LEFT JOIN audit AS a USING (audit_id)
WHERE s.n > $1 ORDER BY s.n LIMIT $2
"""
UNSEALED = """
SELECT min(audit_id) FROM audit AS a
WHERE at < clock_timestamp() - make_interval(secs => $1)
  AND NOT EXISTS (SELECT FROM audit_seal AS s WHERE s.audit_id = a.audit_id)
"""


class Broken(NamedTuple):
    """The first row that is not as it was sealed.

    `n` counts the chain; `audit_id` is None where nothing is left to tell it. `rewritten`: the
    chain agrees with itself and not with an anchor, so it was forged since the anchor before.
    """

    kind: Literal["edited", "deleted", "reordered", "rewritten", "truncated", "unsealed"]
    n: int | None
    audit_id: int | None


async def verify(conn: Connection, anchors: Sequence[Anchor] = ()) -> Broken | None:
    """Check every row against the chain, and the chain against what was written down outside."""
    known = {anchor.n: anchor.hash for anchor in anchors}
    n, previous = 0, FIRST
    async for link in _links(conn):
        n += 1
        kind = await _fault(conn, n, previous, link, known)
        if kind is not None:
            return Broken(kind, n, link["audit_id"] if link["n"] == n else None)
        previous = link["hash"]
    if beyond := [anchor for anchor in anchors if anchor.n > n]:
        first = min(beyond)
        return Broken("truncated", n + 1, first.audit_id if first.n == n + 1 else None)
    forgotten = await conn.fetchval(UNSEALED, UNSEALED_AFTER_S)
    return Broken("unsealed", None, forgotten) if forgotten is not None else None


async def _links(conn: Connection) -> AsyncIterator[Any]:
    last = 0
    while links := await conn.fetch(LINKS, last, BATCH):
        for link in links:
            yield link
        last = links[-1]["n"]


async def _fault(
    conn: Connection, n: int, previous: bytes, link: Any, known: Mapping[int, str]
) -> Literal["edited", "deleted", "reordered", "rewritten"] | None:
    if link["n"] != n or link["gone"]:
        return "deleted"
    if chain(previous, link) != link["hash"]:
        return "reordered" if await _follows_elsewhere(conn, previous, link["hash"]) else "edited"
    return None if known.get(n, link["hash"].hex()) == link["hash"].hex() else "rewritten"


async def _follows_elsewhere(conn: Connection, previous: bytes, found: bytes) -> bool:
    """Whether the row that was sealed here still exists, under another number of the chain."""
    async for link in _links(conn):
        if not link["gone"] and chain(previous, link) in (found, link["hash"]):
            return True
    return False
