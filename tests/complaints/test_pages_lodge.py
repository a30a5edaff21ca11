"""A citizen writes a letter page by page: kept sealed, sent once, told nobody before it is read."""

from datetime import timedelta

import pytest

from services.complaints import jobs
from services.complaints.domain.refusals import TooMany
from services.complaints.web.letter import COOKIE
from services.complaints.web.pace import Pace
from shared import clock
from tests.complaints import told
from tests.complaints.browsing import Browser, citizen
from tests.complaints.clerks import DOSSIER_CODE
from tests.complaints.told import naming
from tests.complaints.world import CANARY, CANARY_CONTENT, CITY, OTHER, WARD
from tests.web.signed_in import sign_in

WRITTEN = {
    "kind": {"kind": "COMPLAINT"},
    "dossier": {"dossier_code": ""},
    "office": {"unit_id": CITY},
    "content": {"content": CANARY_CONTENT},
    "request": {"asked": "Đề nghị hủy quyết định."},
    "sender": CANARY,
}


class Asked:
    """A request, as far as its place."""

    def __init__(self, host: str) -> None:
        self.client = type("Client", (), {"host": host})


@pytest.fixture
async def writer(office):
    async with citizen(office) as browser:
        yield browser


async def write(browser: Browser, **changed) -> None:
    """Answer every question."""
    for step, typed in WRITTEN.items():
        answer = await browser.fill(f"/lodge/{step}", **(typed | changed.get(step, {})))
        assert answer.status_code == 303, answer.text


async def lodge(browser: Browser, **changed):
    await write(browser, **changed)
    return await browser.fill("/lodge/check")


async def test_the_first_page_leads_to_writing_following_and_the_way_of_denunciations(writer):
    page = await writer.page("/")

    links = {link.get("href") for link in page.all("a")}
    assert {"/lodge", "/follow", "/lodge/other"} <= links
    assert "7 ngày làm việc" in page.text


async def test_each_answer_leads_to_the_next_question_and_the_last_to_the_check(writer):
    seen = []

    for step, typed in WRITTEN.items():
        seen.append((await writer.fill(f"/lodge/{step}", **typed)).headers["location"])

    assert seen == [
        "/lodge/dossier",
        "/lodge/office",
        "/lodge/content",
        "/lodge/request",
        "/lodge/sender",
        "/lodge/check",
    ]
    check = await writer.text("/lodge/check")
    assert all(
        value in check for value in (CANARY["name"], CANARY_CONTENT, "UBND thành phố Đồng Hới")
    )


async def test_an_answer_that_is_changed_leads_back_to_the_check(writer):
    await write(writer)

    answer = await writer.fill("/lodge/request", asked="Trả lời bằng văn bản.")

    assert answer.headers["location"] == "/lodge/check"
    assert "Trả lời bằng văn bản." in await writer.text("/lodge/check")


async def test_a_letter_is_sent_once_and_shows_its_number_and_secret(writer, pool):
    first = await lodge(writer)
    again = await writer.post("/lodge/check", data={"csrf": await writer.token("/follow")})

    done = await writer.text("/lodge/done")
    [row] = await pool.fetch("SELECT * FROM petition")
    assert first.headers["location"] == again.headers["location"] == "/lodge/done"
    assert row["petition_code"] in done
    assert (row["source"], row["stated_kind"], row["kind"]) == ("ONLINE", "COMPLAINT", None)
    assert await told.kinds(pool) == []


async def test_what_is_written_can_be_read_nowhere_before_and_after_it_is_sent(writer, pool):
    await write(writer)
    begun = await told.dump(pool)
    await writer.fill("/lodge/check")
    page = await writer.page("/lodge/done")

    secret = next(one["data-copy"] for one in page.all("button") if "data-copy" in one)
    sent = await told.dump(pool)
    assert naming(begun) == naming(sent) == set()
    assert not any(secret in text or f"{secret[:4]}-{secret[4:]}" in text for text in sent.values())
    assert begun["lodging"]


async def test_the_secret_is_shown_for_a_while_and_then_forgotten(writer, pool):
    await lodge(writer)
    old = clock.now() - timedelta(minutes=31)
    await pool.execute("UPDATE lodging SET touched_at = $1", old)

    late = await writer.get("/lodge/done")
    await jobs.forget_lodgings(pool)

    assert late.headers["location"] == "/follow"
    assert await pool.fetchval("SELECT count(*) FROM lodging") == 0


async def test_a_letter_that_nobody_sends_is_forgotten_after_a_day(writer, pool):
    await write(writer)
    await pool.execute("UPDATE lodging SET touched_at = $1", clock.now() - timedelta(hours=25))

    await jobs.forget_lodgings(pool)

    assert (await writer.get("/lodge/check")).headers["location"] == "/lodge/kind"


