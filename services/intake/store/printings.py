"""Each printing of a slip for the applicant: the first has the secret, a later one says so."""

from datetime import datetime

from services.intake.domain.dossier import Dossier
from shared.auth import Principal
from shared.db import Connection

# Two who print at once: the second waits for the first and is a reprint.
ADD = """
INSERT INTO printing AS p (dossier_id, kind, n, printed_at, staff_id) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (dossier_id, kind, n) DO UPDATE SET times = p.times + 1
RETURNING times > 1
"""
WAS = "SELECT EXISTS (SELECT FROM printing WHERE dossier_id = $1 AND kind = $2 AND n = $3)"


async def add(
    conn: Connection, dossier: Dossier, kind: str, n: int, at: datetime, who: Principal
) -> bool:
    """Keep that it is printed; whether it was before."""
    again: bool = await conn.fetchval(ADD, dossier.dossier_id, kind, n, at, who.staff_id)
    return again


async def was(conn: Connection, dossier: Dossier, kind: str, n: int) -> bool:
    """Whether it was printed for the applicant before."""
    before: bool = await conn.fetchval(WAS, dossier.dossier_id, kind, n)
    return before
