"""The first administrator of a deployment that knows nobody: once, and told to every service."""

from uuid import uuid4

import pytest

from services.intake import first_admin
from services.intake.domain import official
from services.intake.domain.official import Official, Post
from services.intake.load import load
from services.intake.store import catalogue
from shared import reference
from shared.db import open_pool, transaction
from tests.intake import command
from tests.intake.desk import PROVINCE
from tests.shared.vietnam import on

TODAY = on("2026-11-23")
WANTED = Official(subject="5d3f", name="Phan Thị Ngọc Ánh", title="Trưởng phòng", assignments=[])


@pytest.fixture
def empty(postgres):
    return postgres.fresh("intake")


@pytest.fixture
async def pool(empty):
    opened = await open_pool(empty.app["intake"], size=2)
    await load(opened, PROVINCE, TODAY, with_personas=False)
    yield opened
    await opened.close()


async def test_the_first_may_declare_the_others_and_a_second_is_refused(pool):
    admin = await first_admin.declare(pool, PROVINCE, WANTED, TODAY)

    async with transaction(pool) as conn:
        assert await reference.staff_by_subject(conn, "5d3f") == admin
    [post] = admin.assignments
    assert (post.roles, post.unit_id, post.valid_to) == (["province_admin"], "44", None)
    told = await pool.fetch("SELECT key FROM outbox WHERE type LIKE '%.Staff.%'")
    assert len(told) == 1
    audited = await pool.fetchrow(
        "SELECT actor, object_id FROM audit WHERE action = 'staff.declare'"
    )
    assert tuple(audited) == ("operator", str(admin.staff_id))

    with pytest.raises(first_admin.ThereIsOne):
        await first_admin.declare(pool, PROVINCE, WANTED, TODAY)


async def test_an_official_who_is_known_keeps_their_id_and_their_posts(pool):
    held = official.assignment(Post(unit="450", roles=["receiver"]), "450", TODAY)
    known = official.staff(WANTED, uuid4(), [held])
    async with transaction(pool) as conn:
        await catalogue.keep(conn, [known])

    admin = await first_admin.declare(pool, PROVINCE, WANTED, TODAY)

    assert admin.staff_id == known.staff_id
    assert [post.roles for post in admin.assignments] == [["receiver"], ["province_admin"]]
    rows = await pool.fetchval("SELECT count(*) FROM reference WHERE kind = 'Staff'")
    assert rows == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["5d3f", "Phan Thị Ngọc Ánh"], "first_admin: SUBJECT NAME TITLE"),
        (["has a space", "Phan Thị Ngọc Ánh", "Trưởng phòng"], "first_admin: not usable: subject"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(empty, issuer, words, said):
    done = command.run("first_admin", empty, issuer, *words)

    assert (done.returncode, done.stderr.strip()) == (1, said)


async def test_the_command_declares_whom_it_names(empty, issuer, pool):
    done = command.run("first_admin", empty, issuer, "5d3f", "Phan Thị Ngọc Ánh", "Trưởng phòng")
    again = command.run("first_admin", empty, issuer, "5d3f", "Phan Thị Ngọc Ánh", "Trưởng phòng")

    assert done.stdout == "Phan Thị Ngọc Ánh declares the officials from now on\n", done.stderr
    assert "there is an administrator of the province" in again.stderr
