"""A small province for the tests: four units, an official of each role, the real calendar."""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from services.complaints.domain.permissions import PERMISSIONS
from services.intake.catalogue import special_days
from shared import reference
from shared.auth import Principal
from shared.db import Connection
from shared.events.intake import Assignment, CalendarDay, Staff, Unit

PROVINCE, CITY, WARD, OTHER = "44", "450", "18853", "452"
UNIT_NAMES = {
    PROVINCE: "Tỉnh Quảng Bình",
    CITY: "Thành phố Đồng Hới",
    WARD: "Phường Hải Thành",
    OTHER: "Huyện Minh Hóa",
}
NAMES = uuid5(UUID(int=0), "motcua tests")
ROLES = (
    "petition_officer",
    "reception_officer",
    "case_leader",
    "verifier",
    "inspector",
    "receiver",
    "protection_officer",
    "operator",
)
CANARY = {
    "name": "Hoàng Thị Chim Yến",
    "address": "Thôn Chim Báo Bão, xã Quảng Minh",
    "email": "chim.yen@canary.example",
    "phone": "0912 345 678",
}
CANARY_PHONE = "+84912345678"
CANARY_CONTENT = "Ông Chủ tịch phường đã thu hồi thửa đất của Chim Yến."
SEAL_KEY = bytes(range(32))


def units() -> list[Unit]:
    return [
        _unit(PROVINCE, "PROVINCE", None),
        _unit(CITY, "DISTRICT", PROVINCE),
        _unit(WARD, "COMMUNE", CITY, remote=True),
        _unit(OTHER, "DISTRICT", PROVINCE),
    ]


def staff_id(role: str, unit: str) -> UUID:
    return uuid5(NAMES, f"{role}@{unit}")


def official(role: str, unit: str) -> Staff:
    return Staff(
        staff_id=staff_id(role, unit),
        subject=f"{role}-{unit}",
        name="Nguyễn Văn An",
        title="Chuyên viên",
        assignments=[_assignment(role, unit)],
    )


def principal(action: str, role: str, unit: str = CITY) -> Principal:
    """Who an official is at the door of an action."""
    who = official(role, unit)
    right = PERMISSIONS[action]
    return Principal(who.subject, who.name, who.staff_id, tuple(who.assignments), right)


async def settle(conn: Connection) -> None:
    """Fill the copies of the reference states."""
    for unit in units():
        await reference.save(conn, unit)
        for role in ROLES:
            await reference.save(conn, official(role, unit.unit_id))
    days = [
        CalendarDay(
            date=day.on, kind=day.kind, note=day.note, source=day.source, calendar_version=1
        )
        for day in special_days(range(2024, 2028))
    ]
    await conn.executemany(
        reference.SAVE,
        [("CalendarDay", day.key(), day.model_dump(mode="json")) for day in days],
    )


def registration(**changed: Any) -> dict[str, Any]:
    """A signed complaint about land, as the officer types it; None drops a field."""
    form = {
        "unit": CITY,
        "source": "POST",
        "received_on": "2025-03-03",
        "signatures": "ONE",
        "people": 1,
        "sender": CANARY,
        "content": CANARY_CONTENT,
    }
    return {name: value for name, value in (form | changed).items() if value is not None}


def classification(**changed: Any) -> dict[str, Any]:
    form = {
        "kind": "COMPLAINT",
        "field": "LAND",
        "earlier_handling": "NONE",
        "eligible": True,
        "competence": "OWN",
        "complex": False,
    }
    return {name: value for name, value in (form | changed).items() if value is not None}


def decision(**changed: Any) -> dict[str, Any]:
    form = {
        "conclusion": "RIGHT",
        "effect": "CANCEL",
        "decision_no": "128/QĐ-UBND",
        "views_agree": True,
    }
    return {name: value for name, value in (form | changed).items() if value is not None}


def _unit(code: str, level: str, parent: str | None, *, remote: bool = False) -> Unit:
    return Unit(
        unit_id=code,
        code=code,
        kind="huyen",
        level=level,
        name=UNIT_NAMES[code],
        parent_unit_id=parent,
        identification_code="000.00.31.H46",
        remote=remote,
        opening_hours=[],
        successors=[],
    )


def _assignment(role: str, unit: str) -> Assignment:
    return Assignment(unit_id=unit, roles=[role], valid_from=date(2024, 1, 1))
