"""The frame of an official's page: the lists that are theirs, with counts, and the search box."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from services.complaints import store
from services.complaints.domain.permissions import OFFICERS, READERS, VERIFIER
from services.complaints.handlers import desk
from shared import reference
from shared.auth import Principal
from shared.clock import today
from shared.db import Connection
from shared.web.frame import Frame, Link, Search
from shared.web.pages import render

OPEN_CASES: Final = ("ACCEPTED", "VERIFYING", "DIALOGUE")
TO_CLASSIFY: Final = "/desk/petitions?status=RECEIVED"
TO_DECIDE: Final = "/desk/petitions?status=CLASSIFIED"
IN_CHARGE: Final = "/desk/petitions?status=IN_CHARGE"
REGISTER: Final = "/desk/petitions"
CASES: Final = "/desk/cases"
MINE: Final = "/desk/mine"
NEW: Final = "/desk/register"


async def page(
    request: Request,
    conn: Connection,
    who: Principal,
    template: str,
    *,
    here: str = "",
    status: int = 200,
    htmx: bool = False,
    **context: Any,
) -> Response:
    """A page at the desk of the asker."""
    roles = await desk.roles(conn, who, today())
    around: Frame = request.app.state.pages.web.frame(request)
    frame = replace(
        around,
        setting="desk",
        navigation=await _navigation(conn, who, roles),
        here=here,
        search=Search("/desk/find", "Mã đơn hoặc mã vụ việc") if roles & READERS else None,
        languages=False,
    )
    return render(request, template, status=status, frame=frame, htmx=htmx, roles=roles, **context)


async def _navigation(conn: Connection, who: Principal, roles: frozenset[str]) -> tuple[Link, ...]:
    """What each role has to do; counts are those of the list that the link opens."""
    links: list[Link] = []
    posts = await _posts(conn, who)
    if roles & (READERS | OFFICERS):
        units = await store.units_below(conn, [unit for unit, _ in posts])
        kept = [unit for unit, held in posts if held & OFFICERS]
        found = await store.petition_counts(conn, units, await store.units_below(conn, kept))
        links += _of_petitions(roles, found)
        if roles & READERS:
            cases = await store.case_counts(conn, units)
            links.append(Link("Vụ việc", CASES, _sum(cases), "g v"))
    if roles & VERIFIER and who.staff_id:
        mine = await store.case_counts(conn, [], who.staff_id)
        links.append(Link("Của tôi", MINE, _sum(mine), "g m"))
    return tuple(links)


def _of_petitions(roles: frozenset[str], found: Mapping[str, int]) -> list[Link]:
    links = []
    if roles & OFFICERS:
        links.append(Link("Đăng ký đơn", NEW, key="n"))
        links.append(Link("Chờ phân loại", TO_CLASSIFY, found.get("RECEIVED", 0), "g t"))
    links.append(Link("Chờ thụ lý, xử lý", TO_DECIDE, found.get("CLASSIFIED", 0), "g c"))
    links.append(Link("Kiến nghị, phản ánh", IN_CHARGE, found.get("IN_CHARGE", 0), "g k"))
    links.append(Link("Sổ đơn", REGISTER, key="g s"))
    return links


def _sum(cases: Mapping[str, int]) -> int:
    return sum(cases.get(status, 0) for status in OPEN_CASES)


async def _posts(conn: Connection, who: Principal) -> list[tuple[str, frozenset[str]]]:
    staff, on = await reference.staff(conn, who.staff_id), today()
    return [
        (post.unit_id, frozenset(post.roles))
        for post in (staff.assignments if staff else ())
        if post.valid_from <= on
        and (post.valid_to is None or on <= post.valid_to)
        and not (READERS | OFFICERS).isdisjoint(post.roles)
    ]
