"""Files of a paper: kept one by one, each with what is wrong with it; handed out to their owner."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.intake.domain.kept_file import KeptFile
from services.intake.domain.procedure import WantedPaper
from services.intake.domain.refusals import FileNotFound
from services.intake.store import allowance, drafts
from services.intake.store import files as store
from services.intake.web.drafts import Citizen, Open, load, page
from services.intake.web.said import say
from shared import clock, files
from shared.db import transaction
from shared.files import IMAGES, Fault, FileRefused, Kept
from shared.web import forms
from shared.web.formats import size as size_words
from shared.web.forms import Form, filled
from shared.web.i18n import N_, language
from shared.web.parts import Kept as Shown

router = APIRouter(include_in_schema=False)
# Forms with files: their bodies are streamed, not read at once (shared.limits).
PATHS = re.compile(
    r"/my/drafts/[0-9a-f-]{36}/papers/[^/]+|/(my/)?dossiers/[^/]+/supplement/[^/]+"
    r"|/desk/dossiers/[0-9a-f-]{36}/complete|/desk/catalogue"
)
FIELD, CAMERA = "files", "camera"
MOST_FILES = 20
MOST_PREVIEW = 4_000_000  # bytes of an image that a phone still shows at once
TOO_MANY = N_("Mỗi giấy tờ nhận tối đa 20 tệp. Ghép các trang thành một tệp PDF.")
MEGABYTE = 1_000_000
TOO_MUCH = N_(
    "Tệp “%(name)s” chưa được lưu: tệp trong các bản nháp của bạn chỉ được nặng tối đa %(most)s."
    " Xóa tệp không cần nữa, hoặc nộp hồ sơ đã làm xong, rồi gửi lại tệp này."
)
NONE_YET = N_("Chọn tệp hoặc ảnh chụp của giấy tờ này.")
SAYS: Mapping[Fault, str] = {
    Fault.EMPTY: N_("Tệp “%(name)s” không có nội dung. Chọn tệp khác."),
    Fault.TOO_LARGE: N_(
        "Tệp “%(name)s” nặng %(size)s. Mỗi tệp tối đa 20 MB."
        " Chụp lại ở cỡ nhỏ hơn hoặc chọn tệp khác."
    ),
    Fault.NOT_ALLOWED: N_("Tệp “%(name)s” không thuộc loại được nhận. Gửi tệp PDF, JPG hoặc PNG."),
    Fault.PHONE_IMAGE: N_(
        "Tệp “%(name)s” là ảnh HEIC, máy của quầy không mở được. Trên iPhone: Cài đặt > Camera >"
        " Định dạng > Tương thích nhất, rồi chụp lại; hoặc gửi ảnh JPG."
    ),
    Fault.NOT_WHAT_IT_SAYS: N_(
        "Nội dung của tệp “%(name)s” không khớp với tên tệp. Mở tệp để kiểm tra rồi lưu lại thành"
        " PDF, JPG hoặc PNG."
    ),
    Fault.HARMFUL: N_("Tệp “%(name)s” chứa mã độc nên không được nhận. Quét vi-rút máy của bạn."),
}


class Sent(BaseModel):
    """What a form of files says beside them: one to take away, or to go on."""

    remove: UUID | None = None
    go_on: str = ""


@router.get("/my/drafts/{draft_id}/papers/{key}")
async def ask(request: Request, draft_id: UUID, key: str, who: Citizen) -> Response:
    shown = await load(request, who, draft_id)
    if key in {paper.key for paper in shown.further}:
        return RedirectResponse(f"/my/drafts/{draft_id}/kept/{key}", 303)
    return _page(request, shown, _paper(shown.papers, key), filled())


@router.post("/my/drafts/{draft_id}/papers/{key}")
async def take(request: Request, draft_id: UUID, key: str, who: Citizen) -> Response:
    """Keep what came, take away what is named, go on where that is asked and nothing is wrong.

    What is sent from a page that was opened under the version before is kept too.
    """
    form = await forms.read(request, Sent)
    shown = await load(request, who, draft_id)
    before = shown.changes.dropped if shown.changes else ()
    paper = _paper((*shown.papers, *before), key)
    if form.value and form.value.remove:
        await remove(request, form.value.remove, draft_id)
        return RedirectResponse(request.url.path, 303)
    told = await keep_all(request, form, shown.of(key), draft_id=draft_id, paper_key=key)
    shown = await load(request, who, draft_id)
    if not told.errors and form.first("go_on") and paper.required and not shown.of(key):
        told = told.refused(FIELD, NONE_YET)
    if told.errors:
        return _page(request, shown, paper, told, 422)
    onward = f"/my/drafts/{draft_id}" if form.first("go_on") else request.url.path
    return RedirectResponse(onward, 303)


@router.get("/my/files/{file_id}")
async def hand_out(request: Request, file_id: UUID, who: Citizen) -> Response:
    """A file of theirs, to be saved; another's is not there."""
    async with request.app.state.pool.acquire(timeout=10) as conn:
        found = await store.owned(conn, file_id, who.subject)
    folder = request.app.state.settings.files_dir
    if found is None or not files.place(folder, file_id).exists():
        raise FileNotFound
    kept = Kept(found.file_id, found.name, found.kind, found.size, found.sha256)
    return files.served(folder, kept)


