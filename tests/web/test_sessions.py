"""Logging in and out at the real dev issuer: what a session is and how it ends (S8)."""

from datetime import timedelta

import pytest

from shared import clock
from shared.db import open_pool, transaction
from shared.web.identity import sessions
from shared.web.identity.cookies import own_path
from shared.web.identity.sessions import Limits, Login
from tests.shared.doors import employ
from tests.web.house import CITIZEN, RECEIVER, opened, path_of
from tests.web.signed_in import carry, sign_in
from tests.web.visitor import Page

LIMITS = Limits(idle=timedelta(minutes=30), longest=timedelta(hours=12))
SOMEBODY = Login("an", "Lê An", "sid-1", "")


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
def person(house):
    return house.person()


async def test_whoever_logs_in_comes_back_to_the_page_they_asked_for(person):
    answer = await person.logs_in(path="/desk?status=1&q=%C3%A2")
    page = Page((await person.here.get("/desk")).text)

    assert (answer.status_code, answer.headers["location"]) == (303, "/desk?status=1&q=%C3%A2")
    assert "Lê An, Đơn vị" in page.text
    assert "Đăng xuất" in page.text


async def test_a_citizen_has_an_account_and_is_no_official(person):
    await person.logs_in(CITIZEN, "/mine")

    mine = (await person.here.get("/mine")).json()
    desk = await person.here.get("/desk")

    assert mine == {"subject": "citizen", "name": "Mai Văn Hùng", "staff_id": "None"}
    assert desk.status_code == 403
    assert "Trang này dành cho cán bộ, công chức" in desk.text


async def test_a_refused_page_names_the_unit_it_belongs_to(person):
    await person.logs_in()

    answer = await person.here.get("/unit/452")

    assert answer.status_code == 403
    assert "Tài khoản của bạn không có quyền xem nội dung này" in answer.text
    assert "Nội dung này thuộc Đơn vị." in answer.text


async def test_a_page_for_everyone_knows_its_visitor(person):
    before = (await person.here.get("/")).text
    await person.logs_in()

    assert (before, (await person.here.get("/")).text) == ("nobody", "Lê An")


async def test_a_role_taken_away_is_gone_at_the_next_request(person, pool):
    await person.logs_in()
    before = await person.here.get("/desk")
    await pool.execute("DELETE FROM reference WHERE kind = 'Staff'")
    await employ(pool, RECEIVER, "inspector", "450")

    after, within = await person.here.get("/desk"), await person.here.get("/unit/450")

    assert (before.status_code, after.headers["location"]) == (200, "/desk/start")
    assert within.status_code == 403
    assert "Tài khoản của bạn không có quyền xem trang này" in within.text


async def test_a_cookie_from_before_the_log_in_is_never_the_session(person, house, pool):
    crook = house.person()
    await crook.logs_in(CITIZEN, "/mine")
    for planted in ("known-to-a-crook", crook.session):
        person.here.cookies.clear()
        person.there.cookies.clear()
        away = await person.sent_away()
        carry(person.here, "intake", planted)
        answer = await person.comes_back(await person.chooses(away))
        assert answer.status_code == 303
        assert person.session not in ("", planted)

    assert await pool.fetchval("SELECT count(*) FROM session WHERE subject = 'citizen'") == 0


async def test_each_log_in_has_a_session_of_its_own_and_ends_the_one_before(person, pool):
    await person.logs_in()
    first = person.session
    await pool.execute("UPDATE session SET seen_at = seen_at - interval '31 minutes'")
    await person.logs_in()

    assert person.session != first
    assert await pool.fetchval("SELECT count(*) FROM session") == 1


async def test_the_cookie_itself_is_kept_nowhere(person, pool):
    await person.logs_in()

    row = str(dict(await pool.fetchrow("SELECT * FROM session")))

    assert person.session
    assert person.session not in row


async def test_logging_out_kills_the_session_for_whoever_has_its_cookie(person, house, pool):
    await person.logs_in()
    stolen = person.session
    out = await person.here.post("/log-out", data={"csrf": await person.token()})
    thief = house.person()
    carry(thief.here, "intake", stolen)

    answer = await thief.here.get("/desk")

    assert out.headers["location"].startswith(house.issuer.state.issuer + "/logout?")
    assert person.session == ""
    assert await pool.fetchval("SELECT count(*) FROM session") == 0
    assert answer.status_code == 303
    assert "/authorize?" in answer.headers["location"]


async def test_logging_out_ends_the_issuers_session_too_and_comes_back(person):
    await person.logs_in()
    out = await person.here.post("/log-out", data={"csrf": await person.token()})
    back = await person.there.get(path_of(out.headers["location"]))

    assert back.headers["location"] == "https://test/logged-out"
    assert "Đã đăng xuất" in (await person.here.get("/logged-out")).text
    asked = await person.there.get(path_of(await person.sent_away()))
    assert "Chọn người dùng thử" in asked.text


