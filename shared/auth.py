"""Who asks, and whether they may: a token or a session, posts held today, one table of rights."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fastapi import FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.openapi.models import HTTPBearer
from fastapi.routing import iter_route_contexts
from fastapi.security.base import SecurityBase

from shared import clock, reference
from shared.db import Connection
from shared.events.intake import Assignment, Staff
from shared.permission import EVERYONE, SIGNED_IN, Permissions, Right
from shared.problem import Problem
from shared.tokens import Issuer, TokenMissing

__all__ = [
    "EVERYONE",
    "SIGNED_IN",
    "Account",
    "Permissions",
    "Principal",
    "Right",
    "anyone",
    "install",
    "may",
    "visitor",
]

# Health, figures and the API's description, logging in and out: for whoever comes, in no table.
PLUMBING = frozenset(
    {
        *("/health/live", "/health/ready", "/health/status", "/metrics", "/api/openapi.json"),
        *("/log-in", "/log-in/callback", "/log-in/again", "/log-in/stay"),
        *("/log-out", "/log-out/back-channel", "/logged-out", "/desk/start"),
        "/look",
    }
)
# The files of the pages, their icon, and the style page, which production has not.
PAGE_PLUMBING = ("/static/", "/favicon.ico", "/look/")
# Here only a token counts: a foreign page can make a browser send a cookie, but no token.
PROGRAMS: Final = "/api/"
# Where the session's account is kept during a request (shared/web/identity).
ACCOUNT: Final = "account"


class NotStaff(Problem):
    status, code = 403, "NOT_STAFF"
    title, title_en = "Tài khoản chưa được khai báo là cán bộ", "This account is no official's"


class RoleMissing(Problem):
    status, code = 403, "ROLE_MISSING"
    title, title_en = "Vai trò của ông/bà không làm được việc này", "Your roles don't allow this"


class UnitForbidden(Problem):
    status, code = 403, "UNIT_FORBIDDEN"
    title, title_en = "Ông/bà không phụ trách đơn vị này", "This unit is not yours"


@dataclass(frozen=True)
class Account:
    """Who is logged in: an official where intake has declared one, else a citizen or a firm."""

    subject: str
    name: str
    staff: Staff | None

    def held(self) -> tuple[Assignment, ...]:
        """The posts that are theirs today."""
        today = clock.today()
        return tuple(
            a
            for a in (self.staff.assignments if self.staff else ())
            if a.valid_from <= today and (a.valid_to is None or today <= a.valid_to)
        )


@dataclass(frozen=True)
class Principal:
    """Who asks: the account's subject, and what they hold today by the right they use."""

    subject: str
    name: str
    staff_id: UUID | None  # None: no official
    assignments: tuple[Assignment, ...]
    right: Right

    async def sees(self, conn: Connection, unit_id: str) -> bool:
        """Whether the right reaches the unit: a unit sees itself and all below it."""
        if self.right.scope == "any":
            return True
        if self.right.scope == "own":
            return False
        mine = {a.unit_id for a in self.assignments}
        return unit_id in mine or not mine.isdisjoint(await reference.ancestors(conn, unit_id))

    async def require_unit(self, conn: Connection, unit_id: str) -> None:
        """Raises UnitForbidden where the right does not reach the unit."""
        if not await self.sees(conn, unit_id):
            unit = await reference.unit(conn, unit_id, clock.today())
            raise UnitForbidden(f"Nội dung này thuộc {unit.name}." if unit else None)

    def owns(self, staff_id: UUID | None) -> bool:
        """Whether a thing named to that official is within the right, where units don't count."""
        if self.right.scope == "own":
            return staff_id is not None and staff_id == self.staff_id
        return self.right.scope == "any"


class May(SecurityBase):
    """A dependency of a route: gives the Principal, or refuses the action."""

    scheme_name = "bearer"
    model = HTTPBearer(bearerFormat="JWT")

    def __init__(self, action: str) -> None:
        self.action = action

    async def __call__(self, request: Request) -> Principal:
        state = request.app.state
        right: Right = state.permissions[self.action]
        account = await _of_token(request) or _of_session(request)
        if account is None:
            raise TokenMissing
        return _principal(account, right)


class Anyone:
    """A dependency of a route that needs no token: a mark for the gate."""

    def __init__(self, action: str) -> None:
        self.action = action

    async def __call__(self) -> None:
        return None


def may(action: str) -> May:
    """Depends(may("dossier.file")): the action of the route, checked in the service's table.

    A page takes the session's cookie too, and sends who has none to log in.
    """
    return May(action)


def anyone(action: str) -> Anyone:
    """Depends(anyone("dossier.look_up")): a public route; its row in the table is EVERYONE."""
    return Anyone(action)


def visitor(request: Request) -> Principal | None:
    """Who looks at a page that is open to everyone, with all posts held today; None: a stranger."""
    account = _of_session(request)
    return Principal(*_named(account), account.held(), SIGNED_IN) if account else None


def install(app: FastAPI, issuer: str, discovery_url: str) -> None:
    """Give the application what its May dependencies need beside pool and permissions."""
    app.state.issuer = Issuer(issuer, discovery_url)
    app.state.staff_by_subject = reference.staff_by_subject


def routes_without_action(app: FastAPI) -> list[str]:
    """Routes that name no action, or one that their table has not, or has for others."""
    table: Permissions = app.state.permissions
    wrong = []
    for route in iter_route_contexts(app.routes):
        path = route.path or repr(route.original_route)
        if path in PLUMBING or path.startswith(PAGE_PLUMBING):
            continue
        marks = list(marks_of(getattr(route, "dependant", None)))
        if len(marks) != 1 or not _agrees(marks[0], table):
            wrong.append(f"{','.join(sorted(route.methods or ()))} {path}")
    return wrong


def marks_of(dependant: Dependant | None) -> Iterator[May | Anyone]:
    """The actions that a route names."""
    for needed in dependant.dependencies if dependant else ():
        if isinstance(needed.call, May | Anyone):
            yield needed.call
        yield from marks_of(needed)


def _agrees(mark: May | Anyone, table: Permissions) -> bool:
    right = table.get(mark.action)
    return right is not None and (right == EVERYONE) == isinstance(mark, Anyone)


async def _of_token(request: Request) -> Account | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    state = request.app.state
    claims = await state.issuer.claims(token)
    async with state.pool.acquire(timeout=10) as conn:
        staff = await state.staff_by_subject(conn, claims["sub"])
    return Account(claims["sub"], str(claims.get("name", "")), staff)


def _of_session(request: Request) -> Account | None:
    """What the middleware of the pages found by the cookie; raises what kept it from looking."""
    if request.url.path.startswith(PROGRAMS):
        return None
    found: Account | Exception | None = request.scope.get("state", {}).get(ACCOUNT)
    if isinstance(found, Exception):
        raise found
    return found


def _principal(account: Account, right: Right) -> Principal:
    held = account.held()
    if right == SIGNED_IN:
        return Principal(*_named(account), held, right)
    if account.staff is None:
        raise NotStaff
    within = tuple(a for a in held if not right.roles.isdisjoint(a.roles))
    if not within:
        raise RoleMissing
    return Principal(*_named(account), within, right)


def _named(account: Account) -> tuple[str, str, UUID | None]:
    staff = account.staff
    if staff is None:
        return account.subject, account.name, None
    return staff.subject, staff.name, staff.staff_id
