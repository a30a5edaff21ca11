"""Filing online: beginning a draft, its list of tasks, taking it away."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.intake.domain.draft import NEEDS, PARTS, Draft, further, missing_papers
from services.intake.domain.kept_file import KeptFile
from services.intake.domain.procedure import Detail, WantedPaper, is_online
from services.intake.domain.refusals import (
    ChannelNotOffered,
    DraftFiled,
    ProcedureNotFound,
    TooManyDrafts,
)
from services.intake.domain.since import Changes, Version, changes
from services.intake.handlers import drafts as handlers
from services.intake.store import allowance, drafts, files, offices
from shared import clock, reference
from shared.auth import Principal, may
from shared.db import Connection, transaction
from shared.events.intake import Procedure
from shared.web import forms
from shared.web.i18n import N_
from shared.web.pages import render
from shared.web.parts import Task, TaskStatus

router = APIRouter(include_in_schema=False)
Citizen = Annotated[Principal, Depends(may("draft.write"))]
MOST_BEGUN = 5
UNFINISHED = N_("Hoàn thành các phần ở trên trước khi nộp.")
NOT_ONLINE = N_("Thủ tục này hiện không nhận hồ sơ trực tuyến; nộp tại quầy.")
FURTHER = N_("Thủ tục nay không còn giấy tờ này; tệp đã tải lên vẫn được gửi kèm.")
TITLES = {
    "applicant": N_("Chủ hồ sơ"),
    "contact": N_("Liên hệ"),
    "office": N_("Nơi nộp và nơi nhận kết quả"),
}


class Begin(BaseModel):
    """The id of the new draft: two presses begin one."""

    draft_id: UUID


class Open(BaseModel):
    """A draft with what its pages show beside it."""

    draft: Draft
    procedure: Procedure
    detail: Detail
    files: Sequence[KeptFile]
    further: Sequence[WantedPaper] = ()  # with files, and not asked for any more
    changes: Changes | None = None  # since it was begun

    @property
    def papers(self) -> Sequence[WantedPaper]:
        return self.detail.handed_in

    def of(self, paper_key: str) -> Sequence[KeptFile]:
        return [file for file in self.files if file.paper_key == paper_key]

    @property
    def kept(self) -> frozenset[str]:
        return frozenset(file.paper_key for file in self.files)

    @property
    def is_complete(self) -> bool:
        answered = self.draft.answers.next() is None
        return answered and not self.closed and not missing_papers(self.papers, self.kept)

    @property
    def closed(self) -> bool:
        return not is_online(self.procedure)


@router.get("/procedures/{code}/file")
async def start(request: Request, code: str, who: Citizen) -> Response:
    """Before the first question: drafts of it that wait, or a new one."""
    today = clock.today()
    async with request.app.state.pool.acquire(timeout=10) as conn:
        procedure = await reference.procedure(conn, code, today)
        if procedure is None:
            raise ProcedureNotFound
        if not is_online(procedure):
            raise ChannelNotOffered
        begun = await drafts.of_procedure(conn, who.subject, code, MOST_BEGUN)
    return render(request, "draft/start.html", procedure=procedure, begun=begun, new_id=uuid4())


@router.post("/procedures/{code}/file")
async def begin(request: Request, code: str, who: Citizen) -> Response:
    form = await forms.read(request, Begin)
    draft_id = form.value.draft_id if form.value else uuid4()
    most = request.app.state.settings.drafts_most
    async with transaction(request.app.state.pool) as conn:
        if await allowance.other_drafts(conn, who.subject, draft_id) >= most:
            raise TooManyDrafts(most)
        draft = await handlers.begin(conn, who, draft_id, code, clock.now())
    return RedirectResponse(f"/my/drafts/{draft.draft_id}", 303)


@router.get("/my/drafts/{draft_id}")
async def tasks(request: Request, draft_id: UUID, who: Citizen) -> Response:
    """The parts of the filing and how far each is."""
    shown = await load(request, who, draft_id)
    days = request.app.state.settings.draft_days
    return page(request, "draft/tasks.html", shown, tasks=list(_tasks(shown)), draft_days=days)


@router.get("/my/drafts/{draft_id}/delete")
async def ask_delete(request: Request, draft_id: UUID, who: Citizen) -> Response:
    return page(request, "draft/delete.html", await load(request, who, draft_id))


@router.post("/my/drafts/{draft_id}/delete")
async def delete(request: Request, draft_id: UUID, who: Citizen) -> Response:
    """Out of sight, and a job forgets it with its files; pressed again, it is gone already."""
    async with transaction(request.app.state.pool) as conn:
        await drafts.remove(conn, draft_id, who.subject, clock.now())
    return RedirectResponse(f"/my?removed={draft_id}", 303)


@router.post("/my/drafts/{draft_id}/restore")
async def restore(request: Request, draft_id: UUID, who: Citizen) -> Response:
    """Undo the deletion, while that is possible."""
    async with transaction(request.app.state.pool) as conn:
        await handlers.restore(conn, who, draft_id, clock.now())
    return RedirectResponse(f"/my/drafts/{draft_id}", 303)


async def load(request: Request, who: Principal, draft_id: UUID) -> Open:
    """Their draft, still open. Raises DraftNotFound, DraftFiled."""
    async with request.app.state.pool.acquire(timeout=10) as conn:
        return await load_with(conn, who, draft_id)


async def load_with(conn: Connection, who: Principal, draft_id: UUID) -> Open:
    """The same on a connection that is at hand."""
    draft = await handlers.find(conn, who, draft_id)
    if draft.dossier_id:
        raise DraftFiled(draft_id)
    procedure = await reference.procedure(conn, draft.procedure_code, clock.today())
    if procedure is None:
        raise ProcedureNotFound
    now = Version(procedure, await offices.detail(conn, procedure))
    kept = await files.of_draft(conn, draft_id)
    keys = further(now.detail.handed_in, (file.paper_key for file in kept))
    return Open(
        draft=draft,
        procedure=procedure,
        detail=now.detail,
        files=kept,
        further=await offices.once_asked(conn, procedure.code, keys),
        changes=await _changes(conn, draft, now),
    )


async def _changes(conn: Connection, draft: Draft, now: Version) -> Changes | None:
    """What is other than when it was begun; None: it is the same version."""
    number = draft.procedure_version
    if number in (None, now.procedure.version_):
        return None
    begun = await offices.version(conn, draft.procedure_code, number)
    return changes(begun, now) if begun else None


def page(request: Request, template: str, shown: Open, **context: Any) -> Response:
    """A page of a draft; `base` is where the draft's pages are."""
    base = f"/my/drafts/{shown.draft.draft_id}"
    return render(request, template, shown=shown, base=base, **context)