async def test_one_log_in_serves_for_the_next_service(person):
    await person.logs_in()
    person.here.cookies.clear()

    answer = await person.there.get(path_of(await person.sent_away()))

    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("ended", "status"),
    [
        ("seen_at = seen_at - interval '29 minutes'", 200),
        ("seen_at = seen_at - interval '31 minutes'", 303),
        ("ends_at = now() + interval '1 minute'", 200),
        ("ends_at = now() - interval '1 second'", 303),
    ],
)
async def test_a_session_ends_when_it_was_idle_or_long_enough(person, pool, ended, status):
    await person.logs_in()
    await pool.execute(f"UPDATE session SET {ended}")

    assert (await person.here.get("/desk")).status_code == status


async def test_the_limits_hold_to_the_second_and_a_request_moves_the_idle_one(pool):
    start, second = clock.real(), timedelta(seconds=1)
    async with transaction(pool) as conn:
        cookie = await sessions.start(conn, SOMEBODY, LIMITS, start)
        almost = start + LIMITS.idle - second
        assert await sessions.find(conn, cookie, LIMITS, almost)
        assert await sessions.find(conn, cookie, LIMITS, almost + LIMITS.idle - second)
        assert await sessions.find(conn, cookie, LIMITS, almost + 2 * LIMITS.idle) is None
        await conn.execute("UPDATE session SET seen_at = ends_at")
        last = start + LIMITS.longest
        assert await sessions.find(conn, cookie, LIMITS, last - second)
        assert await sessions.find(conn, cookie, LIMITS, last) is None


async def test_a_moved_business_clock_logs_nobody_out(person):
    await person.logs_in()
    clock.set_offset(timedelta(days=30).total_seconds())
    try:
        assert (await person.here.get("/mine")).status_code == 200
    finally:
        clock.set_offset(None)


async def test_sessions_that_ended_a_day_ago_are_forgotten(pool):
    async with transaction(pool) as conn:
        for days in (0, 2):
            at = clock.real() - timedelta(days=days)
            await sessions.start(conn, SOMEBODY, LIMITS, at)
    await sessions.forget(pool)

    assert await pool.fetchval("SELECT count(*) FROM session") == 1


async def test_a_page_that_lies_open_can_keep_its_session_awake(person, pool):
    await person.logs_in()
    token = await person.token("/desk")
    await pool.execute("UPDATE session SET seen_at = seen_at - interval '29 minutes'")

    stayed = await person.here.post("/log-in/stay", data={"csrf": token})
    idle = await pool.fetchval("SELECT now() - seen_at FROM session")
    page = (await person.here.get("/desk")).text

    assert stayed.status_code == 204
    assert idle < timedelta(minutes=1)
    assert 'data-idle="1800"' in page
    await pool.execute("DELETE FROM session")
    over = await person.here.post(
        "/log-in/stay", data={"csrf": token}, headers={"Accept": "application/json"}
    )
    assert over.status_code == 401


async def test_a_program_is_not_let_in_by_a_cookie(person):
    await person.logs_in()

    answer = await person.here.get("/api/mine", headers={"Accept": "text/html"})

    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_MISSING")


async def test_the_cookie_of_one_service_is_no_session_of_another(person, house):
    await person.logs_in()
    other = house.person()
    carry(other.here, "complaints", person.session)

    assert (await other.here.get("/mine")).status_code == 303


async def test_without_its_database_a_public_page_goes_on_and_another_says_so(person, house):
    await person.logs_in()
    await house.pool.close()

    public, own = await person.here.get("/page"), await person.here.get("/desk")

    assert (public.status_code, own.status_code) == (200, 503)


async def test_a_session_for_tests_is_like_any_other(person, pool):
    await sign_in(person.here, pool, "intake", RECEIVER)

    assert (await person.here.get("/unit/450")).text == "yours"


@pytest.mark.parametrize(
    "wanted",
    [
        *("", "x", "//evil.example", "/\\evil.example", "https://evil.example", "\\\\evil"),
        *("/\t/evil.example", "javascript:alert(1)", "/a\nb", "/log-out", "/api/x", "///e"),
        "/" + "x" * 2_000,
    ],
)
def test_a_log_in_leads_nowhere_but_to_an_own_page(wanted):
    assert own_path(wanted) == ""


@pytest.mark.parametrize("wanted", ["/", "/desk?q=a%20b&status=1", "/dossiers/a/b", "/look-up"])
def test_an_own_page_is_led_back_to(wanted):
    assert own_path(wanted) == wanted


async def test_the_button_leads_back_to_the_page_it_stood_on(person):
    page = Page((await person.here.get("/page?x=1")).text)
    [back] = [field["value"] for field in page.all("input") if field.get("name") == "next"]
    start = await person.here.post("/log-in", data={"csrf": await person.token(), "next": back})

    answer = await person.comes_back(await person.chooses(start.headers["location"]))

    assert answer.headers["location"] == "/page?x=1"


async def test_an_official_without_a_page_to_go_back_to_comes_to_a_desk(house, pool):
    await employ(pool, "verifier-450", "verifier", "450")
    for subject, leads in ((RECEIVER, "/desk"), ("verifier-450", "/desk"), (CITIZEN, "/")):
        one = house.person()
        start = await one.here.post("/log-in", data={"csrf": await one.token()})
        answer = await one.comes_back(await one.chooses(start.headers["location"], subject))
        assert answer.headers["location"] == leads
