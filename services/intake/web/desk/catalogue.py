"""The catalogue from a file: tried first, read by a person, then taken as they have read it.

The catalogue is the province's: only its own procedure controller gets in here.
"""

import asyncio
import hashlib
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.intake.catalogue import top
from services.intake.domain.import_run import Run
from services.intake.domain.imported import Kind, Terms
from services.intake.handlers.actor import official
from services.intake.handlers.imports import Ask
from services.intake.importing import shown, taking, template
from services.intake.importing.taking import Read
from services.intake.store import import_runs as store
from services.intake.store.import_runs import Told
from services.intake.web.desk.room import enter
from shared import audit, clock, outbox
from shared.auth import Principal, may
from shared.db import Connection, transaction
from shared.files import plain_name
from shared.web import forms
from shared.web.forms import Form, filled
from shared.web.pages import render

router = APIRouter(include_in_schema=False)
PAGE = "/desk/catalogue"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 20 * 2**20
HISTORY, ROWS = 50, 200
LEFT_FOR = timedelta(days=1)  # a file that was tried and not taken
Controller = Annotated[Principal, Depends(may("procedure.import"))]
Why = Annotated[str, Query(alias="not", max_length=20)]
NOT_KEPT = {
    "busy": "Chưa nhập: một lần nhập khác đang chạy. Đợi xong rồi xác nhận lại.",
    "changed": "Chưa nhập: kết quả không còn như khi kiểm tra. Xem lại kết quả dưới đây.",
}
NO_FILE = "Chọn tệp danh mục để nhập."
TOO_LARGE = "Tệp lớn hơn 20 MB. Chia thành nhiều tệp rồi nhập lần lượt."


class Upload(BaseModel):
    """The day from which versions of rows that state none are in force; today where it is empty."""

    begins: date | None = None


class Confirmed(BaseModel):
    """`taken`: `code field` of each difference where the file is right; `settled`: ask no more."""

    taken: list[str] = []
    settled: str = ""


class Busy(Exception):
    """Another import runs: nothing is kept, and it may be pressed again."""


class Elsewise(Exception):
    """It would not come to what was shown: nothing is kept."""

    def __init__(self, told: Told, *, waits: bool) -> None:
        super().__init__()
        self.told, self.waits = told, waits


@router.get(PAGE)
async def start(request: Request, who: Controller) -> Response:
    """Nhập danh mục thủ tục hành chính và các lần nhập trước."""
    return await _start(request, who, filled())


@router.get(f"{PAGE}/template.xlsx")
async def empty_book(request: Request, who: Controller) -> Response:
    """The book to fill in."""
    async with request.app.state.pool.acquire(timeout=10) as conn:
        await _require(request, conn, who)
    headers = {"Content-Disposition": 'attachment; filename="mau-nhap-thu-tuc.xlsx"'}
    return Response(template.empty(), media_type=XLSX, headers=headers)


@router.post(PAGE)
async def try_out(request: Request, who: Controller) -> Response:
    """Read and judge a file; nothing of it is kept yet but the file itself."""
    form = await forms.read(request, Upload)
    async with request.app.state.pool.acquire(timeout=10) as conn:
        await _require(request, conn, who)
    upload = next(iter(form.files.get("file", ())), None)
    content = await upload.read(MOST_BYTES + 1) if upload else b""
    if not content or upload is None:
        form = form.refused("file", NO_FILE)
    elif len(content) > MOST_BYTES:
        form = form.refused("file", TOO_LARGE)
    if upload is None or form.value is None:
        return await _start(request, who, form, 422)
    run = await _try(request, who, upload, content, form.value.begins)
    return RedirectResponse(f"{PAGE}/{run.import_id}", 303)


@router.get(f"{PAGE}/{{import_id}}")
async def show(request: Request, import_id: UUID, who: Controller, why: Why = "") -> Response:
    """What became, or would become, of each row."""
    async with transaction(request.app.state.pool) as conn:
        run = await _run(request, conn, who, import_id)
        report = await store.report(conn, import_id)
        await enter(request, conn, who)
    by_kind = {kind.value: [r for r in report["rows"] if r["kind"] == kind] for kind in Kind}
    return render(
        request,
        "desk/catalogue/run.html",
        run=run,
        by_kind=by_kind,
        differing=[row for row in report["rows"] if row["differences"]],
        faults=report["faults"],
        most=ROWS,
        form=filled(),
        not_kept="" if run.kept_at else NOT_KEPT.get(why, ""),
    )


