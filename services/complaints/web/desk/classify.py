"""Classifying a petition at a desk."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from services.complaints import store
from services.complaints.domain.codes import DENUNCIATION
from services.complaints.domain.registration import Classification
from services.complaints.handlers import desk
from services.complaints.handlers import petition as handlers
from services.complaints.handlers.desk import Sheet
from services.complaints.web.desk import words
from services.complaints.web.desk.deciding import built, decide, given_in
from services.complaints.web.desk.sheets import SAYS, Classifying
from services.complaints.web.desk.showing import show_sheet, unchanged, yes
from shared import reference
from shared.auth import Principal, may
from shared.clock import now, today
from shared.db import Connection, transaction
from shared.web import forms
from shared.web.forms import Form, filled
from shared.web.params import Choice

router = APIRouter(include_in_schema=False)
Asker = Annotated[Principal, Depends(may("petition.classify"))]
PATH = "/desk/petitions/{petition_id}/classify"
# A denunciation can be said, and is then sent to its own register.
KINDS = (*words.choices("kind"), Choice(DENUNCIATION, "Tố cáo"))


@router.get(PATH)
async def ask(request: Request, petition_id: UUID, who: Asker) -> Response:
    async with transaction(request.app.state.pool) as conn:
        sheet = await desk.petition(conn, who, petition_id)
        form = filled(**await _known(conn, sheet))
        return await _page(request, conn, who, sheet, form)


@router.post(PATH)
async def send(request: Request, petition_id: UUID, who: Asker) -> Response:
    form: Form[Any] = await forms.read(request, Classifying, SAYS)
    if form.value:
        form = await _send(request, petition_id, who, form)
    if isinstance(form, Response):
        return form
    async with transaction(request.app.state.pool) as conn:
        sheet = await desk.petition(conn, who, petition_id)
        return await _page(request, conn, who, sheet, form)


async def _send(request: Request, petition_id: UUID, who: Principal, form: Form[Any]) -> Any:
    given: Classifying = given_in(form)
    dossier_id = None
    if given.dossier_code:
        async with transaction(request.app.state.pool) as conn:
            dossier_id = await store.dossier_id_of(conn, given.dossier_code.upper())
        if dossier_id is None:
            return form.refused("dossier_code", "Không có hồ sơ mang mã này.")
    eligible = yes(given.eligible)
    form, told = built(
        form,
        Classification,
        **given.model_dump(include={"kind", "field", "earlier_handling", "competence", "on"}),
        eligible=eligible,
        ineligible_reason=None if eligible else given.ineligible_reason,
        complex=yes(given.complex),
        remote=yes(given.remote),
        dossier_id=dossier_id,
    )
    if told is None:
        return form
    classification = told

    async def work(conn: Connection) -> str:
        await unchanged(conn, petition_id, form)
        seal = request.app.state.seal
        await handlers.classify(conn, seal, who, petition_id, classification, now(), uuid4())
        return f"/desk/petitions/{petition_id}?saved=1"

    return await decide(request, who, form, work)


async def _known(conn: Connection, sheet: Sheet) -> dict[str, Any]:
    """What was found before, else what is likely: the sender's word, the unit's own flag."""
    petition, found = sheet.petition, sheet.petition.classification
    if found:
        return {
            **found.model_dump(
                include={"kind", "field", "earlier_handling", "ineligible_reason", "competence"}
            ),
            "eligible": "yes" if found.eligible else "no",
            "complex": "yes" if found.complex else "no",
            "remote": "yes" if found.remote else "no",
            "dossier_code": sheet.dossier.dossier_code if sheet.dossier else None,
            "on": today(),
        }
    unit = await reference.unit(conn, petition.unit_id, today())
    return {
        "kind": petition.stated_kind,
        "earlier_handling": "NONE",
        "eligible": "no" if petition.signatures == "ANONYMOUS" else "yes",
        "ineligible_reason": "ANONYMOUS" if petition.signatures == "ANONYMOUS" else None,
        "competence": "OWN",
        "complex": "no",
        "remote": "yes" if unit and unit.remote else "no",
        "on": today(),
    }


async def _page(
    request: Request, conn: Connection, who: Principal, sheet: Sheet, form: Form[Any]
) -> Response:
    return await show_sheet(
        request,
        conn,
        who,
        sheet,
        "desk/classify.html",
        form,
        kinds=KINDS,
        fields=words.choices("complaint_field"),
        earlier=words.choices("earlier"),
        reasons=words.choices("ineligible"),
        competences=words.choices("competence"),
        yes_no=words.YES_NO,
    )
