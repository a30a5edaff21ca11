"""A form that changes something: done once however often it is pressed, nothing typed is lost."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.complaints.domain.refusals import ChangedMeanwhile
from services.complaints.seal import Seal
from shared import idempotency, outbox
from shared.auth import Principal
from shared.db import Connection, transaction
from shared.idempotency import Answer, Scope
from shared.problem import Problem
from shared.telemetry import route_template
from shared.web.forms import Form

M = TypeVar("M", bound=BaseModel)
Work = Callable[[Connection], Awaitable[str]]  # gives the address that it leads to
KEY = "idempotency_key"
REFUSED = frozenset({409, 422})


class Typed(BaseModel):
    """What a form held, for a digest that tells a second press from another request."""

    path: str
    values: dict[str, list[str]]


def new_key() -> str:
    """For the hidden field of a form."""
    return secrets.token_urlsafe(18)


def given_in(form: Form[Any]) -> Any:
    """The model of a form that was read without a fault."""
    return form.value


def built(form: Form[Any], model: type[M], **values: Any) -> tuple[Form[Any], M | None]:
    """What the domain reads of a form, or the form with what it finds wrong."""
    given = {name: value for name, value in values.items() if value is not None}
    try:
        return form, model(**given)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            form = form.refused(str(fault["loc"][0]) if fault["loc"] else "", fault["msg"])
        return form, None


async def decide(
    request: Request, who: Principal, form: Form[Any], work: Work
) -> Response | Form[Any]:
    """Do it and lead on, or the form with the refusal: at its field, or above all."""
    try:
        return RedirectResponse(await _once(request, who, form, work), 303)
    except ChangedMeanwhile as refused:
        return form.refused("", f"{refused.title}: {refused.detail} {STILL_THERE}")
    except Problem as refused:
        if refused.status not in REFUSED:
            raise
        for fault in refused.fields:
            form = form.refused(fault.field, fault.message)
        return form if refused.fields else form.refused("", _said(refused))


STILL_THERE = "Nội dung bạn nhập vẫn còn dưới đây; xem lại đơn trước khi bấm lần nữa."


def _said(refused: Problem) -> str:
    return f"{refused.title}. {refused.detail}" if refused.detail else f"{refused.title}."


async def _once(request: Request, who: Principal, form: Form[Any], work: Work) -> str:
    scope = _scope(request, who, form.first(KEY))
    async with transaction(request.app.state.pool) as conn:
        kept = await idempotency.begin(conn, scope, *_digests(request, form)) if scope else None
        if kept:
            return kept.body.decode()
        where = await work(conn)
        if scope:
            await idempotency.keep(conn, scope, Answer(303, where.encode()))
    outbox.wake()
    return where


def _scope(request: Request, who: Principal, key: str) -> Scope | None:
    if not key or len(key) > idempotency.LONGEST or not key.isascii():
        return None
    return Scope(who.subject, request.method, route_template(request.scope) or "", key)


def _digests(request: Request, form: Form[Any]) -> list[bytes]:
    """Not a plain hash: it would let a reader of the table try out who sent a petition."""
    seal: Seal = request.app.state.seal
    values = {name: list(given) for name, given in form.values.items()}
    typed = Typed(path=request.url.path, values=values)
    return [one.digest.encode() for one in seal.digests(typed)]
