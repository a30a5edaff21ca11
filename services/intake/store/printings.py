"""Each printing of a paper: the second says that it is one."""

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


async def add(
    conn: Connection, dossier: Dossier, kind: str, n: int, at: datetime, who: Principal
) -> bool:
    """Keep that it is printed; whether it was before."""
    again: bool = await conn.fetchval(ADD, dossier.dossier_id, kind, n, at, who.staff_id)
    return again
