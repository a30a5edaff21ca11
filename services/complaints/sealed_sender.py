"""What the sealed store holds of a petition: who sent it, what it says, which dossier it names."""

from typing import NamedTuple
from uuid import UUID

from services.complaints import store
from services.complaints.domain.registration import Sender
from services.complaints.seal import Place, Seal
from shared.db import Connection


class Sent(NamedTuple):
    """Readable only in the hands of who may."""

    sender: Sender | None
    dossier_id: UUID | None


async def keep(
    conn: Connection,
    seal: Seal,
    petition_id: UUID,
    sender: Sender | None,
    content: str,
    dossier_id: UUID | None,
) -> None:
    """Seal them. The dossier too: its applicant would be the denouncer (domain.md §4.8)."""
    await store.add_sealed(
        conn,
        petition_id,
        seal.close(sender.model_dump_json().encode(), place("sender", petition_id))
        if sender
        else None,
        seal.close(content.encode(), place("content", petition_id)),
        seal.close(dossier_id.bytes, place("dossier", petition_id)) if dossier_id else None,
    )


async def unseal(conn: Connection, seal: Seal, petition_id: UUID) -> Sent:
    """Open them for a petition known to be no denunciation. Raises SealBroken."""
    kept = await store.sealed(conn, petition_id)
    sender, dossier = kept
    return Sent(
        Sender.model_validate_json(seal.open(sender, place("sender", petition_id)))
        if sender
        else None,
        UUID(bytes=seal.open(dossier, place("dossier", petition_id))) if dossier else None,
    )


async def unseal_content(conn: Connection, seal: Seal, petition_id: UUID) -> str:
    """What it says, for an official who may open it. Raises SealBroken."""
    kept = await store.sealed_content(conn, petition_id)
    return seal.open(kept, place("content", petition_id)).decode() if kept else ""


def place(column: str, petition_id: UUID) -> Place:
    return Place("sealed_sender", column, petition_id)
