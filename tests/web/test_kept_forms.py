"""A session that ends while somebody types: nothing is lost, and nobody else sees it."""

import pytest

from shared.db import open_pool
from shared.web.identity import kept
from tests.web.house import CITIZEN, RECEIVER, opened, path_of
from tests.web.visitor import Page

WORDS = 'Chị Ẩn "&" <b>\nhai dòng'


@pytest.fixture
async def pool(postgres):
    opened_pool = await open_pool(postgres.fresh("intake").app["intake"], size=4)
    yield opened_pool
    await opened_pool.close()


@pytest.fixture
async def house(pool, monkeypatch):
    async with opened(pool, monkeypatch) as house:
        yield house


@pytest.fixture
async def person(house, pool):
    """Somebody whose session has just ended with a form open."""
    person = house.person()
    await person.logs_in()
    person.form = await person.token("/desk")
    person.there.cookies.clear()
    await pool.execute("UPDATE session SET seen_at = seen_at - interval '1 hour'")
    return person


async def sends(person, **more):
    typed = {"csrf": person.form, "words": WORDS, "idempotency_key": "k-1"}
    return await person.here.post("/desk/note?step=2", data=typed, **more)


def kept_in(page: Page) -> dict[str, str]:
    [form] = [f for f in page.all("form") if (f.get("action") or "").startswith("/desk/note")]
    assert form["method"] == "post"
    return {f["name"]: f["value"] for f in page.all("input") if f.get("name") != "next"}


async def test_what_was_typed_is_offered_again_after_the_log_in_and_can_be_sent(person):
    away = await sends(person)
    back = await person.comes_back(await person.chooses(away.headers["location"]))
    page = Page((await person.here.get(back.headers["location"])).text)
    fields = kept_in(page)

    sent = await person.here.post("/desk/note?step=2", data=fields)

    assert away.status_code == 303
    assert back.headers["location"] == "/log-in/again"
    assert page.all("form")[-1]["action"] == "/desk/note?step=2"
    assert (fields["words"], fields["idempotency_key"]) == (WORDS, "k-1")
    assert "chưa được gửi" in page.text
    assert "Tệp" not in page.text
    assert sent.text == f"Lê An: {WORDS}"


async def test_it_stands_in_no_address_and_in_no_table_for_others_to_read(person, pool):
    away = await sends(person)
    back = await person.chooses(away.headers["location"])
    row = str(dict(await pool.fetchrow("SELECT * FROM kept_form")))

    for place in (away.headers["location"], back, row, str(person.here.cookies)):
        assert "hai d" not in place
    assert RECEIVER in row


async def test_another_person_at_the_same_desk_is_shown_nothing(person):
    away = await sends(person)

    back = await person.comes_back(await person.chooses(away.headers["location"], CITIZEN))
    answer = await person.here.get(back.headers["location"])

    assert answer.status_code == 404
    assert "Nội dung đã nhập không còn được giữ" in answer.text
    assert "hai dòng" not in answer.text


async def test_files_are_not_kept_and_that_is_said(person):
    away = await sends(person, files={"scan": ("a.pdf", b"%PDF-1.7", "application/pdf")})
    back = await person.comes_back(await person.chooses(away.headers["location"]))
    page = Page((await person.here.get(back.headers["location"])).text)

    assert kept_in(page)["words"] == WORDS
    assert "Tệp đính kèm không được giữ: sau khi gửi lại, hãy chọn lại tệp." in page.text


async def test_it_can_be_asked_for_again_but_not_for_long(person, pool):
    away = await sends(person)
    back = await person.comes_back(await person.chooses(away.headers["location"]))
    at = back.headers["location"]
    shown = [(await person.here.get(at)).status_code for _ in range(2)]
    await pool.execute("UPDATE kept_form SET kept_at = kept_at - interval '31 minutes'")

    late = (await person.here.get(at)).status_code
    await kept.forget(pool)

    assert (shown, late) == ([200, 200], 404)
    assert await pool.fetchval("SELECT count(*) FROM kept_form") == 0


async def test_a_form_after_log_out_by_another_service_is_kept_too(person, pool):
    await pool.execute("DELETE FROM session")

    away = await sends(person)
    back = await person.comes_back(await person.chooses(away.headers["location"]))

    assert kept_in(Page((await person.here.get(back.headers["location"])).text))


async def test_a_form_of_a_foreign_page_is_never_kept(person, pool):
    answer = await sends(person, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert await pool.fetchval("SELECT count(*) FROM kept_form") == 0


async def test_a_program_is_told_instead_of_sent_away(person, pool):
    answer = await sends(person, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_MISSING")
    assert await pool.fetchval("SELECT count(*) FROM kept_form") == 0


async def test_what_is_too_long_to_keep_leads_home_after_the_log_in(person, pool):
    typed = {"csrf": person.form, "words": "x" * kept.LONGEST}
    away = await person.here.post("/desk/note", data=typed)

    back = await person.comes_back(await person.chooses(away.headers["location"]))

    assert back.headers["location"] == "/desk"
    assert await pool.fetchval("SELECT count(*) FROM kept_form") == 0


async def test_logging_out_forgets_the_way_to_it(person):
    away = await sends(person)
    await person.comes_back(await person.chooses(away.headers["location"]))
    out = await person.here.post("/log-out", data={"csrf": await person.token()})
    await person.there.get(path_of(out.headers["location"]))

    again = await person.comes_back(await person.chooses(await person.sent_away()))

    assert again.headers["location"] == "/desk"
