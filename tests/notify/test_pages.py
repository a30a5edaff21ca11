"""The operators' pages: where messages stand, one message's life, one more try; the first page."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from services.notify import jobs
from services.notify.store import people
from services.notify.web import words
from shared import clock
from shared.db import transaction
from shared.events.complaints import ComplaintAccepted
from shared.events.intake import SupplementRequested
from tests.notify import world
from tests.notify.world import EMAIL, NAME, PHONE, made, party, received, tell
from tests.web.signed_in import new_session
from tests.web.visitor import Page, Visitor

LIST = "/desk/messages"
NOBODYS = f"{LIST}/00000000-0000-4000-8000-000000000000"


@pytest.fixture
async def visitor(doors):
    async with Visitor(doors) as client:
        yield client


@pytest.fixture
async def operator(visitor, pool):
    await sign_in(visitor, pool, "operator")
    return visitor


async def sign_in(visitor, pool, role):
    """The visitor's next requests are those of that persona."""
    visitor.cookies.set("__Host-notify", await new_session(pool, f"{role}-{world.UNIT}"))


@pytest.fixture
async def told(pool):
    """A receipt whose applicant can be reached; the ids of its messages, mail first."""
    fact = received()
    async with transaction(pool) as conn:
        await people.keep_contact(conn, party(fact.party_id), clock.now())
    await tell(pool, fact)
    await jobs.settle(pool)
    return [row["message_id"] for row in await pool.fetch("SELECT * FROM message ORDER BY channel")]


async def fail(pool, message_id, at=None):
    """Given up, as after the last try."""
    await pool.execute(
        "UPDATE message SET state = 'FAILED', reason = 'PROVIDER', attempt = 10,"
        " finished_at = now(), fact_at = coalesce($2, fact_at) WHERE message_id = $1",
        message_id,
        at,
    )


async def state(pool, message_id):
    return await pool.fetchval("SELECT state FROM message WHERE message_id = $1", message_id)


async def press(client, message_id):
    path = f"{LIST}/{message_id}/again"
    token = re.search(r'name="csrf" value="([^"]+)"', (await client.get(LIST)).text)
    assert token is not None
    return await client.post(path, data={"csrf": token.group(1)})


def rows(page):
    return [tag for tag in page.all("a") if "data-row" in tag]


async def test_the_first_page_says_what_this_is_and_leads_on(visitor):
    page, english = await visitor.page("/"), await visitor.page("/?lang=en")

    assert "Tin báo về hồ sơ và đơn của bạn" in page.text
    assert "Messages about your dossiers and letters" in english.text
    assert {"http://intake.localhost/", "http://intake.localhost/look-up"} <= {
        link["href"] for link in page.all("a")
    }


