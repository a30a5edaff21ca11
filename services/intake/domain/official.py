"""An official as an administrator declares them: the account, the title, the roles and where."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from services.intake.domain.filing import Code, Command
from services.intake.domain.permissions import PROVINCE_GRANTS
from services.intake.domain.refusals import PeriodReversed, RoleNotYours
from shared.contact import Email, Line, PersonName
from shared.events.codes import known
from shared.events.intake import Assignment, Staff


def _role(value: str) -> str:
    if value not in known("role"):
        raise PydanticCustomError("not_in_list", "Không có vai trò này")
    return value


Role = Annotated[str, Field(strict=True, max_length=40), AfterValidator(_role)]
Subject = Annotated[str, Field(strict=True, pattern=r"^[^\s\x00-\x1f\x7f]{1,255}$")]


class Post(Command):
    """Roles at a unit; without dates from today and until further notice."""

    unit: Code
    roles: Annotated[list[Role], Field(min_length=1, max_length=20)]
    valid_from: date | None = None
    valid_to: date | None = None


class Official(Command):
    """What is declared replaces what was declared before under that account."""

    subject: Subject
    name: PersonName
    title: Line
    email: Email | None = None
    assignments: Annotated[list[Post], Field(max_length=50)]


def assignment(post: Post, unit_id: str, today: date) -> Assignment:
    """The post at the unit it names; raises PeriodReversed."""
    valid_from = post.valid_from or today
    if post.valid_to and post.valid_to < valid_from:
        raise PeriodReversed
    return Assignment(
        unit_id=unit_id,
        roles=sorted(set(post.roles)),
        valid_from=valid_from,
        valid_to=post.valid_to,
    )


def check_grants(official: Official, before: Staff | None) -> None:
    """What a unit's administrator may neither give nor take away; raises RoleNotYours."""
    given = {role for post in official.assignments for role in post.roles}
    held = {role for a in before.assignments for role in a.roles} if before else set()
    if (given | held) & PROVINCE_GRANTS:
        raise RoleNotYours


def staff(official: Official, staff_id: UUID, assignments: list[Assignment]) -> Staff:
    """The state that the services read."""
    return Staff(
        staff_id=staff_id,
        subject=official.subject,
        name=official.name,
        title=official.title,
        email=official.email,
        assignments=assignments,
    )
