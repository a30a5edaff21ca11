"""The signed result as a file: uploaded with the approval, kept while its form is put right."""

from typing import Any
from uuid import UUID, uuid4

from starlette.datastructures import UploadFile
from starlette.requests import Request

from services.intake.domain.status import Status
from services.intake.handlers import result_file
from services.intake.handlers.steps import Act
from services.intake.store import files as store
from services.intake.web.desk import dossier as pages
from services.intake.web.uploads import SAYS
from shared import clock
from shared import files as disk
from shared.auth import Principal
from shared.db import transaction
from shared.files import FileRefused, Kept
from shared.web import formats
from shared.web.forms import Form

FIELD, DROP = "result_file", "drop"
PDF = "application/pdf"
NO_PDF = "Kết quả gửi người nộp phải là tệp PDF đã ký."


async def keep(request: Request, who: Principal, dossier_id: UUID, form: Form[Any]) -> Form[Any]:
    """Keep what came or drop what was there; the form comes back with what is wrong with it.

    Raises DossierNotFound. What comes when the dossier has been approved is let go.
    """
    async with transaction(request.app.state.pool) as conn:
        opened = await pages.load(request, conn, who, dossier_id)
    if opened.view.dossier.status != Status.PROCESSING:
        return form
    if form.first(DROP):
        await _drop(request, dossier_id)
    for upload in form.files.get(FIELD, ()):
        if said := await _keep(request, who, dossier_id, upload):
            form = form.refused(FIELD, said)
    return form


async def _keep(request: Request, who: Principal, dossier_id: UUID, upload: UploadFile) -> str:
    """Empty where it was kept, else what is wrong with it."""
    folder = request.app.state.settings.files_dir
    try:
        kept = await disk.keep(folder, uuid4(), upload)
    except FileRefused as refused:
        size = formats.size("vi", refused.size)
        return SAYS[refused.fault] % {"name": refused.name, "size": size}
    added = False
    try:
        added = kept.kind == PDF and await _add(request, who, dossier_id, kept)
    finally:
        if not added:  # no PDF, or the same bytes are there already
            await disk.remove(folder, [kept.file_id])
    return "" if kept.kind == PDF else NO_PDF


async def _add(request: Request, who: Principal, dossier_id: UUID, kept: Kept) -> bool:
    act = Act(who, dossier_id, None, clock.now())
    async with transaction(request.app.state.pool) as conn:
        return await result_file.add(conn, act, kept) == kept.file_id


async def _drop(request: Request, dossier_id: UUID) -> None:
    async with transaction(request.app.state.pool) as conn:
        waiting = await store.waiting_result(conn, dossier_id)
        if waiting is None:
            return
        await store.remove_unsent(conn, waiting.file_id, dossier_id, result=True)
    await disk.remove(request.app.state.settings.files_dir, [waiting.file_id])
