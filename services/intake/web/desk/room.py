"""The official at their desk: what they may do and where, and the frame around each page."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from services.intake.domain.permissions import OFFICE, PERMISSIONS
from services.intake.store import catalogue, remedies, worklist
from shared.auth import Principal
from shared.db import Connection
from shared.lookup import Keys
from shared.version import VERSION
from shared.web.frame import Frame, Link, Search

STATE = "desk_room"
SEARCH = Search("/desk/search", "Mã hồ sơ, mã QR, CCCD, điện thoại hoặc tên")


@dataclass(frozen=True, slots=True)
class Room:
    """Who sits here; `units`: theirs and all below. `waiting`: how much each list holds."""

    who: Principal
    roles: frozenset[str]
    units: Sequence[str]
    waiting: worklist.Counts
    remedies: int

    def may(self, action: str) -> bool:
        """Whether one of their roles may do it somewhere."""
        return not self.roles.isdisjoint(PERMISSIONS[action].roles)


async def enter(request: Request, conn: Connection, who: Principal) -> Room:
    """Look round: what waits in their units. The frame of this request shows it."""
    units = await catalogue.below(conn, [held.unit_id for held in who.assignments])
    roles = frozenset(role for held in who.assignments for role in held.roles)
    room = Room(
        who=who,
        roles=roles,
        units=units,
        waiting=await worklist.counts(conn, units),
        remedies=await remedies.count_open(conn, units) if roles & OFFICE else 0,
    )
    request.scope["state"][STATE] = room
    return room


def frame(request: Request, province: str) -> Frame:
    """A refusal comes before anybody entered: its page has no counts and no search."""
    room: Room | None = request.scope.get("state", {}).get(STATE)
    return Frame(
        setting="desk",
        service="Bộ phận Một cửa",
        province=province,
        home="/desk",
        navigation=navigation(room) if room else (),
        here=_here(request),
        search=SEARCH if room else None,
        languages=False,
        version=VERSION,
    )


def link_keys(request: Request) -> Keys:
    """What links and secrets are made with, the newest first."""
    keys: Keys = request.app.state.settings.link_keys()
    return keys


def navigation(room: Room) -> Sequence[Link]:
    """The lists with what waits in them, each with its key."""
    waiting = room.waiting
    links = [
        Link("Chờ tiếp nhận", "/desk?list=receive", waiting.waiting_for_receipt, "g t"),
        Link("Đang xử lý", "/desk?list=process", waiting.in_work, "g x"),
        Link("Chờ bổ sung", "/desk?list=supplement", waiting.waiting_for_supplement, "g c"),
        Link("Chờ trả kết quả", "/desk?list=return", waiting.waiting_for_return, "g h"),
    ]
    if room.may("remedy.read"):
        links.append(Link("Làm lại theo quyết định", "/desk/remedies", room.remedies, "g l"))
    if room.may("procedure.import"):
        links.append(Link("Nhập danh mục", "/desk/catalogue"))
    if room.may("dossier.receive"):
        links.append(Link("Nhận hồ sơ", "/desk/intake", key="n"))
    return links


def _here(request: Request) -> str:
    """The entry of the navigation that holds the page."""
    path = request.url.path
    if path == "/desk" or path.startswith("/desk/dossiers/"):
        chosen = request.query_params.get("list")
        return f"/desk?list={chosen}" if chosen else path
    return next(
        (p for p in ("/desk/intake", "/desk/remedies", "/desk/catalogue") if path.startswith(p)),
        path,
    )
