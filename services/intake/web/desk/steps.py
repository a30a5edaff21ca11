"""The steps of officials, each on a page of its own: what it needs, what will happen, back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.intake.domain.dossier import Dossier
from services.intake.domain.offers import LABELS, Doing
from services.intake.domain.refusals import ChangedMeanwhile
from services.intake.handlers import acceptance, forwarding, outcome, supplements
from services.intake.handlers.steps import Act
from services.intake.store import files
from services.intake.web.desk import dossier as pages
from services.intake.web.desk import needs, once, orders, result_file, timeline
from services.intake.web.desk.dossier import Open
from shared import clock
from shared.auth import Principal, may
from shared.db import Connection, transaction
from shared.problem import Problem
from shared.web import forms
from shared.web.forms import Form, filled
from shared.web.pages import render

router = APIRouter(include_in_schema=False)
VERSION = "version"
# Fields of a command that its form asks for in other words.
FIELDS = {"limit": "limit_amount", "staff_id": "to"}
Work = Callable[[Request, Connection, Act, Any, Open], Awaitable[Dossier]]
Prepare = Callable[[Request, Principal, UUID, Form[Any]], Awaitable[Form[Any]]]


@dataclass(frozen=True, slots=True)
class Page:
    """A step: its right, its form, its work, and what its button says."""

    doing: Doing
    action: str
    form: type[BaseModel]
    work: Work
    button: str
    onward: str = ""  # the page after it; empty: the dossier, which says what was done
    prepare: Prepare | None = None  # what comes with the form, kept before the step is tried


async def _accept(
    request: Request, conn: Connection, act: Act, said: orders.Accept, opened: Open
) -> Dossier:
    numbers = request.app.state.numbers
    return await acceptance.accept(conn, numbers, act, said.command(opened.view.dossier))


async def _refuse(
    _: Request, conn: Connection, act: Act, said: orders.Refuse, opened: Open
) -> Dossier:
    return await acceptance.refuse(conn, act, said.command(opened.view.dossier))


async def _forward(
    _: Request, conn: Connection, act: Act, said: orders.Forward, opened: Open
) -> Dossier:
    return await forwarding.forward(conn, act, said.command(opened.view.dossier))


async def _supplement(
    _: Request, conn: Connection, act: Act, said: orders.Supplement, opened: Open
) -> Dossier:
    return await supplements.request_supplement(conn, act, said.command(opened.view.dossier))


async def _supply(
    _: Request, conn: Connection, act: Act, said: orders.Supplied, opened: Open
) -> Dossier:
    command = said.command(opened.view.dossier, needs.wanted(opened))
    return await supplements.supply(conn, act, command)


async def _complete(
    _: Request, conn: Connection, act: Act, said: orders.Complete, opened: Open
) -> Dossier:
    uploaded = await files.waiting_result(conn, act.dossier_id)
    command = said.command(opened.view.dossier, uploaded.file_id if uploaded else None)
    return await outcome.complete(conn, act, command)


async def _return(
    _: Request, conn: Connection, act: Act, said: orders.Return, opened: Open
) -> Dossier:
    return await outcome.give_back(conn, act, said.command(opened.view.dossier))


PAGES = (
    Page(Doing.ACCEPT, "dossier.accept", orders.Accept, _accept, "Tiếp nhận", "/received"),
    Page(Doing.REFUSE, "dossier.refuse", orders.Refuse, _refuse, "Từ chối tiếp nhận"),
    Page(Doing.FORWARD, "dossier.forward", orders.Forward, _forward, "Chuyển hồ sơ"),
    Page(
        Doing.SUPPLEMENT,
        "dossier.request_supplement",
        orders.Supplement,
        _supplement,
        "Yêu cầu bổ sung",
    ),
    Page(Doing.SUPPLY, "dossier.supply", orders.Supplied, _supply, "Nhận giấy tờ bổ sung"),
    Page(
        Doing.COMPLETE,
        "dossier.complete",
        orders.Complete,
        _complete,
        "Phê duyệt",
        prepare=result_file.keep,
    ),
    Page(Doing.RETURN, "dossier.return", orders.Return, _return, "Trả kết quả"),
)


def _routes(page: Page) -> None:
    path = f"/desk/dossiers/{{dossier_id}}/{page.doing}"
    Doer = Annotated[Principal, Depends(may(page.action))]

    async def show(request: Request, dossier_id: UUID, who: Doer) -> Response:
        async with transaction(request.app.state.pool) as conn:
            opened = await pages.load(request, conn, who, dossier_id)
            needed = await needs.of(conn, page.doing, opened)
        form = filled(
            **needed.prefilled,
            version=opened.view.dossier.version,
            idempotency_key=once.new_key(),
        )
        return _page(request, page, opened, needed, form)

    async def take(request: Request, dossier_id: UUID, who: Doer) -> Response:
        form = await forms.read(request, page.form, orders.SAYS)
        changed = None
        if page.prepare is not None:
            form = await page.prepare(request, who, dossier_id, form)
        if form.value is not None:
            try:
                return RedirectResponse(await _do(request, who, page, dossier_id, form), 303)
            except ChangedMeanwhile as problem:
                changed = problem
            except Problem as problem:
                form = refused(form, problem)
        async with transaction(request.app.state.pool) as conn:
            opened = await pages.load(request, conn, who, dossier_id)
            needed = await needs.of(conn, page.doing, opened)
        return _page(request, page, opened, needed, form, changed)

    router.add_api_route(path, show, methods=["GET"], name=f"desk_{page.doing}")
    router.add_api_route(path, take, methods=["POST"], name=f"desk_{page.doing}_taken")


async def _do(
    request: Request, who: Principal, page: Page, dossier_id: UUID, form: Form[Any]
) -> str:
    """Take the step; where to go on. Raises what the step refuses."""
    version = form.first(VERSION)
    seen = int(version) if version.isdecimal() and len(version) < 10 else 0

    async def work(conn: Connection) -> str:
        opened = await pages.load(request, conn, who, dossier_id)
        act = Act(who, dossier_id, seen, clock.now())
        await page.work(request, conn, act, form.value, opened)
        return f"/desk/dossiers/{dossier_id}{page.onward or f'?done={page.doing}'}"

    return await once.run(request, who, form, work)


def refused(form: Form[Any], problem: Problem) -> Form[Any]:
    """The form with what the service refused: at its field, or on top. Others are no form's."""
    if problem.status not in (403, 409, 422):
        raise problem
    if problem.fields:
        for fault in problem.fields:
            form = form.refused(FIELDS.get(fault.field, fault.field), problem.title)
        return form
    return form.refused("", f"{problem.title}.")


def _page(
    request: Request,
    page: Page,
    opened: Open,
    needed: needs.Needs,
    form: Form[Any],
    changed: ChangedMeanwhile | None = None,
) -> Response:
    status = 409 if changed else 422 if form.errors else 200
    return render(
        request,
        f"desk/steps/{page.doing}.html",
        status=status,
        doing=page.doing,
        label=LABELS[page.doing],
        button=page.button,
        form=form,
        key=form.first(once.FIELD),
        needed=needed,
        changed=_changed(changed),
        **pages.context(opened),
    )


def _changed(changed: ChangedMeanwhile | None) -> Mapping[str, Any] | None:
    """Who was faster and what they did."""
    if changed is None:
        return None
    return {
        "who": changed.name or ("Cán bộ khác" if changed.staff_id else "Người nộp hồ sơ"),
        "at": changed.at,
        "did": timeline.sentence(changed.step),
    }


for _each in PAGES:
    _routes(_each)