def _tasks(shown: Open) -> Iterator[Task]:
    answers, base = shown.draft.answers, f"/my/drafts/{shown.draft.draft_id}"
    for part, questions in PARTS.items():
        asked = [one for one in questions if one in answers.asked()]
        done = [one for one in asked if answers.answered(one)]
        begun = any(getattr(answers, field) for one in asked for field in NEEDS[one])
        status = _status(len(done) == len(asked), begun)
        first = next((one for one in asked if one not in done), asked[0])
        yield Task(TITLES[part], status, f"{base}/{first}")
    for paper in shown.papers:
        why = "" if paper.required else N_("Không bắt buộc")
        status = _status(paper.key in shown.kept, begun=False)
        yield Task(paper.name, status, f"{base}/papers/{paper.key}", why)
    for paper in shown.further:
        yield Task(paper.name, TaskStatus.DONE, f"{base}/kept/{paper.key}", FURTHER)
    if shown.is_complete:
        yield Task(N_("Kiểm tra và nộp"), TaskStatus.TO_DO, f"{base}/check")
    else:
        waits_for = NOT_ONLINE if shown.closed else UNFINISHED
        yield Task(N_("Kiểm tra và nộp"), TaskStatus.BLOCKED, why=waits_for)


def _status(done: bool, begun: bool) -> TaskStatus:
    if done:
        return TaskStatus.DONE
    return TaskStatus.DOING if begun else TaskStatus.TO_DO
