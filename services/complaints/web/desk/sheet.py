"""The page of a petition or a case: where it stands, what was done, what may be done now."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from services.complaints.domain.case import Case
from services.complaints.domain.petition import Petition
from services.complaints.domain.running import running
from services.complaints.handlers import desk, opening
from services.complaints.handlers.books import law
from services.complaints.handlers.desk import Sheet
from services.complaints.handlers.opening import Opened
from services.complaints.web.desk import actions, frame, words
from services.complaints.web.why import why
from shared import reference
from shared.auth import Principal, may
from shared.clock import now, today
from shared.db import Connection, transaction
from shared.web import formats, tags
from shared.web.formats import day
from shared.web.parts import Fact, Step

router = APIRouter(include_in_schema=False)


@router.get("/desk/petitions/{petition_id}")
async def petition(
    request: Request, petition_id: UUID, who: Annotated[Principal, Depends(may("petition.read"))]
) -> Response:
    async with transaction(request.app.state.pool) as conn:
        sheet = await desk.petition(conn, who, petition_id)
        roles = await desk.roles(conn, who, today())
        offers = actions.of_petition(sheet.petition, roles)
        opens = "/content" if {"petition_officer", "case_leader"} & roles else ""
        opens = f"/desk/petitions/{petition_id}{opens}" if opens else ""
        return await _page(request, conn, who, sheet, offers, opens)


@router.get("/desk/cases/{case_id}")
async def case(
    request: Request, case_id: UUID, who: Annotated[Principal, Depends(may("case.read"))]
) -> Response:
    async with transaction(request.app.state.pool) as conn:
        sheet = await desk.case(conn, who, case_id)
        roles = await desk.roles(conn, who, today())
        offers = actions.of_case(sheet.case, roles) if sheet.case else []
        opens = {"petition_officer", "case_leader"} & roles
        link = f"/desk/petitions/{sheet.petition.petition_id}/content" if opens else ""
        return await _page(request, conn, who, sheet, offers, link)


@router.get("/desk/verifications/{case_id}")
async def assigned(
    request: Request, case_id: UUID, who: Annotated[Principal, Depends(may("case.read_assigned"))]
) -> Response:
    """The same case for the verifier to whom it is named."""
    async with transaction(request.app.state.pool) as conn:
        sheet = await desk.assigned(conn, who, case_id)
        link = f"/desk/verifications/{case_id}/content"
        return await _page(request, conn, who, sheet, [], link)


@router.get("/desk/petitions/{petition_id}/content")
async def content(
    request: Request, petition_id: UUID, who: Annotated[Principal, Depends(may("petition.open"))]
) -> Response:
    """Who sent it and what it says; that it was opened is written down."""
    async with transaction(request.app.state.pool) as conn:
        opened = await opening.petition(conn, request.app.state.seal, who, petition_id)
        back = f"/desk/petitions/{petition_id}"
        return await _opened(request, conn, who, opened, back)


@router.get("/desk/verifications/{case_id}/content")
async def assigned_content(
    request: Request, case_id: UUID, who: Annotated[Principal, Depends(may("case.open_assigned"))]
) -> Response:
    async with transaction(request.app.state.pool) as conn:
        opened = await opening.assigned(conn, request.app.state.seal, who, case_id)
        return await _opened(request, conn, who, opened, f"/desk/verifications/{case_id}")


async def _page(
    request: Request,
    conn: Connection,
    who: Principal,
    sheet: Sheet,
    offers: list[actions.Offer],
    opens: str,
) -> Response:
    waiting = running(sheet.petition, sheet.case)
    rules = await law(conn)
    version = sheet.petition.rule_version
    return await frame.page(
        request,
        conn,
        who,
        "desk/sheet.html",
        sheet=sheet,
        code=sheet.case.case_code if sheet.case else sheet.petition.petition_code,
        tag=tags.case(sheet.case.status) if sheet.case else tags.petition(sheet.petition.status),
        why=why(rules, waiting, version, now()) if waiting else None,
        facts=_facts(sheet.petition, sheet),
        case_facts=_case_facts(sheet.case, sheet) if sheet.case else [],
        steps=_steps(sheet),
        procedure=await _procedure(conn, sheet),
        dossier_tag=tags.dossier(sheet.dossier.status, "vi") if sheet.dossier else None,
        offers=offers,
        opens=opens,
        saved=request.query_params.get("saved") == "1",
        back=_list_of(request.url.path),
    )


def _list_of(path: str) -> str:
    """The list that the sheet at that address is one of: whoever reads it may see that one."""
    kind = path.split("/")[2]
    return "/desk/mine" if kind == "verifications" else f"/desk/{kind}"


async def _opened(
    request: Request, conn: Connection, who: Principal, opened: Opened, back: str
) -> Response:
    return await frame.page(
        request, conn, who, "desk/content.html", opened=opened, sender=_sender(opened), back=back
    )


def _facts(petition: Petition, sheet: Sheet) -> list[Fact]:
    found, ended = petition.classification, petition.ended
    facts = [
        Fact("Đơn vị", sheet.offices.get(petition.unit_id, petition.unit_id)),
        Fact("Nguồn", words.of("source", petition.source)),
        Fact("Ngày nhận", day("vi", petition.received_on), number=True),
        Fact("Số người ký", f"{petition.people} ({words.of('signatures', petition.signatures)})"),
    ]
    if petition.stated_kind:
        facts.append(Fact("Người gửi ghi", words.of("kind", petition.stated_kind)))
    if found:
        eligible = words.yes_no(found.eligible)
        if found.ineligible_reason:
            eligible += f": {words.of('ineligible', found.ineligible_reason).lower()}"
        facts += [
            Fact("Loại đơn", words.of("kind", found.kind)),
            Fact("Lĩnh vực", words.of("complaint_field", found.field)),
            Fact("Giải quyết trước đó", words.of("earlier", found.earlier_handling)),
            Fact("Đủ điều kiện xử lý", eligible),
            Fact("Thẩm quyền", words.of("competence", found.competence)),
        ]
    if ended:
        reason = "na" if ended.outcome == "NOT_ACCEPT" else "petition_reason"
        facts += [
            Fact("Kết quả", tags.petition(petition.status).text),
            Fact("Lý do", words.of(reason, ended.reason_code)),
            Fact("Thời hạn", words.of("class", ended.class_)),
        ]
        if ended.to_unit_id:
            facts.append(Fact("Nơi đến", sheet.offices.get(ended.to_unit_id, ended.to_unit_id)))
        if ended.upheld is not None:
            facts.append(Fact("Nội dung đúng", words.yes_no(ended.upheld)))
    return facts


def _case_facts(case: Case, sheet: Sheet) -> list[Fact]:
    facts = [
        Fact("Mã vụ việc", case.case_code, number=True),
        Fact("Lần", "Lần đầu" if case.round == 1 else "Lần hai"),
        Fact("Thụ lý ngày", day("vi", case.accepted_on), number=True),
        Fact("Vụ việc phức tạp", words.yes_no(case.complex)),
        Fact("Vùng sâu, vùng xa", words.yes_no(case.remote)),
        Fact("Người xác minh", sheet.staff.get(case.verifier_id) if case.verifier_id else None),
    ]
    decided = case.resolution
    if decided:
        facts += [
            Fact("Quyết định số", decided.decision_no, number=True),
            Fact("Ngày ký", day("vi", case.decided_on), number=True),
            Fact("Kết luận", words.of("conclusion", decided.conclusion)),
            Fact("Xử lý quyết định bị khiếu nại", words.of("effect", decided.effect)),
            Fact("Thời hạn", words.of("class", case.class_)),
        ]
    return facts


def _steps(sheet: Sheet) -> list[Step]:
    """Newest first, each with who did it."""
    return [
        Step(
            words.STEPS.get(act.step, act.step),
            act.at,
            sheet.staff.get(act.staff_id, "") if act.staff_id else "",
        )
        for act in reversed(sheet.acts)
    ]


async def _procedure(conn: Connection, sheet: Sheet) -> str:
    if sheet.dossier is None:
        return ""
    code = sheet.dossier.procedure_code
    found = await reference.procedure(conn, code, sheet.dossier.received_at.date())
    return found.name if found else code


def _sender(opened: Opened) -> list[Fact]:
    sender = opened.sender
    if sender is None:
        return [Fact("Người gửi", "Không rõ người gửi")]
    return [
        Fact("Họ, chữ đệm và tên", sender.name),
        Fact("Địa chỉ", sender.address),
        Fact("Số điện thoại", formats.phone(sender.phone) or None, number=True),
        Fact("Thư điện tử", sender.email),
    ]