@pytest.mark.parametrize("path", ["/desk", LIST, NOBODYS, "/desk/parked"])
async def test_a_stranger_sees_none_of_it(visitor, path):
    answer = await visitor.get(path, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_MISSING")


async def test_the_desk_begins_with_the_list(operator):
    answer = await operator.get("/desk")

    assert (answer.status_code, answer.headers["location"]) == (303, LIST)


async def test_where_nothing_was_told_the_list_says_so(operator):
    page = await operator.page(LIST)

    assert "Không có tin báo nào phù hợp." in page.text
    assert rows(page) == []


async def test_the_list_shows_the_newest_first_and_leads_to_each_life(operator, pool, told):
    await tell(pool, made(ComplaintAccepted, case_id=uuid4()))

    page = await operator.page(LIST)

    assert len(rows(page)) == 4
    assert page.text.index("Thụ lý khiếu nại Người nộp") < page.text.index("Tiếp nhận hồ sơ Người")
    assert "1–4 trong 4" in page.text
    for link in rows(page):
        assert (await operator.get(link["href"])).status_code == 200


FILTERED = [
    ({"state": "DUE"}, 2),
    ({"state": "FAILED"}, 0),
    ({"channel": "SMS"}, 2),
    ({"audience": "UNIT"}, 0),
    ({"fact": "ComplaintAccepted"}, 2),
    ({"fact": "ComplaintAccepted", "channel": "EMAIL", "state": "WAITING_CONTACT"}, 1),
    ({"fact": "Nothing", "state": "LOST"}, 4),
]


@pytest.mark.parametrize(("asked", "found"), FILTERED)
async def test_the_list_is_narrowed_by_state_channel_reader_and_fact(
    operator, pool, told, asked, found
):
    await tell(pool, made(ComplaintAccepted, case_id=uuid4()))

    page = Page((await operator.get(LIST, params=asked)).text)

    assert len(rows(page)) == found


async def test_pages_follow_each_other_both_ways_without_gap_or_repeat(operator, pool):
    await tell(pool, *(received() for _ in range(60)))

    seen, spans, href = [], [], f"{LIST}?channel=EMAIL&audience=APPLICANT"
    for _ in range(2):
        page = await operator.page(href)
        seen.append([link["href"] for link in rows(page)])
        spans += re.findall(r"\d+–\d+ trong \d+", page.text)
        href = next((a["href"] for a in page.all("a") if a.get("rel") == "next"), None)
    back = next(a["href"] for a in page.all("a") if a.get("rel") == "prev")

    assert spans == ["1–50 trong 60", "51–60 trong 60"]
    assert href is None
    assert len({one for page in seen for one in page}) == 60
    assert [link["href"] for link in rows(await operator.page(back))] == seen[0]


@pytest.mark.parametrize("cursor", ["", "older", "newer-", "older-x", "older-9" + "9" * 30, "²-²"])
async def test_a_cursor_that_is_none_shows_the_first_page(operator, told, cursor):
    page = Page((await operator.get(LIST, params={"cursor": cursor})).text)

    assert "1–2 trong 2" in page.text


async def test_one_messages_life_has_its_attempts_and_nothing_of_its_reader(
    operator, told, pool, database
):
    settings = world.settings(database, 1, "http://127.0.0.1:1/sms")
    [mail] = [job for job in jobs.jobs(settings) if job.name == "email"]
    await mail.run(pool)

    page = await operator.page(f"{LIST}/{told[0]}")

    assert "c•••@•••.example" in page.text
    assert "không hoạt động, gửi lại sau" in page.text
    assert "dossier_received, bản 2" in page.text
    assert "Kính gửi ông/bà {name}," in page.text
    assert not [word for word in (NAME, EMAIL, PHONE, "912345") if word in page.html]


async def test_a_messages_life_tells_why_nobody_got_it(operator, pool):
    await tell(pool, received(), at=clock.now() - timedelta(hours=80))
    [message_id, *_] = [row[0] for row in await pool.fetch("SELECT message_id FROM message")]

    page = await operator.page(f"{LIST}/{message_id}")

    assert "sự kiện đã quá 72 giờ" in page.text
    assert "Chưa gửi lần nào." in page.text
    assert "Gửi lại ngay" not in page.text


async def test_a_message_that_was_given_up_is_tried_once_more_when_asked(operator, pool, told):
    await fail(pool, told[0])
    life = await operator.page(f"{LIST}/{told[0]}")
    sure = await operator.page(f"{LIST}/{told[0]}/again")

    first = await press(operator, told[0])
    done = await operator.page(first.headers["location"])
    second = await press(operator, told[0])

    assert f"{LIST}/{told[0]}/again" in {link.get("href") for link in life.all("a")}
    assert "lỗi nhà cung cấp" in sure.text
    assert (first.status_code, second.status_code) == (303, 303)
    assert "Đã yêu cầu gửi thêm một lần." in done.text
    assert await state(pool, told[0]) == "WAITING_CONTACT"
    audited = await pool.fetch("SELECT object_id FROM audit WHERE action = 'message.send_again'")
    assert [row["object_id"] for row in audited] == [str(told[0])]


async def test_what_is_no_longer_news_is_not_sent_again(operator, pool, told):
    await fail(pool, told[0], at=clock.now() - timedelta(hours=73))
    life = await operator.page(f"{LIST}/{told[0]}")

    answer = await press(operator, told[0])

    assert "Không thể gửi lại: sự kiện đã quá 72 giờ" in life.text
    assert answer.status_code == 409
    assert "sự kiện đã quá 72 giờ" in Page(answer.text).text
    assert await state(pool, told[0]) == "FAILED"


async def test_what_is_on_its_way_can_not_be_sent_twice(operator, pool, told):
    question = await operator.get(f"{LIST}/{told[0]}/again")

    answer = await press(operator, told[0])

    assert (question.status_code, answer.status_code) == (303, 303)
    assert await state(pool, told[0]) == "DUE"


async def test_without_the_token_of_the_form_nothing_is_sent_again(operator, pool, told):
    await fail(pool, told[0])

    answer = await operator.post(f"{LIST}/{told[0]}/again", data={"csrf": "made-up"})

    assert answer.status_code == 403
    assert await state(pool, told[0]) == "FAILED"


async def test_a_message_that_is_none_is_not_found(operator):
    assert (await operator.get(NOBODYS)).status_code == 404
    assert (await operator.get(f"{NOBODYS}/again")).status_code == 404
    assert (await press(operator, NOBODYS.rpartition("/")[2])).status_code == 404


async def test_what_could_not_be_handled_is_counted_and_listed_without_what_it_says(operator, pool):
    await pool.execute(
        """
        INSERT INTO parked (consumer, topic, key, sequence, partition, "offset",
            header_names, header_values, body, error)
        VALUES ('notify.messages', 'intake.dossier.v1', 'k-1', 3, 0, 7, '{}', '{}', $1, $2),
               ('notify.messages', 'intake.dossier.v1', 'k-1', 4, 0, 8, '{}', '{}', $1, 'behind')
        """,
        NAME.encode(),
        f"ValidationError: 1 error, input_value={NAME!r}",
    )

    counted, listed = await operator.page(LIST), await operator.page("/desk/parked")

    assert "2 sự kiện chưa xử lý được" in counted.text
    assert "ValidationError" in listed.text
    assert "chờ sự kiện trước" in listed.text
    assert NAME not in listed.html


def test_every_fact_that_is_told_has_its_word_and_every_state_its_tag():
    assert set(words.FACTS) == set(words.TYPES)
    assert words.fact(SupplementRequested.type()) == "Yêu cầu bổ sung hồ sơ"
    assert words.fact("motcua.intake.Newer.v1") == "Newer"
