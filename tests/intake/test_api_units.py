"""What a unit's administrator sets over HTTP."""

from tests.intake.desk import CITY, OTHER

ADMIN = "unit_admin-450"


async def test_an_administrator_lets_one_person_receive_and_approve(desk):
    path = f"/api/units/{CITY}/settings"

    answer = await desk.put(path, {"same_person_allowed": True}, ADMIN)
    foreign = await desk.put(f"/api/units/{OTHER}/settings", {"same_person_allowed": True}, ADMIN)

    kept = await desk.pool.fetch("SELECT unit_id, same_person_allowed FROM unit_setting")
    assert (answer.status_code, foreign.status_code) == (200, 403)
    assert [tuple(row) for row in kept] == [(CITY, True)]


async def test_entries_run_on_through_the_books_of_a_year(desk):
    await desk.file()

    opened = (await desk.post(f"/api/units/{CITY}/register-book", None, ADMIN)).json()
    await desk.file()

    rows = await desk.pool.fetch(
        "SELECT register_book, register_no FROM dossier ORDER BY register_no"
    )
    assert (opened["book"], opened["last"]) == (2, 1)
    assert [tuple(row) for row in rows] == [(1, 1), (2, 2)]
