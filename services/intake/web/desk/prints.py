"""Papers as PDF and the files of a dossier. Looking changes nothing; the secret is printed once."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path
from starlette.requests import Request
from starlette.responses import Response

from services.intake.access import KIND
from services.intake.domain.dossier import Dossier
from services.intake.domain.refusals import PaperNotFound
from services.intake.domain.slip import Slip
from services.intake.domain.supplement import Request as Asking
from services.intake.papers import mau01, mau02, mau03
from services.intake.papers.office import office
from services.intake.papers.sheet import Person, Sheet
from services.intake.papers.words import HandedIn
from services.intake.store import files, printings
from services.intake.store.reading import View
from services.intake.web.desk import needs
from services.intake.web.desk.dossier import Open, load
from services.intake.web.desk.room import link_keys
from shared import audit, clock, lookup
from shared import files as disk
from shared.auth import Principal, may
from shared.db import transaction
from shared.events import codes
from shared.events.types import in_vietnam
from shared.files import Kept
from shared.web import formats
from shared.web.frame import province_name
from shared.web.sites import sites

router = APIRouter(include_in_schema=False)
Reader = Annotated[Principal, Depends(may("dossier.read"))]
Receiver = Annotated[Principal, Depends(may("dossier.receive"))]
Kind = Literal["mau01", "mau02", "mau03"]
SLIP: Kind = "mau01"
Number = Annotated[int, Path(ge=1, le=999)]
MOVED = {
    "RESTART": "hồ sơ đã bổ sung, thời hạn được tính lại từ đầu",
    "PAUSE": "thời gian chờ bổ sung không tính vào thời hạn giải quyết",
}


@router.get("/desk/dossiers/{dossier_id}/papers/{kind}/{n}.pdf")
async def paper(request: Request, dossier_id: UUID, kind: Kind, n: Number, who: Reader) -> Response:
    """A paper as PDF, without the secret: whoever may read the dossier may print it."""
    async with transaction(request.app.state.pool) as conn:
        opened = await load(request, conn, who, dossier_id)
        again = await printings.was(conn, opened.view.dossier, kind, n)
        pdf = await _print(request, opened, kind, n, reprint=again)
        await audit.record(conn, str(who.staff_id), "paper.print", "dossier", str(dossier_id))
    return _pdf(pdf, f"{kind}-{opened.reference}-{n}")


@router.post("/desk/dossiers/{dossier_id}/papers/mau01/{n}.pdf")
async def slip(request: Request, dossier_id: UUID, n: Number, who: Receiver) -> Response:
    """The slip for the applicant: with the secret the first time, a reprint from then on."""
    async with transaction(request.app.state.pool) as conn:
        opened = await load(request, conn, who, dossier_id)
        dossier = opened.view.dossier
        again = await printings.add(conn, dossier, SLIP, n, clock.now(), who)
        secret = "" if again or n > 1 else _secret(request, dossier)
        pdf = await _print(request, opened, SLIP, n, reprint=again, secret=secret)
        await audit.record(conn, str(who.staff_id), "paper.print", "dossier", str(dossier_id))
    return _pdf(pdf, f"{SLIP}-{opened.reference}-{n}")


def _pdf(pdf: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.get("/desk/dossiers/{dossier_id}/files/{file_id}")
async def file(request: Request, dossier_id: UUID, file_id: UUID, who: Reader) -> Response:
    """A file that was handed in, to be saved."""
    async with transaction(request.app.state.pool) as conn:
        await load(request, conn, who, dossier_id)
        kept = await files.of_dossier(conn, dossier_id)
        await audit.record(conn, str(who.staff_id), "file.read", "dossier", str(dossier_id))
    found = next((f for f in kept if f.file_id == file_id and f.sent_at), None)
    folder = request.app.state.settings.files_dir
    if found is None or not disk.place(folder, file_id).exists():
        raise PaperNotFound
    return disk.served(
        folder, Kept(found.file_id, found.name, found.kind, found.size, found.sha256)
    )


async def _print(
    request: Request, opened: Open, kind: Kind, n: int, *, reprint: bool, secret: str = ""
) -> bytes:
    """Raises PaperNotFound for a paper that was never given out."""
    view = opened.view
    if kind == "mau01":
        given = next((given for given in view.slips if given.slip_no == n), None)
        if given is None:
            raise PaperNotFound
        return await mau01.print_slip(_slip(request, opened, given, secret, reprint=reprint))
    if kind == "mau02":
        asked = next((asked for asked in view.requests if asked.request_no == n), None)
        if asked is None:
            raise PaperNotFound
        return await mau02.print_request(_asked(request, opened, asked, reprint=reprint))
    return await _refusal(request, opened, n, reprint=reprint)


def _slip(request: Request, opened: Open, slip: Slip, secret: str, *, reprint: bool) -> mau01.Slip:
    dossier = opened.view.dossier
    if dossier.limit is None or dossier.received_at is None:
        raise PaperNotFound
    settings = request.app.state.settings
    at = sites(settings)
    moved = None
    if slip.old_due_at:
        moved = mau01.Moved(in_vietnam(slip.old_due_at), MOVED[dossier.clock])
    token = request.app.state.keys.token(dossier)
    return mau01.Slip(
        sheet=_sheet(request, opened, slip.staff_id, slip.issued_at, reprint=reprint),
        no=slip.slip_no,
        papers=[HandedIn(paper.name, paper.kind, paper.copies) for paper in opened.papers],
        limit=dossier.limit,
        limit_reason=dossier.limit_reason or "",
        received_at=dossier.received_at,
        due_at=slip.due_at,
        return_channel=dossier.return_channel,
        fees=dossier.fees,
        fees_by_resolution=any(fee.amount is None for fee in opened.detail.fees),
        link=f"{at.intake}/dossiers/{token}",
        look_up=f"{at.intake.partition('://')[2]}/look-up",
        book=f"{dossier.register_book:02}" if dossier.register_book else "",
        entry=str(dossier.register_no or ""),
        moved=moved,
        secret=secret,
    )


def _secret(request: Request, dossier: Dossier) -> str:
    """What was given at the counter; a dossier filed online, or reissued since, has another."""
    return lookup.secret_again(link_keys(request), KIND, dossier.dossier_id, dossier.secret_hash)


def _asked(request: Request, opened: Open, asked: Asking, *, reprint: bool) -> mau02.Request:
    view = opened.view
    names = {paper.key: paper.name for paper in opened.detail.papers}
    wanted = needs.wanted(opened)
    why = "; ".join(codes.label("supplement", code) for code in asked.reason_codes)
    number = view.numbers.get(("MAU_02", asked.request_no))
    return mau02.Request(
        sheet=_sheet(
            request,
            opened,
            asked.staff_id,
            asked.asked_at,
            reprint=reprint,
            number=f"{number.number:04}/HDHS" if number else "",
        ),
        asked=[
            mau02.Asked(HandedIn(names.get(key, key), wanted[key].kind, wanted[key].copies), why)
            for key in asked.paper_keys
            if key in wanted
        ],
        reason=asked.reason,
        answer_by=asked.answer_by,
        clock=view.dossier.clock if asked.clock_stopped_at else mau02.NOT_RECEIVED,
    )


async def _refusal(request: Request, opened: Open, n: int, *, reprint: bool) -> bytes:
    view = opened.view
    refused = next((action for action in view.actions if action.step == "REFUSE"), None)
    number = view.numbers.get(("MAU_03", n))
    if refused is None or number is None:
        raise PaperNotFound
    sheet = _sheet(
        request,
        opened,
        refused.staff_id,
        refused.at,
        reprint=reprint,
        number=f"{number.number:04}/HDHS",
    )
    return await mau03.print_refusal(mau03.Refusal(sheet, refused.note or ""))


def _sheet(
    request: Request,
    opened: Open,
    staff_id: UUID | None,
    issued_at: datetime,
    *,
    reprint: bool,
    number: str = "",
) -> Sheet:
    view: View = opened.view
    dossier, party = view.dossier, view.party
    if view.unit is None:
        raise PaperNotFound
    official = view.officials.get(staff_id) if staff_id else None
    received = dossier.received_at or dossier.submitted_at
    return Sheet(
        office=office(view.unit, province_name(request.app.state.settings.province)),
        person=Person(
            party.name, party.address or "", formats.phone(party.phone), party.email or ""
        ),
        matter=dossier.request or opened.name,
        reference=opened.reference,
        official=official.name if official else "",
        issued_at=issued_at,
        law_of=received,
        number=number,
        received=dossier.received_at is not None,
        reprint=reprint,
    )
