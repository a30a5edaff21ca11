"""Looking changes nothing: every page of intake that is asked for with GET, and the tables after.

A link on a strange page, a reload or a browser that fetches ahead can't do anything (S3).
"""

from tests.intake.officials import APPROVER, PROCESSOR, RECEIVER, RETURNER, official
from tests.web.apps import doors

# What every look may write: who looked, that a session is in use, a try at a secret.
ASIDE = {"audit", "session", "lookup_attempt"}
TABLES = """
SELECT table_name FROM information_schema.tables
WHERE table_schema = 'intake' AND table_type = 'BASE TABLE' ORDER BY 1
"""


async def kept(pool):
    names = [row["table_name"] for row in await pool.fetch(TABLES)]
    return {
        name: await pool.fetch(f"SELECT t::text FROM {name} AS t ORDER BY 1")
        for name in names
        if name not in ASIDE
    }


async def test_no_page_changes_anything_by_being_looked_at(desk):
    people = [await official(desk, one) for one in (RECEIVER, PROCESSOR, APPROVER, RETURNER)]
    dossier_id = await people[0].receive()
    before, seen = await kept(desk.pool), []

    for door in doors(desk.app):
        if door.method == "GET":
            path = door.path.replace("{dossier_id}", dossier_id)
            address = door._replace(path=path).address
            seen += [(await one.visitor.get(address)).status_code for one in people]

    assert await kept(desk.pool) == before
    assert seen.count(200) >= 60
