"""The signed result as a file: kept until the approval names it (NĐ 61/2018 Điều 19)."""

from uuid import UUID

from services.intake.domain.kept_file import RESULT, KeptFile
from services.intake.domain.refusals import InvalidTransition
from services.intake.domain.status import Status, Step
from services.intake.handlers import steps
from services.intake.handlers.actor import official
from services.intake.handlers.steps import Act
from services.intake.store import files
from shared import audit
from shared.db import Connection
from shared.files import Kept


async def add(conn: Connection, act: Act, kept: Kept) -> UUID:
    """The id it is approved by: of the same bytes, where they were there before.

    Raises DossierNotFound, InvalidTransition.
    """
    dossier = await steps.lock(conn, act)
    if dossier.status != Status.PROCESSING:
        raise InvalidTransition(dossier.status, Step.COMPLETE.name)
    row = KeptFile(**kept._asdict(), dossier_id=act.dossier_id, paper_key=RESULT, kept_at=act.at)
    added = await files.add(conn, row)
    who, dossier_id = str(official(act.who)), str(act.dossier_id)
    await audit.record(conn, who, "result.upload", "dossier", dossier_id)
    return row.file_id if added else await files.same_result(conn, row)
