"""Filing from a draft: begun, answered, filed once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from services.intake.domain import draft as domain
from services.intake.domain import procedure as procedures
from services.intake.domain.dossier import Dossier
from services.intake.domain.draft import Draft
from services.intake.domain.refusals import (
    ChannelNotOffered,
    DraftNotFound,
    ProcedureNotFound,
    TermsChanged,
)
from services.intake.handlers.filing import New, submit
from services.intake.store import dossiers, drafts, files, offices
from shared import reference
from shared.auth import Principal
from shared.db import Connection

UNDO = timedelta(minutes=10)


async def begin(
    conn: Connection, who: Principal, draft_id: UUID, procedure_code: str, at: datetime
) -> Draft:
    """A draft of a procedure that can be filed online; pressed twice, it is the same one.

    Raises ProcedureNotFound, ChannelNotOffered, DraftNotFound.
    """
    procedure = await reference.procedure(conn, procedure_code, at.date())
    if procedure is None:
        raise ProcedureNotFound
    if not procedures.is_online(procedure):
        raise ChannelNotOffered
    await drafts.begin(conn, draft_id, who.subject, procedure, at)
    return await find(conn, who, draft_id)


async def find(conn: Connection, who: Principal, draft_id: UUID) -> Draft:
    """Their draft; another's is not there. Raises DraftNotFound."""
    found = await drafts.find(conn, draft_id, who.subject)
    if found is None:
        raise DraftNotFound
    return found


async def file(
    conn: Connection,
    who: Principal,
    draft_id: UUID,
    new: New,
    language: str,
    seen: int | None = None,
) -> Dossier:
    """The draft becomes a dossier, once: pressed again, it is the one that it became.

    `seen`: the version of the procedure whose papers, fees and limit they were shown. Raises
    DraftNotFound, DraftIncomplete, TermsChanged, and what the catalogue and the terms refuse.
    """
    draft = await drafts.lock(conn, draft_id, who.subject)
    if draft is None:
        raise DraftNotFound
    if draft.dossier_id:
        return await _became(conn, draft.dossier_id)
    procedure = await reference.procedure(conn, draft.procedure_code, new.at.date())
    if procedure is None:
        raise ProcedureNotFound
    if seen not in (None, procedure.version_):
        raise TermsChanged
    detail = await offices.detail(conn, procedure)
    kept = [file.paper_key for file in await files.of_draft(conn, draft_id)]
    filing = domain.filing(draft, detail.handed_in, kept, language)
    dossier = await submit(conn, who, filing, new)
    await files.hand_over(conn, draft_id, dossier.dossier_id, new.at)
    await drafts.filed(conn, draft_id, dossier.dossier_id, new.at)
    return dossier


async def restore(conn: Connection, who: Principal, draft_id: UUID, at: datetime) -> None:
    """What was deleted just now is there again. Raises DraftNotFound."""
    if not await drafts.restore(conn, draft_id, who.subject, at - UNDO):
        raise DraftNotFound


async def forget(conn: Connection, at: datetime, kept_for: timedelta, most: int) -> Sequence[UUID]:
    """Drafts that nobody touched for so long, and deleted ones; the files to remove with them."""
    ids = await drafts.over(conn, at - kept_for, at - UNDO, most)
    kept = await files.of_drafts(conn, ids)
    await drafts.forget(conn, ids)
    return kept


async def _became(conn: Connection, dossier_id: UUID) -> Dossier:
    found = await dossiers.find(conn, dossier_id)
    if found is None:
        raise LookupError(f"a draft became dossier {dossier_id}, which is not there")
    return found