@router.get(f"{PAGE}/{{import_id}}/report.csv")
async def whole_report(request: Request, import_id: UUID, who: Controller) -> Response:
    """All rows, for a spreadsheet."""
    async with transaction(request.app.state.pool) as conn:
        await _run(request, conn, who, import_id)
        report = await store.report(conn, import_id)
    body = "\ufeff" + shown.table(report)
    headers = {"Content-Disposition": f'attachment; filename="ket-qua-{import_id}.csv"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


@router.post(f"{PAGE}/{{import_id}}")
async def confirm(request: Request, import_id: UUID, who: Controller) -> Response:
    """Take it as it was shown; pressed twice it is taken once."""
    form = await forms.read(request, Confirmed)
    said = form.value or Confirmed()
    async with transaction(request.app.state.pool) as conn:
        run = await _run(request, conn, who, import_id)
        content = await store.content(conn, import_id)
    page = f"{PAGE}/{import_id}"
    if content is None:
        return RedirectResponse(page, 303)
    now = clock.now()
    told = await _read(request, run.file_name, content, now)
    ask = _ask(who, run.begins, content, now, said)
    try:
        async with transaction(request.app.state.pool) as conn:
            await _take(conn, import_id, told, ask)
    except Busy:
        return RedirectResponse(f"{page}?not=busy", 303)
    except Elsewise as elsewise:
        async with transaction(request.app.state.pool) as conn:
            await store.tried_again(conn, import_id, elsewise.told, waits=elsewise.waits)
        return RedirectResponse(f"{page}?not=changed", 303)
    outbox.wake()
    return RedirectResponse(page, 303)


async def _take(conn: Connection, import_id: UUID, told: Read, ask: Ask) -> None:
    """Raises Busy, Elsewise."""
    held = await store.hold(conn, import_id)
    if not held.waits:
        return
    report = await taking.take(conn, told, ask)
    came_to = await asyncio.to_thread(shown.told, report)
    if any(fault.why == "busy" for fault in report.faults):
        raise Busy
    if report.faults or came_to.fingerprint != held.fingerprint:
        raise Elsewise(came_to, waits=not report.faults)
    await store.kept(conn, import_id, came_to, ask.at)


async def _try(
    request: Request, who: Principal, upload: UploadFile, content: bytes, begins: date | None
) -> Run:
    now, name = clock.now(), plain_name(upload.filename or "")
    told = await _read(request, name, content, now)
    day = begins or now.date()
    async with transaction(request.app.state.pool) as conn:
        report = await taking.take(conn, told, _ask(who, day, content, now, None))
        actor = str(official(who))
        run = Run(import_id=uuid4(), at=now, actor=actor, file_name=name, begins=day, counts={})
        kept = None if report.faults else content
        await store.add(conn, run, await asyncio.to_thread(shown.told, report), kept)
        await store.let_go(conn, now - LEFT_FOR)
        await audit.record(conn, actor, "procedure.try", "import", str(run.import_id))
    return run


async def _read(request: Request, name: str, content: bytes, now: datetime) -> Read:
    state = request.app.state
    return await taking.read(state.pool, state.settings.province, name, content, now.date())


def _ask(
    who: Principal, begins: date, content: bytes, now: datetime, said: Confirmed | None
) -> Ask:
    """`said` is None where it is only tried. A day that has passed meanwhile is today."""
    parted = (one.partition(" ") for one in (said.taken if said else ()))
    taken = frozenset((code, field) for code, _, field in parted)
    return Ask(
        actor=str(official(who)),
        file=hashlib.sha256(content).hexdigest(),
        terms=Terms(max(begins, now.date()), taken=taken),
        at=now,
        dry_run=said is None,
        keep=bool(said and said.settled),
    )


async def _run(request: Request, conn: Connection, who: Principal, import_id: UUID) -> Run:
    await _require(request, conn, who)
    run = await store.find(conn, import_id)
    if run is None:
        raise HTTPException(404)
    return run


async def _require(request: Request, conn: Connection, who: Principal) -> None:
    """Raises UnitForbidden for who controls the procedures of a unit below."""
    province = top(request.app.state.settings.province, clock.today())
    await who.require_unit(conn, province.unit_id)


async def _start(request: Request, who: Principal, form: Form[Any], status: int = 200) -> Response:
    async with transaction(request.app.state.pool) as conn:
        await _require(request, conn, who)
        await enter(request, conn, who)
        history = await store.latest(conn, HISTORY)
    return render(request, "desk/catalogue/start.html", status=status, form=form, history=history)
