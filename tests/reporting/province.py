"""A province as its figures look after a year: real names, a few thousand dossiers of one seed."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from services.reporting.handlers import folding
from services.reporting.store.reach import reach
from shared import reference, tables
from shared.db import Connection, transaction
from shared.events.base import Event
from shared.events.intake import DossierRated, DossierReceived, Unit
from tests.reporting.world import asked, at, completed, filed, made, unit

LEVELS = {"province": "PROVINCE", "district": "DISTRICT", "commune": "COMMUNE"}
# How often each is late: the worst must come first.
DISTRICTS = {
    "450": 0.02,
    "452": 0.11,
    "453": 0.07,
    "454": 0.04,
    "455": 0.05,
    "456": 0.03,
    "457": 0.09,
    "458": 0.0,
}
OFFICES = {
    "SXD": "Sở Xây dựng",
    "STP": "Sở Tư pháp",
    "VPDK-450": "Chi nhánh Văn phòng Đăng ký đất đai thành phố Đồng Hới",
}
LEVEL_OF = {"18853": "COMMUNE", "18856": "COMMUNE"}
FIELDS = ("ho-tich", "chung-thuc", "dat-dai", "ho-kinh-doanh")
LIFE = 8  # days a dossier may take


def units() -> Iterator[Unit]:
    """The province, its districts, the wards of the city, three offices."""
    for row in tables.rows("units.csv"):
        level, code, above = row.text("level"), row.text("code"), row.text("parent_code")
        wanted = level != "commune" or above == "450"
        if wanted and row.text("valid_from") < "2025-07-01":
            yield unit(code, above or None, name=row.text("name"), level=LEVELS[level])
    for code, name in OFFICES.items():
        yield unit(code, "44", name=name, level="PROVINCE", kind="department")


async def fill(pool, today: date, dossiers: int = 1_500) -> None:
    """As the facts of a year up to that day leave it."""
    chance = random.Random(20261125)
    async with transaction(pool) as conn:
        for state in units():
            await reference.save(conn, state)
        for _ in range(dossiers):
            await folding.fold(conn, list(life(chance, today)))
        await few(conn, today)
        await reach(conn, DossierReceived.topic, at(today, 14))


def life(chance: random.Random, today: date) -> Iterator[Event]:
    """One dossier, from its receipt as far as it has come by today."""
    unit_id = chance.choice([*DISTRICTS, *DISTRICTS, "18853", "18856", "SXD", "STP"])
    level = LEVEL_OF.get(unit_id, "DISTRICT" if unit_id in DISTRICTS else "PROVINCE")
    late = chance.random() < DISTRICTS.get(unit_id, 0.04)
    day = today - timedelta(days=int(360 * chance.random() ** 1.5))
    submitted, received = filed(
        day,
        unit_id=unit_id,
        field=chance.choice(FIELDS),
        channel=chance.choice("1122233"),
        days=LIFE,
        level=level,
    )
    yield from (submitted, received)
    end = day + timedelta(days=LIFE + chance.randint(1, 5) if late else chance.randint(2, LIFE))
    if end > today:
        if chance.random() < 0.2:
            yield asked(received, at(day, 15))
        return
    yield completed(received, at(end, 16))
    if chance.random() < 0.3:
        scores = {"time": chance.randint(3, 5), "attitude": chance.randint(4, 5)}
        yield made(
            DossierRated,
            dossier_id=str(received.dossier_id),
            answers=scores,
            rated_at=at(end, 18).isoformat(),
        )


async def few(conn: Connection, today: date) -> None:
    """An office that finished three: too few to be told."""
    for _ in range(3):
        submitted, received = filed(today - timedelta(days=3), unit_id="VPDK-450")
        end = completed(received, at(today - timedelta(days=1)))
        await folding.fold(conn, [submitted, received, end])
