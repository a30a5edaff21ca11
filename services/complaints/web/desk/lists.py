"""The work lists: oldest due first, filters in the address, pages by cursor."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.complaints import store
from services.complaints.domain.case import Case
from services.complaints.domain.case import Status as CaseStatus
from services.complaints.domain.deadline import Law
from services.complaints.domain.permissions import READERS
from services.complaints.domain.petition import Petition, Status
from services.complaints.domain.running import running
from services.complaints.handlers import desk, reach
from services.complaints.handlers.books import law
from services.complaints.store import Sought
from services.complaints.web.desk import frame, words
from services.complaints.web.desk.place import Place, cursor, place_of
from services.complaints.web.why import due_of
from shared.auth import Principal, may
from shared.clock import now, today
from shared.db import Connection, transaction
from shared.web import listing, tags
from shared.web.due import Due
from shared.web.listing import PAGE, Column, Filter, Listing, Row, Span
from shared.web.params import Choice
from shared.worktime.limit import LimitUnit

router = APIRouter(include_in_schema=False)
ALL: Final = "all"
OPEN: Final = "open"
PETITIONS: Final = (
    Column("due", "Hạn", "due"),
    Column("code", "Mã đơn", "code", link=True),
    Column("received", "Ngày nhận", "day"),
    Column("kind", "Loại"),
    Column("field", "Lĩnh vực"),
    Column("source", "Nguồn"),
    Column("unit", "Đơn vị", "long"),
    Column("status", "Trạng thái", "tag"),
)
CASES: Final = (
    Column("due", "Hạn", "due"),
    Column("code", "Mã vụ việc", "code", link=True),
    Column("accepted", "Thụ lý ngày", "day"),
    Column("field", "Lĩnh vực"),
    Column("unit", "Đơn vị", "long"),
    Column("verifier", "Người xác minh", "name"),
    Column("status", "Trạng thái", "tag"),
)
HEADINGS: Final[Mapping[str, str]] = {
    "RECEIVED": "Đơn chờ phân loại",
    "CLASSIFIED": "Đơn chờ thụ lý, xử lý",
    "IN_CHARGE": "Kiến nghị, phản ánh đang giải quyết",
}
EMPTY: Final[Mapping[str, str]] = {
    "RECEIVED": "Không có đơn nào chờ phân loại. Đơn mới sẽ hiện tại đây.",
    "CLASSIFIED": "Không có đơn nào chờ thụ lý, xử lý. Đơn đã phân loại sẽ hiện tại đây.",
    "IN_CHARGE": "Không có kiến nghị, phản ánh nào đang giải quyết.",
}


@router.get("/desk")
async def home(request: Request, who: Annotated[Principal, Depends(may("desk.open"))]) -> Response:
    """To the list that waits for the asker."""
    async with transaction(request.app.state.pool) as conn:
        roles = await desk.roles(conn, who, today())
    if "petition_officer" in roles or "reception_officer" in roles:
        return RedirectResponse(frame.TO_CLASSIFY, 303)
    if "case_leader" in roles:
        return RedirectResponse(frame.TO_DECIDE, 303)
    return RedirectResponse(frame.CASES if roles & READERS else frame.MINE, 303)


@router.get("/desk/petitions")
async def petitions(
    request: Request, who: Annotated[Principal, Depends(may("petition.read"))]
) -> Response:
    """The register, by status."""
    async with transaction(request.app.state.pool) as conn:
        asked = listing.read(request, await _petition_filters(conn, who))
        status, place = asked.chosen.get("status", ALL), place_of(asked.cursor)
        units, kept = await desk.scope(conn, who, asked.chosen.get("unit"), today())
        sought = Sought(
            units,
            kept,
            [*Status] if status == ALL else [status],
            asked.chosen.get("kind"),
            asked.query.upper(),
        )
        rows, total = await desk.petitions(conn, who, sought, place.after, PAGE + 1)
        shown, rules = rows[:PAGE], await law(conn)
        offices = await desk.names(conn, [row.unit_id for row in shown])
        return await frame.page(
            request,
            conn,
            who,
            "desk/list.html",
            here=frame.REGISTER if status == ALL else f"{frame.REGISTER}?status={status}",
            heading=HEADINGS.get(status, "Sổ đơn"),
            empty=EMPTY.get(status, "Không có đơn nào khớp với bộ lọc."),
            listing=asked,
            columns=PETITIONS,
            rows=[_petition_row(row, offices, rules, now()) for row in shown],
            span=_span(place, shown, total, len(rows) > PAGE),
            search="Mã đơn",
        )


@router.get("/desk/cases")
async def cases(request: Request, who: Annotated[Principal, Depends(may("case.read"))]) -> Response:
    """Cases of the asker's units."""
    async with transaction(request.app.state.pool) as conn:
        asked = listing.read(request, await _case_filters(conn, who))
        units, _ = await desk.scope(conn, who, asked.chosen.get("unit"), today())
        return await _cases(request, conn, who, asked, "case.read", units, None)


@router.get("/desk/mine")
async def mine(
    request: Request, who: Annotated[Principal, Depends(may("case.read_assigned"))]
) -> Response:
    """Cases named to the asker for verification."""
    async with transaction(request.app.state.pool) as conn:
        asked = listing.read(request, [_case_statuses()])
        return await _cases(request, conn, who, asked, "case.read_assigned", [], who.staff_id)