async def test_a_denunciation_is_sent_to_the_desk_and_leaves_nothing_behind(writer, pool):
    answer = await writer.fill("/lodge", "/lodge/kind", kind="DENUNCIATION")
    told_how = await writer.page(answer.headers["location"])

    assert answer.headers["location"] == "/lodge/other"
    assert COOKIE not in writer.cookies
    assert await pool.fetchval("SELECT count(*) FROM lodging") == 0
    assert "tiếp công dân" in told_how.text
    assert told_how.all("form") == [] or all(
        form.get("action") in ("/log-in",) for form in told_how.all("form")
    )
    assert "Tố cáo" not in told_how.html.partition("<title>")[2].partition("</title>")[0]


@pytest.mark.parametrize(
    ("step", "typed", "said"),
    [
        ("kind", {}, "Chọn loại đơn."),
        ("dossier", {"dossier_code": "000.00.31.H46-1"}, "Không có hồ sơ mang mã này."),
        ("office", {"unit_id": "999"}, "Chọn cơ quan."),
        ("content", {"content": " "}, "Viết nội dung sự việc."),
        ("request", {"asked": ""}, "Viết điều bạn yêu cầu."),
        ("sender", {"name": "", "address": "x"}, "Nhập họ, chữ đệm và tên."),
        ("sender", {"name": "An", "address": ""}, "Nhập địa chỉ."),
        ("sender", {"name": "An", "address": "x", "phone": "12"}, "Nhập số điện thoại"),
        ("sender", {"name": "An", "address": "x", "email": "an@"}, "Nhập địa chỉ thư điện tử"),
    ],
)
async def test_a_wrong_answer_says_what_to_do_and_keeps_what_was_typed(writer, step, typed, said):
    if step != "kind":
        await writer.fill("/lodge/kind", kind="COMPLAINT")

    answer = await writer.fill(f"/lodge/{step}", **typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert "<title>Lỗi:" in answer.text
    assert all(f'value="{value}"' in answer.text for value in typed.values() if value == "12")


async def test_the_code_of_a_dossier_leads_to_the_office_that_has_it(writer, clerks, pool):
    await clerks.with_dossier()

    await writer.fill(f"/lodge?dossier={DOSSIER_CODE}", "/lodge/kind", kind="COMPLAINT")
    shown = await writer.text("/lodge/dossier")
    named = await writer.fill("/lodge/dossier")
    office = await writer.get("/lodge/office")

    assert DOSSIER_CODE in (await writer.get("/lodge/dossier")).text
    assert "Đơn liên quan đến hồ sơ nào?" in shown
    assert named.status_code == 303
    assert f'value="{CITY}" selected' in office.text


async def test_only_offices_whose_letters_somebody_reads_can_be_chosen(writer, pool):
    await pool.execute(
        "DELETE FROM reference WHERE kind = 'Staff' AND state ->> 'subject' = ANY($1)",
        ["petition_officer-452", "petition_officer-44", "petition_officer-18853"],
    )
    await writer.fill("/lodge/kind", kind="REFLECTION")

    page = await writer.page("/lodge/office")

    offered = {one["value"] for one in page.all("option")}
    assert {CITY, WARD} <= offered  # the ward's letters are read above it
    assert OTHER not in offered


async def test_an_english_page_is_english_and_so_are_the_messages_later(writer, pool, office):
    page = await writer.page("/lodge?lang=en")
    await lodge(writer)
    petition = await pool.fetchrow("SELECT * FROM petition")
    await office.classify(str(petition["petition_id"]), remote=False, on=None)

    party = next(fact for fact in await told.facts(pool) if fact.kind == "Party")
    assert "What kind of letter do you want to send?" in page.text
    assert party.body["language"] == "en"


async def test_who_is_logged_in_need_not_type_their_name_and_is_not_written_down(writer, pool):
    await sign_in(writer, pool, "complaints", "citizen")
    await writer.fill("/lodge/kind", kind="COMPLAINT")

    shown = await writer.get("/lodge/sender")
    await lodge(writer)

    assert 'value="Nguyễn Thị Thử"' in shown.text
    assert [row[:2] for row in await told.audited(pool)] == [("public", "petition.lodge")]
    dump = await told.dump(pool)
    assert {table for table, text in dump.items() if "Nguyễn Thị Thử" in text} == {"session"}


async def test_who_sends_without_end_is_asked_to_wait_and_loses_nothing(office, writer):
    await write(writer)
    pace = Pace(1, 3_600)
    pace.step(Asked("127.0.0.1"))
    office.app.state.sending = pace

    refused = await writer.fill("/lodge/check")

    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 3_000
    assert CANARY_CONTENT in await writer.text("/lodge/check")


def test_a_pace_counts_each_place_for_itself_and_lets_it_go_on_later():
    at = [0.0]
    pace = Pace(2, 60, lambda: at[0])
    for _ in range(2):
        pace.step(Asked("one"))
    with pytest.raises(TooMany) as refused:
        pace.step(Asked("one"))
    pace.step(Asked("two"))
    at[0] = 61
    pace.step(Asked("one"))

    assert refused.value.headers == {"Retry-After": "61"}
