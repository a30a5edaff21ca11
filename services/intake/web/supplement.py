"""Sending what Mẫu 02 asked for: a list of the papers, files for each, then one press."""

from typing import Any, NamedTuple
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.intake.domain.commands import Supply
from services.intake.domain.filing import ELECTRONIC, Paper
from services.intake.domain.kept_file import KeptFile
from services.intake.domain.procedure import ONLINE
from services.intake.domain.supplement import Request as Asked
from services.intake.handlers import supplements
from services.intake.handlers.steps import Act
from services.intake.store import files as store
from services.intake.web import doors, standing, uploads
from services.intake.web.doors import Door, Linked, Own, Shown
from services.intake.web.uploads import FIELD, NONE_YET, Sent
from shared import clock, files, outbox
from shared.db import transaction
from shared.web import forms
from shared.web.forms import Form, filled
from shared.web.i18n import N_
from shared.web.pages import render

router = APIRouter(include_in_schema=False)
# Where the request names no paper: what it says in words.
OTHER = "khac"
NOTHING_SENT = N_("Tải lên ít nhất một giấy tờ trước khi gửi.")


class Nothing(BaseModel):
    """A form with a button alone."""


class Asks(NamedTuple):
    """The open request of a dossier, its papers and what was uploaded for them."""

    shown: Shown
    asked: Asked
    papers: dict[str, list[KeptFile]]

    @property
    def missing(self) -> list[str]:
        return [key for key, kept in self.papers.items() if not kept]


@router.get("/my/dossiers/{dossier_id}/supplement")
async def own_list(request: Request, door: Own) -> Response:
    return await _list(request, door)


@router.get("/dossiers/{token}/supplement")
async def linked_list(request: Request, door: Linked) -> Response:
    return await _list(request, door)


@router.post("/my/dossiers/{dossier_id}/supplement")
async def own_send(request: Request, door: Own) -> Response:
    return await _send(request, door)


@router.post("/dossiers/{token}/supplement")
async def linked_send(request: Request, door: Linked) -> Response:
    return await _send(request, door)


@router.get("/my/dossiers/{dossier_id}/supplement/{key}")
async def own_paper(request: Request, door: Own, key: str) -> Response:
    return await _paper(request, door, key, filled())


@router.get("/dossiers/{token}/supplement/{key}")
async def linked_paper(request: Request, door: Linked, key: str) -> Response:
    return await _paper(request, door, key, filled())


@router.post("/my/dossiers/{dossier_id}/supplement/{key}")
async def own_upload(request: Request, door: Own, key: str) -> Response:
    return await _upload(request, door, key)


@router.post("/dossiers/{token}/supplement/{key}")
async def linked_upload(request: Request, door: Linked, key: str) -> Response:
    return await _upload(request, door, key)


async def _list(
    request: Request, door: Door, form: Form[Any] | None = None, status: int = 200
) -> Response:
    asks = await _asks(request, door)
    if asks is None:
        return RedirectResponse(door.base, 303)
    return render(
        request,
        "supplement/list.html",
        status=status,
        door=door,
        asks=asks,
        form=form or filled(),
    )


async def _send(request: Request, door: Door) -> Response:
    """5→1, 5→4 with what was uploaded; a second press finds it sent and is told the same."""
    form = await forms.read(request, Nothing)
    asks = await _asks(request, door)
    if asks is None:
        return RedirectResponse(f"{door.base}?done=supplied", 303)
    if len(asks.missing) == len(asks.papers):
        return await _list(request, door, form.refused("papers", NOTHING_SENT), 422)
    sent = [Paper(key=key, kind=ELECTRONIC, copies=1) for key, kept in asks.papers.items() if kept]
    now, dossier = clock.now(), asks.shown.view.dossier
    async with transaction(request.app.state.pool) as conn:
        act = Act(door.actor, dossier.dossier_id, dossier.version, now)
        await supplements.supply(conn, act, Supply(papers=tuple(sent), channel=ONLINE))
        await store.send(conn, dossier.dossier_id, asks.asked.request_no, now)
    outbox.wake()
    return RedirectResponse(f"{door.base}?done=supplied", 303)


async def _paper(
    request: Request, door: Door, key: str, form: Form[Any], status: int = 200
) -> Response:
    asks = await _asks(request, door)
    if asks is None:
        return RedirectResponse(door.base, 303)
    if key not in asks.papers:
        raise HTTPException(404)
    kept = uploads.shown_files(asks.papers[key], previews=door.own)
    return render(
        request,
        "supplement/paper.html",
        status=status,
        door=door,
        key=key,
        name="" if key == OTHER else asks.shown.paper_name(key),
        kept=kept,
        form=form,
    )


async def _upload(request: Request, door: Door, key: str) -> Response:
    form = await forms.read(request, Sent)
    asks = await _asks(request, door)
    if asks is None:
        return RedirectResponse(door.base, 303)
    if key not in asks.papers:
        raise HTTPException(404)
    if form.value and form.value.remove:
        await _remove(request, form.value.remove, door.dossier_id)
        return RedirectResponse(request.url.path, 303)
    of = {"dossier_id": door.dossier_id, "paper_key": key, "request_no": asks.asked.request_no}
    told = await uploads.keep_all(request, form, asks.papers[key], **of)
    nothing = not form.files and not asks.papers[key]
    if not told.errors and form.first("go_on") and nothing:
        told = told.refused(FIELD, NONE_YET)
    if told.errors:
        return await _paper(request, door, key, told, 422)
    onward = f"{door.base}/supplement" if form.first("go_on") else request.url.path
    return RedirectResponse(onward, 303)


async def _asks(request: Request, door: Door) -> Asks | None:
    """What is asked for; None: nothing is, or it has come."""
    async with request.app.state.pool.acquire(timeout=10) as conn:
        shown = await doors.load(conn, door)
    asked = standing.open_request(shown.view)
    if asked is None:
        return None
    keys = asked.paper_keys or (OTHER,)
    waiting = [one for one in shown.files if one.sent_at is None]
    of_request = [one for one in waiting if one.request_no == asked.request_no]
    papers = {key: [one for one in of_request if one.paper_key == key] for key in keys}
    return Asks(shown, asked, papers)


async def _remove(request: Request, file_id: UUID, dossier_id: UUID) -> None:
    async with transaction(request.app.state.pool) as conn:
        gone = await store.remove_unsent(conn, file_id, dossier_id)
    if gone:
        await files.remove(request.app.state.settings.files_dir, [file_id])
