"""Who asks, and whether they may: bearer tokens, assignments valid today, one table of rights."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.openapi.models import HTTPBearer
from fastapi.routing import iter_route_contexts
from fastapi.security.base import SecurityBase

from shared import clock, reference
from shared.db import Connection
from shared.events.intake import Assignment
from shared.permission import EVERYONE, Permissions, Right
from shared.problem import Problem
from shared.tokens import Issuer, TokenMissing

__all__ = ["EVERYONE", "Permissions", "Principal", "Right", "anyone", "install", "may"]

# Health, figures and the API's description: for whoever reaches the port, in no table.
PLUMBING = frozenset(
    {"/health/live", "/health/ready", "/health/status", "/metrics", "/api/openapi.json"}
)
# The files of the pages, and the style page, which production has not.
PAGE_PLUMBING = ("/static/", "/look")


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
class Principal:
    """Who asks: the token's subject, and what they hold today by the right they use."""

    subject: str
    name: str
    staff_id: UUID | None
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
            raise UnitForbidden

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
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise TokenMissing
        return await _principal(state, await state.issuer.claims(token), right)


class Anyone:
    """A dependency of a route that needs no token: a mark for the gate."""

    def __init__(self, action: str) -> None:
        self.action = action

    async def __call__(self) -> None:
        return None


def may(action: str) -> May:
    """Depends(may("dossier.file")): the action of the route, checked in the service's table."""
    return May(action)


def anyone(action: str) -> Anyone:
    """Depends(anyone("dossier.look_up")): a public route; its row in the table is EVERYONE."""
    return Anyone(action)


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
        marks = list(_marks(getattr(route, "dependant", None)))
        if len(marks) != 1 or not _agrees(marks[0], table):
            wrong.append(f"{','.join(sorted(route.methods or ()))} {path}")
    return wrong


def _agrees(mark: May | Anyone, table: Permissions) -> bool:
    right = table.get(mark.action)
    return right is not None and (right == EVERYONE) == isinstance(mark, Anyone)


def _marks(dependant: Dependant | None) -> Iterator[May | Anyone]:
    for needed in dependant.dependencies if dependant else ():
        if isinstance(needed.call, May | Anyone):
            yield needed.call
        yield from _marks(needed)


async def _principal(state: Any, claims: Mapping[str, Any], right: Right) -> Principal:
    async with state.pool.acquire(timeout=10) as conn:
        staff = await state.staff_by_subject(conn, claims["sub"])
    if staff is None:
        raise NotStaff
    today = clock.today()
    held = tuple(
        a
        for a in staff.assignments
        if a.valid_from <= today
        and (a.valid_to is None or today <= a.valid_to)
        and not right.roles.isdisjoint(a.roles)
    )
    if not held:
        raise RoleMissing
    return Principal(staff.subject, staff.name, staff.staff_id, held, right)
