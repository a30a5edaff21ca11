"""Who takes a step: an official by their roles, or the person whose dossier it is."""

from collections.abc import Set
from dataclasses import dataclass, replace
from uuid import UUID

from services.intake.domain.dossier import Dossier
from services.intake.domain.refusals import DossierNotFound
from shared.auth import NotStaff, Principal, RoleMissing
from shared.db import Connection

APPLICANT = "applicant"  # as audit rows name who is no official


@dataclass(frozen=True)
class Applicant:
    """By their account, or by a look-up that the door has proved for one dossier."""

    subject: str | None = None
    proved: UUID | None = None

    def owns(self, dossier: Dossier) -> bool:
        """Whether it is theirs to act on."""
        by_account = self.subject is not None and self.subject == dossier.owner_subject
        return by_account or self.proved == dossier.dossier_id


Actor = Principal | Applicant


def official(who: Actor) -> UUID:
    """Their random id, as papers and audit rows name them; raises NotStaff for anyone else."""
    if isinstance(who, Applicant) or who.staff_id is None:
        raise NotStaff
    return who.staff_id


def staff_id(who: Actor) -> UUID | None:
    """The official; None: the applicant."""
    return None if isinstance(who, Applicant) else official(who)


async def check_reach(conn: Connection, who: Actor, dossier: Dossier) -> None:
    """Raises DossierNotFound where the dossier is not theirs: whether it exists is not told."""
    if isinstance(who, Applicant):
        seen = who.owns(dossier)
    else:
        seen = await who.sees(conn, dossier.unit_id)
    if not seen:
        raise DossierNotFound


async def check_role(conn: Connection, who: Actor, dossier: Dossier, roles: Set[str]) -> None:
    """Whether they hold one of the roles where the dossier is; raises RoleMissing."""
    if isinstance(who, Applicant):
        raise NotStaff
    held = tuple(a for a in who.assignments if not roles.isdisjoint(a.roles))
    if not held or not await replace(who, assignments=held).sees(conn, dossier.unit_id):
        raise RoleMissing
