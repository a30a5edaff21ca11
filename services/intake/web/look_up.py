"""Looking a dossier up by its reference and its secret: no account, no names."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.intake.domain.code import as_code, begins_with
from services.intake.keys import KIND, Keys
from services.intake.store import dossiers, own, reading
from shared import clock, lookup
from shared.auth import anyone
from shared.db import Connection
from shared.lookup import Tried
from shared.web import forms
from shared.web.forms import Form, filled
from shared.web.i18n import N_
from shared.web.pages import render

router = APIRouter(include_in_schema=False, dependencies=[Depends(anyone("dossier.look_up"))])
WRONG = N_(
    "Mã hồ sơ hoặc mã tra cứu chưa đúng. Kiểm tra lại trên Giấy tiếp nhận."
    " Sau 5 lần sai, phải chờ 15 phút."
)
LOCKED = N_("Đã nhập sai 5 lần. Chờ 15 phút rồi thử lại.")
CODE, SECRET = N_("Nhập mã hồ sơ."), N_("Nhập mã tra cứu gồm 8 ký tự.")


class LookUp(BaseModel):
    code: Annotated[str, Field(max_length=100)]
    secret: Annotated[str, Field(max_length=100)]


@router.get("/look-up")
async def ask(request: Request, code: Annotated[str, Query(max_length=100)] = "") -> Response:
    return render(request, "look_up.html", form=filled(code=code))


@router.post("/look-up")
async def take(request: Request) -> Response:
    """Right: to the dossier's own link. Wrong, unknown and locked codes are told alike."""
    form = await forms.read(request, LookUp, {"code": CODE, "secret": SECRET})
    if form.value is None:
        return _again(request, form)
    pool = request.app.state.pool
    keys: Keys = request.app.state.keys
    link_keys = request.app.state.settings.link_keys()
    code = as_code(form.value.code)  # what is found and what is counted: one spelling
    async with pool.acquire(timeout=10) as conn:
        found = await _find(conn, code)
    kept = found[1] if found else None
    tried = await lookup.verify(pool, link_keys, KIND, code, form.value.secret, kept, clock.now())
    # Whether there is such a code must not be told by how long the answer takes: no work before.
    if found is None or not tried:
        return _again(request, form.refused("code", LOCKED if tried is Tried.LOCKED else WRONG))
    async with pool.acquire(timeout=10) as conn:
        dossier = await dossiers.find(conn, found[0])
    if dossier is None:
        return _again(request, form.refused("code", WRONG))
    token = keys.token(dossier)
    return RedirectResponse(f"/dossiers/{token}", 303)


async def _find(conn: Connection, code: str) -> tuple[UUID, bytes | None] | None:
    """By the code of the slip, or by the temporary reference of an online filing."""
    if beginning := begins_with(code):
        return await own.by_beginning(conn, beginning)
    return await reading.by_code(conn, code)


def _again(request: Request, form: Form[LookUp]) -> Response:
    """What was typed stays, but for the secret."""
    values = {name: kept for name, kept in form.values.items() if name != "secret"}
    shown: Form[LookUp] = Form(values=values, errors=form.errors)
    return render(request, "look_up.html", status=422, form=shown)
