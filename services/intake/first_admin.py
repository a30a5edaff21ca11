"""`python -m services.intake.first_admin SUBJECT NAME TITLE`: the one who declares all others.

A new deployment knows no official, and only an administrator may declare one. SUBJECT is what the
issuer calls the account (`sub`; Keycloak shows it as the user's ID).
"""

import asyncio
import sys
from datetime import date
from uuid import uuid4

from pydantic import ValidationError

from services.intake import catalogue
from services.intake.domain import official
from services.intake.domain.official import Official, Post
from services.intake.settings import Settings
from services.intake.store import catalogue as store
from shared import audit, clock, outbox, reference, settings
from shared.db import OUTAGE, Pool, open_pool, transaction
from shared.events.intake import Staff

OPERATOR = "operator"  # as the audit names who has no account


class ThereIsOne(Exception):
    """An administrator of the province declares the next one."""


async def declare(pool: Pool, province: str, wanted: Official, today: date) -> Staff:
    """Keep and tell them, as administrator of the province. Raises ThereIsOne, BadTable."""
    top = catalogue.top(province, today)
    async with transaction(pool) as conn:
        await store.lock_subject(conn, "first administrator")
        await store.lock_subject(conn, wanted.subject)
        if await store.has_role(conn, "province_admin", today):
            raise ThereIsOne
        post = official.assignment(
            Post(unit=top.code, roles=["province_admin"]), top.unit_id, today
        )
        before = await reference.staff_by_subject(conn, wanted.subject)
        posts = [*(before.assignments if before else ()), post]
        admin = official.staff(wanted, before.staff_id if before else uuid4(), posts)
        await outbox.add(conn, *await store.keep(conn, [admin]))
        fields = ["name", "title", "assignments"]
        await audit.record(conn, OPERATOR, "staff.declare", "staff", str(admin.staff_id), fields)
    return admin


async def _main(told: Settings, subject: str, name: str, title: str) -> str:
    wanted = Official(subject=subject, name=name, title=title, assignments=[])
    pool = await open_pool(told.database_url.get_secret_value(), size=2)
    try:
        admin = await declare(pool, told.province, wanted, clock.today())
    finally:
        await pool.close()
    return f"{admin.name} declares the officials from now on"


def main() -> str:
    if len(sys.argv) != 4:
        sys.exit("first_admin: SUBJECT NAME TITLE")
    try:
        return asyncio.run(_main(settings.load(Settings), *sys.argv[1:]))
    except ValidationError as error:
        wrong = ", ".join(str(one["loc"][0]) for one in error.errors())
        sys.exit(f"first_admin: not usable: {wrong}")
    except ThereIsOne:
        sys.exit("first_admin: there is an administrator of the province: they declare the others")
    except OUTAGE as error:
        sys.exit(f"first_admin: PostgreSQL does not answer: {error!r}")


if __name__ == "__main__":
    sys.stdout.write(f"{main()}\n")