async def keep_all(
    request: Request, form: Form[Any], before: Sequence[KeptFile], **of: Any
) -> Form[Any]:
    """Keep each upload that is in order at once; the form comes back with the faults of the others.

    `of`: the columns that say what the files belong to.
    """
    told: Form[Any] = Form(values=form.values)
    came = [*form.files.get(FIELD, ()), *form.files.get(CAMERA, ())]
    for n, upload in enumerate(came, len(before) + 1):
        said = TOO_MANY if n > MOST_FILES else await _keep(request, upload, of)
        if said:
            told = told.refused(FIELD, said)
    return told


async def remove(request: Request, file_id: UUID, draft_id: UUID) -> None:
    """Forget a file of a draft; one that is gone is no fault."""
    async with transaction(request.app.state.pool) as conn:
        gone = await store.remove_of_draft(conn, file_id, draft_id)
    if gone:
        await files.remove(request.app.state.settings.files_dir, [file_id])


def shown_files(kept: Sequence[KeptFile], *, previews: bool = True) -> Sequence[Shown]:
    """Files as the list of a file field shows them, small images with a preview."""
    return [
        Shown(
            str(file.file_id),
            file.name,
            file.size,
            preview=f"/my/files/{file.file_id}"
            if previews and file.kind in IMAGES and file.size <= MOST_PREVIEW
            else "",
        )
        for file in kept
    ]


async def _keep(request: Request, upload: UploadFile, of: Mapping[str, Any]) -> str:
    """Empty where it was kept, else what is wrong with it."""
    lang, folder = language(request), request.app.state.settings.files_dir
    try:
        kept = await files.keep(folder, uuid4(), upload)
    except FileRefused as refused:
        size = size_words(lang, refused.size)
        return say(request, SAYS[refused.fault], name=refused.name, size=size)
    row = KeptFile(**kept._asdict(), kept_at=clock.now(), **of)
    added, most = False, request.app.state.settings.drafts_mb * MEGABYTE
    try:
        async with transaction(request.app.state.pool) as conn:
            if row.draft_id and await allowance.bytes_beside(conn, row.draft_id) + row.size > most:
                return say(request, TOO_MUCH, name=row.name, most=size_words(lang, most))
            added = await store.add(conn, row)
            if row.draft_id:
                await drafts.touch(conn, row.draft_id, row.kept_at)
    finally:
        if not added:
            await files.remove(folder, [kept.file_id])
    return ""


def _paper(wanted: Sequence[WantedPaper], key: str) -> WantedPaper:
    found = next((paper for paper in wanted if paper.key == key), None)
    if found is None:
        raise HTTPException(404)
    return found


def _page(
    request: Request, shown: Open, paper: WantedPaper, form: Form[Any], status: int = 200
) -> Response:
    kept = shown_files(shown.of(paper.key))
    return page(
        request, "draft/paper.html", shown, status=status, paper=paper, form=form, kept=kept
    )
