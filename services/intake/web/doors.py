"""The two ways to a dossier's pages: the account that filed it, and the link on its slip.

Each gives the dossier, who acts on it, and where its pages are; another's is not there.
"""

from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import Depends
from starlette.requests import Request

from services.intake.domain.kept_file import KeptFile
from services.intake.domain.procedure import Detail
from services.intake.domain.refusals import DossierNotFound
from services.intake.domain.result import may_download
from services.intake.handlers.actor import Applicant
from services.intake.store import dossiers, files, offices, reading
from services.intake.store.reading import View
from shared.auth import Principal, anyone, may
from shared.db import Connection
from shared.lookup import token_hash

LONGEST_TOKEN = 64


class Door(NamedTuple):
    """`own`: they are logged in as who filed it, and see their own details."""

    dossier_id: UUID
    actor: Applicant
    base: str
    own: bool


class Shown(NamedTuple):
    """What a dossier's pages show."""

    view: View
    detail: Detail
    files: list[KeptFile]

    def paper_name(self, key: str) -> str:
        """What a paper is called; its key where the catalogue has none."""
        return next((paper.name for paper in self.detail.papers if paper.key == key), key)

    @property
    def result_file(self) -> KeptFile | None:
        """The signed result, once it may be handed over."""
        result = self.view.result
        if result is None or not may_download(self.view.dossier):
            return None
        return next((one for one in self.files if one.file_id == result.file_id), None)


async def by_account(
    dossier_id: UUID, who: Annotated[Principal, Depends(may("dossier.own"))]
) -> Door:
    """Whether it is theirs is asked with the dossier."""
    return Door(dossier_id, Applicant(subject=who.subject), f"/my/dossiers/{dossier_id}", own=True)


async def by_link(
    request: Request, token: str, _: Annotated[None, Depends(anyone("dossier.follow"))]
) -> Door:
    """Raises DossierNotFound for a link that opens nothing."""
    if len(token) > LONGEST_TOKEN or not token.isascii():
        raise DossierNotFound
    async with request.app.state.pool.acquire(timeout=10) as conn:
        dossier_id = await reading.by_link(conn, token_hash(token))
    if dossier_id is None:
        raise DossierNotFound
    return Door(dossier_id, Applicant(proved=dossier_id), f"/dossiers/{token}", own=False)


async def load(conn: Connection, door: Door) -> Shown:
    """The dossier behind a door. Raises DossierNotFound where it is not theirs.

    That is asked before all else is read: how long it takes must not tell that there is one.
    """
    dossier = await dossiers.find(conn, door.dossier_id)
    if dossier is None or not door.actor.owns(dossier):
        raise DossierNotFound
    view = await reading.view(conn, door.dossier_id)
    if view is None:
        raise DossierNotFound
    also = [paper.key for paper in view.dossier.papers]
    detail = Detail()
    if view.procedure:
        detail = await offices.detail(conn, view.procedure, also=also)
    return Shown(view, detail, list(await files.of_dossier(conn, door.dossier_id)))


Own = Annotated[Door, Depends(by_account)]
Linked = Annotated[Door, Depends(by_link)]
