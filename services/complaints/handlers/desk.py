"""What officials see at their desks: work lists with totals, and one petition or case in full."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.complaints import store
from services.complaints.domain import office
from services.complaints.domain.act import Act
from services.complaints.domain.case import Case
from services.complaints.domain.dossier import Dossier, Remedy
from services.complaints.domain.petition import Petition
from services.complaints.handlers import reach
from services.complaints.handlers.books import record
from services.complaints.store import After, Sought
from shared import reference
from shared.auth import Principal
from shared.db import Connection


@dataclass(frozen=True)
class Sheet:
    """A petition and its case with all that the asker may see around them."""

    petition: Petition
    case: Case | None
    acts: Sequence[Act]
    dossier: Dossier | None
    remedies: Sequence[Remedy]
    offices: Mapping[str, str]
    staff: Mapping[UUID, str]

    @property
    def version(self) -> int:
        return self.acts[-1].n if self.acts else 0


async def roles(conn: Connection, who: Principal, today: date) -> frozenset[str]:
    """All roles that the official holds today, whatever right opened the page."""
    staff = await reference.staff(conn, who.staff_id)
    posts = [
        post
        for post in (staff.assignments if staff else ())
        if post.valid_from <= today and (post.valid_to is None or today <= post.valid_to)
    ]
    return frozenset(role for post in posts for role in post.roles)


async def scope(
    conn: Connection, who: Principal, unit: str | None, today: date
) -> tuple[list[str], list[str]]:
    """The units that a list reaches, and those whose register the asker keeps."""
    return await reach.units(conn, who, unit, today), await reach.registers(conn, who)


async def petitions(
    conn: Connection, who: Principal, sought: Sought, after: After | None, limit: int
) -> tuple[list[Petition], int]:
    """A page of a list, oldest due first, and how many there are in all."""
    await record(conn, who, "petition.read", "*")
    rows = await store.seek_petitions(conn, sought, after, limit)
    return rows, await store.count_petitions(conn, sought)


async def cases(
    conn: Connection, who: Principal, action: str, sought: Sought, after: After | None, limit: int
) -> tuple[list[Case], int]:
    """The same of cases; `action` is case.read or case.read_assigned."""
    await record(conn, who, action, "*")
    rows = await store.seek_cases(conn, sought, after, limit)
    return rows, await store.count_cases(conn, sought)


async def petition(conn: Connection, who: Principal, petition_id: UUID) -> Sheet:
    """Raises PetitionNotFound, also for an unclassified one that others keep."""
    found = await reach.petition(conn, who, petition_id)
    await reach.require_register(conn, who, found)
    await record(conn, who, "petition.read", petition_id)
    return await _sheet(conn, who, found, await store.case_of_petition(conn, petition_id))


async def case(conn: Connection, who: Principal, case_id: UUID) -> Sheet:
    """Raises CaseNotFound."""
    found = await reach.case(conn, who, case_id)
    await record(conn, who, "case.read", case_id)
    return await _of_case(conn, who, found)


async def assigned(conn: Connection, who: Principal, case_id: UUID) -> Sheet:
    """A case named to the asker. Raises CaseNotFound."""
    found = await reach.assigned(conn, who, case_id)
    await record(conn, who, "case.read_assigned", case_id)
    return await _of_case(conn, who, found)


async def names(conn: Connection, unit_ids: Sequence[str]) -> dict[str, str]:
    """The offices of units."""
    found = await store.units(conn, list({*unit_ids}))
    return {unit.unit_id: office.name(unit) for unit in found}


async def staff_names(conn: Connection, staff_ids: Sequence[UUID | None]) -> dict[UUID, str]:
    found = {one: await reference.staff(conn, one) for one in {*staff_ids} if one}
    return {one: staff.name for one, staff in found.items() if staff}


async def _of_case(conn: Connection, who: Principal, found: Case) -> Sheet:
    petition = await store.find_petition(conn, found.petition_id)
    assert petition is not None  # noqa: S101 a case has its petition: the table says so
    return await _sheet(conn, who, petition, found)


async def _sheet(conn: Connection, who: Principal, petition: Petition, case: Case | None) -> Sheet:
    acts = await store.acts(conn, petition.petition_id)
    found, ended = petition.classification, petition.ended
    dossier = (
        await store.find_dossier(conn, found.dossier_id) if found and found.dossier_id else None
    )
    remedies = await store.remedies(conn, dossier.dossier_id) if dossier else []
    units = [petition.unit_id, *([dossier.unit_id] if dossier else [])]
    units += [ended.to_unit_id] if ended and ended.to_unit_id else []
    people = [act.staff_id for act in acts] + ([case.verifier_id] if case else [])
    return Sheet(
        petition,
        case,
        acts,
        dossier,
        [one for one in remedies if case and one.case_id == case.case_id],
        await names(conn, units),
        await staff_names(conn, people),
    )
