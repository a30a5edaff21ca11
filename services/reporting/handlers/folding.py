"""Fold facts into rows."""

from collections.abc import Sequence

from services.reporting.domain import complaint, dossier
from services.reporting.store import complaints as complaint_store
from services.reporting.store import dossiers as dossier_store
from shared.db import Connection
from shared.events.base import Event


async def fold(conn: Connection, facts: Sequence[Event]) -> None:
    """Facts of dossiers, in their order. Raises BeginningUnknown."""
    known = await dossier_store.known(conn, [fact.key() for fact in facts])
    await dossier_store.save(conn, dossier.fold(known, facts))


async def fold_petitions(conn: Connection, facts: Sequence[Event]) -> None:
    """Facts of petitions, in their order. Raises BeginningUnknown."""
    known = await complaint_store.petitions(conn, [fact.key() for fact in facts])
    await complaint_store.save_petitions(conn, complaint.fold_petitions(known, facts))


async def fold_cases(conn: Connection, facts: Sequence[Event]) -> None:
    """Facts of cases, in their order. Raises BeginningUnknown."""
    known = await complaint_store.cases(conn, [fact.key() for fact in facts])
    cases, refused = complaint.fold_cases(known, facts), complaint.fold_refused(facts)
    await complaint_store.save_cases(conn, cases, refused)
