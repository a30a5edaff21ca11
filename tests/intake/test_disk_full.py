"""R14: PostgreSQL's disk is full: people are asked to come again, nothing is kept by halves."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from uuid import uuid4

import pytest
from psycopg.sql import SQL, Identifier, Literal

from stack import postgres as server_program
from stack.verbs.test import ON_DOCKER
from tests.intake.desk import filing

SIZE, MOST = "96m", 400
# A dossier is there whole or not at all.
WHOLE = """
SELECT (SELECT count(*) FROM dossier) AS dossiers, (SELECT count(*) FROM party) AS parties,
       (SELECT count(*) FROM outbox WHERE type LIKE '%.DossierReceived.%') AS facts,
       (SELECT count(*) FROM audit WHERE action = 'dossier.receive') AS audited
"""


@pytest.fixture
def disk():
    """A small one of its own, where the machine lets us mount one."""
    if ON_DOCKER in os.environ:
        pytest.skip("the server is in a container: its disk is not ours")
    place = Path(tempfile.mkdtemp(prefix="disk-", dir="/tmp"))
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(place)]
    if subprocess.run(words, check=False, capture_output=True).returncode:
        place.rmdir()
        pytest.skip("this machine lets us mount nothing")
    yield place
    subprocess.run(["umount", place], check=True)
    place.rmdir()


@pytest.fixture
def database(postgres, loaded, disk):
    """The whole database on that disk; PostgreSQL's log of changes is where it was."""
    name, space = f"test_{uuid4().hex[:12]}", f"full_{uuid4().hex[:12]}"
    lies = disk / "data"
    lies.mkdir()
    disk.chmod(0o755)
    if user := server_program.runs_as():
        shutil.chown(lies, user)
    postgres.create(name, loaded)
    with postgres.admin() as conn:
        where = Literal(str(lies))
        conn.execute(SQL("CREATE TABLESPACE {} LOCATION {}").format(Identifier(space), where))
        moved = SQL("ALTER DATABASE {} SET TABLESPACE {}")
        conn.execute(moved.format(Identifier(name), Identifier(space)))
    yield postgres.describe(name)
    with postgres.admin() as conn:
        conn.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
        conn.execute(SQL("DROP TABLESPACE {}").format(Identifier(space)))


def fill(disk):
    """To the last byte; what takes the room."""
    waste = disk / "waste"
    with contextlib.suppress(OSError), waste.open("wb", buffering=0) as file:
        while file.write(bytes(65_536)):
            pass
    return waste


async def test_a_full_disk_turns_people_away_whole_and_forgets_nothing(desk, disk):
    kept = [await desk.file()]
    waste = fill(disk)

    answers = []
    while not answers or (answers[-1].status_code == 201 and len(answers) < MOST):
        answers.append(await desk.post("/api/dossiers", filing()))
    full = answers.pop()
    again = await desk.post("/api/dossiers", filing(), **{"Idempotency-Key": "full"})

    assert [full.status_code, again.status_code] == [503, 503], full.text
    assert "retry-after" in full.headers
    assert "problem" in full.headers["content-type"]
    kept += [answer.json() for answer in answers]
    assert set((await desk.pool.fetchrow(WHOLE)).values()) == {len(kept)}
    waste.unlink()
    later = await desk.post("/api/dossiers", filing(), **{"Idempotency-Key": "full"})
    assert later.status_code == 201, later.text
    assert set((await desk.pool.fetchrow(WHOLE)).values()) == {len(kept) + 1}
    for one in (*kept, later.json()):
        assert (await desk.get(f"/api/dossiers/{one['dossier_id']}")).status_code == 200
