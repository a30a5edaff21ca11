"""A new look-up secret for who shows at the counter that the dossier is theirs (domain.md §1.3)."""

from services.intake.domain.dossier import Dossier
from services.intake.handlers import steps
from services.intake.handlers.steps import Act, Done
from services.intake.store import dossiers
from shared.db import Connection

REISSUE = "REISSUE_SECRET"


async def reissue(conn: Connection, act: Act, secret_hash: bytes) -> Dossier:
    """The old secret opens nothing from now on; links that were printed still do."""
    before = await steps.lock(conn, act)
    after = before.after(secret_hash=secret_hash)
    done = Done(before, after, REISSUE, "dossier.reissue_secret", fields=("secret_hash",))
    kept = await steps.keep(conn, act, done)
    await dossiers.keep_secret(conn, kept)
    return kept