@router.get("/desk/find")
async def find(
    request: Request, who: Annotated[Principal, Depends(may("petition.read"))], q: str = ""
) -> Response:
    """A number typed in the mast: its page, else the register narrowed by it."""
    code = q.strip().upper()[:60]
    async with transaction(request.app.state.pool) as conn:
        found = await store.find_code(conn, code)
        there = found is not None and await reach.sees(conn, who, *found)
    if found and there:
        return RedirectResponse(f"/desk/{found[0]}s/{found[1]}", 303)
    if code.startswith("KN"):
        return RedirectResponse(Listing(frame.CASES, query=code).href(status=ALL), 303)
    return RedirectResponse(Listing(frame.REGISTER, query=code).href(), 303)


async def _cases(
    request: Request,
    conn: Connection,
    who: Principal,
    asked: Listing,
    action: str,
    units: Sequence[str],
    verifier_id: UUID | None,
) -> Response:
    status, place = asked.chosen.get("status", OPEN), place_of(asked.cursor)
    chosen = {OPEN: [*frame.OPEN_CASES], ALL: [*CaseStatus]}.get(status, [status])
    sought = Sought(units, (), chosen, asked.chosen.get("field"), asked.query.upper(), verifier_id)
    rows, total = await desk.cases(conn, who, action, sought, place.after, PAGE + 1)
    shown, rules = rows[:PAGE], await law(conn)
    offices = await desk.names(conn, [row.unit_id for row in shown])
    people = await desk.staff_names(conn, [row.verifier_id for row in shown])
    where = "/desk/verifications" if verifier_id else "/desk/cases"
    return await frame.page(
        request,
        conn,
        who,
        "desk/list.html",
        here=frame.MINE if verifier_id else frame.CASES,
        heading="Vụ việc được giao cho tôi" if verifier_id else "Vụ việc khiếu nại",
        empty="Chưa có vụ việc nào được giao cho bạn."
        if verifier_id
        else "Không có vụ việc nào khớp với bộ lọc.",
        listing=asked,
        columns=CASES,
        rows=[_case_row(row, where, offices, people, rules, now()) for row in shown],
        span=_span(place, shown, total, len(rows) > PAGE),
        search="Mã vụ việc",
    )


def _petition_row(petition: Petition, offices: Mapping[str, str], rules: Law, at: datetime) -> Row:
    waits = running(petition, None)
    due = _due(rules, waits.rule, petition.rule_version, waits.due_on, at) if waits else None
    found = petition.classification
    kind = words.of("kind", found.kind) if found else _stated(petition)
    return Row(
        cells={
            "due": due,
            "code": petition.petition_code,
            "received": petition.received_on,
            "kind": kind,
            "field": words.of("complaint_field", found.field) if found else None,
            "source": words.of("source", petition.source),
            "unit": offices.get(petition.unit_id, petition.unit_id),
            "status": tags.petition(petition.status),
        },
        href=f"/desk/petitions/{petition.petition_id}",
        due=due,
    )


def _case_row(
    case: Case,
    where: str,
    offices: Mapping[str, str],
    people: Mapping[UUID, str],
    rules: Law,
    at: datetime,
) -> Row:
    open_ = case.status in frame.OPEN_CASES
    due = _due(rules, f"KN{case.round}_RESOLVE", case.rule_version, case.due_on, at)
    return Row(
        cells={
            "due": due if open_ else None,
            "code": case.case_code,
            "accepted": case.accepted_on,
            "field": words.of("complaint_field", case.field),
            "unit": offices.get(case.unit_id, case.unit_id),
            "verifier": people.get(case.verifier_id) if case.verifier_id else None,
            "status": tags.case(case.status),
        },
        href=f"{where}/{case.case_id}",
        due=due if open_ else None,
    )


def _due(rules: Law, rule: str, version: str, on: date, at: datetime) -> Due:
    unit = rules.book.deadline(rule, version).limit.unit
    return due_of(rules, on, at, working_days=unit == LimitUnit.WORKING_DAY)


def _stated(petition: Petition) -> str | None:
    """Before it is classified: what the sender called it."""
    if petition.stated_kind is None:
        return None
    return f"Người gửi ghi: {words.of('kind', petition.stated_kind).lower()}"


async def _petition_filters(conn: Connection, who: Principal) -> list[Filter]:
    return [
        Filter("status", "Trạng thái", _told(tags.PETITION), "Tất cả trạng thái", place=True),
        Filter("kind", "Loại đơn", words.choices("kind"), "Tất cả loại"),
        await _units(conn, who),
    ]


async def _case_filters(conn: Connection, who: Principal) -> list[Filter]:
    return [
        _case_statuses(),
        Filter("field", "Lĩnh vực", words.choices("complaint_field"), "Tất cả lĩnh vực"),
        await _units(conn, who),
    ]


def _case_statuses() -> Filter:
    statuses = [Choice(ALL, "Tất cả trạng thái"), *_told(tags.CASE)]
    return Filter("status", "Trạng thái", statuses, "Đang giải quyết", place=True)


def _told(table: Mapping[str, tuple[str, str]]) -> list[Choice]:
    return [Choice(status, said[0]) for status, said in table.items()]


async def _units(conn: Connection, who: Principal) -> Filter:
    below = await store.units_below(conn, [post.unit_id for post in who.assignments])
    named = await desk.names(conn, below)
    choices = [Choice(unit, name) for unit, name in sorted(named.items())]
    return Filter("unit", "Đơn vị", choices, "Tất cả đơn vị")


def _span(place: Place, shown: Sequence[Petition | Case], total: int, more: bool) -> Span:
    last = place.before + len(shown)
    return Span(place.before + 1, last, total, next=cursor(shown[-1], last) if more else "")
