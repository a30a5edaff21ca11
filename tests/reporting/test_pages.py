"""The pages of reporting as a browser gets them: figures for everyone, reports for officials."""

import asyncio
import csv
import io
import re
import zipfile
from datetime import date, datetime, timedelta

import pytest
from python_calamine import CalamineWorkbook

from services.reporting.handlers import counting, folding
from services.reporting.store.reach import reach
from services.reporting.store.table06 import TABLE06
from services.reporting.web.sheets import Sheet, csv_text, xlsx_bytes
from shared import clock, reference
from shared.db import transaction
from shared.events.complaints import ComplaintAccepted, PetitionReceived
from shared.events.intake import DossierReceived
from tests.reporting.world import at, completed, filed, made, unit
from tests.web.effort import listen
from tests.web.visitor import Visitor

NOW = datetime(2026, 11, 25, 14, 5, tzinfo=clock.VN)
TODAY = NOW.date()
HERE = "period=2026-12"  # 15/11–14/12
EVIL = '=HYPERLINK("http://x")'
KEPT_FOR = timedelta(hours=1)
NO_DATA = "Chưa có hồ sơ nào được tính trong kỳ này."


@pytest.fixture(autouse=True)
def on_that_day():
    clock.set_offset((NOW - datetime.now(clock.VN)).total_seconds())
    yield
    clock.set_offset(None)


@pytest.fixture
async def visitor(app):
    app.state.health.why.clear()  # as once Kafka has been read
    async with Visitor(app) as opened:
        yield opened


@pytest.fixture
async def official(app, issuer):
    """`official("inspector", "450")`: a browser of that official."""
    app.state.health.why.clear()
    opened = []

    def browser(role, where):
        opened.append(Visitor(app, issuer.bearer(sub=f"{role}-{where}")))
        return opened[-1]

    yield browser
    for one in opened:
        await one.aclose()


@pytest.fixture
async def counts(app, monkeypatch):
    """`await counts(requests)`: how often the dossiers were counted for them, at once.

    What is counted is kept for longer than a busy machine takes for a test.
    """
    monkeypatch.setattr(counting, "KEPT_FOR", KEPT_FOR)
    effort = await listen(app.state.pool, monkeypatch)

    async def counted(*requests):
        effort.statements.clear()
        answers = await asyncio.gather(*requests)
        await asyncio.sleep(0)  # what was sent is told in the next turn of the loop
        assert effort.statements
        assert {answer.status_code for answer in answers} == {200}
        return effort.statements.count(TABLE06)

    return counted


async def finish(pool, number, days_taken, unit_id="18853", day=TODAY - timedelta(days=6), **more):
    """So many dossiers of five days, finished after so many."""
    facts = []
    for _ in range(number):
        submitted, received = filed(day, unit_id=unit_id, **more)
        facts += [submitted, received, completed(received, at(day + timedelta(days=days_taken)))]
    async with transaction(pool) as conn:
        await folding.fold(conn, facts)
        await reach(conn, DossierReceived.topic, NOW - timedelta(minutes=2))


@pytest.fixture
async def a_month(pool):
    """In the city 18 of 20 in time, in the other district 7 of 10."""
    async with transaction(pool) as conn:
        await reference.save(conn, unit("452", "44", name="Huyện Minh Hóa"))
    await finish(pool, 10, 2)
    await finish(pool, 8, 5, "450")
    await finish(pool, 2, 6, "450")
    await finish(pool, 7, 1, "452")
    await finish(pool, 3, 6, "452")


async def test_before_anything_was_counted_the_page_says_so(visitor, pool):
    empty = await visitor.page("/")
    await pool.execute("DELETE FROM reference")
    unknown = await visitor.page("/")

    assert NO_DATA in empty.text
    assert NO_DATA in unknown.text


async def test_everyone_sees_one_figure_with_the_count_behind_it(visitor, a_month):
    page = await visitor.page("/")

    assert "83,3 %" in page.text
    assert "25/30" in page.text
    assert "14:03 ngày 25/11/2026" in page.text
    assert "Thấp nhất là Huyện Minh Hóa: 70,0 % đúng hạn" in page.text


async def test_each_bar_leads_to_its_unit(visitor, a_month):
    page = await visitor.page("/")
    [link] = [one for one in page.all("a") if (one["href"] or "").startswith("/units/452")]

    there = await visitor.page(link["href"])

    assert "7/10" in there.text


async def test_figures_in_english_keep_the_words_of_the_law_out(visitor, a_month):
    page = await visitor.page("/?lang=en")

    assert "of the dossiers were finished in time" in page.text
    assert "Figures as of 14:03 on 25 Nov 2026" in page.text


async def test_what_is_too_little_is_on_no_page_and_in_no_file(visitor, pool):
    await finish(pool, 3, 2)
    await finish(pool, 9, 2, "450", field="dat-dai")
    await finish(pool, 20, 2, "452")

    city = (await visitor.get("/open-data/figures.json?unit=450")).json()
    ward = (await visitor.get("/open-data/figures.json?unit=18853")).json()
    page = await visitor.page("/units/18853")

    shown = {row["key"]: row["n"] for row in city["rows"] if row["table"] == "unit"}
    assert shown == {"18853": None, "450": None}  # the other one would tell it
    assert all(row["n"] in (None, 0) or row["n"] >= 5 for row in city["rows"] + ward["rows"])
    assert "Tỷ lệ đúng hạn không được công bố" in page.text


async def test_open_data_says_what_the_page_shows(visitor, a_month):
    as_json = (await visitor.get("/open-data/figures.json")).json()
    as_csv = await visitor.get("/open-data/figures.csv")
    page = await visitor.page("/")

    rows = list(csv.DictReader(io.StringIO(as_csv.text.removeprefix("\ufeff"))))
    assert as_csv.content.startswith(b"\xef\xbb\xbf")
    assert as_json["as_of"] == "2026-11-25T14:03:00+07:00"
    assert len(rows) == len(as_json["rows"])
    for row in as_json["rows"]:
        if row["table"] == "unit":
            written = f"{row['in_time_percent']:.1f}".replace(".", ",")
            assert f"{written} %" in page.text


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (timedelta(0), "2 phút"),
        (timedelta(minutes=117), "119 phút"),
        (timedelta(minutes=118), "2 giờ"),
        (timedelta(hours=47), "47 giờ"),
        (timedelta(hours=48), "2 ngày"),
    ],
)
async def test_a_page_says_when_the_figures_lag_behind(app, visitor, a_month, later, said):
    app.state.health.why.append("kafka")
    clock.set_offset((NOW + later - datetime.now(clock.VN)).total_seconds())

    page = await visitor.page("/")

    assert f"Số liệu chậm {said} so với thực tế." in page.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/?period=2026-13", 422),
        ("/?unit=99999", 404),
        ("/units/nowhere", 404),
        ("/units/450", 200),
    ],
)
async def test_a_wrong_address_is_a_page_that_says_so(visitor, path, status):
    answer = await visitor.get(path)

    assert answer.status_code == status
    assert "text/html" in answer.headers["content-type"]


async def test_nothing_on_the_public_page_is_anyones_own(visitor, a_month):
    answer = await visitor.get("/")

    assert answer.headers["cache-control"] == "no-cache"
    assert "style=" not in answer.text


async def test_table_06_shows_its_columns_and_its_sums(official, a_month):
    page = await official("procedure_controller", "44").page(f"/desk/reports/06?{HERE}")

    cells = [int(text) for text in re.findall(r'<td class="num">(\d+)</td>', page.html)][-11:]
    assert cells == [30, 0, 30, 0, 30, 17, 8, 5, 0, 0, 0]
    assert "(3)=(4)+(5)+(6)" in page.text


async def test_the_files_hold_the_figures_of_the_page(official, a_month):
    reader = official("procedure_controller", "44")
    page = await reader.page(f"/desk/reports/06?{HERE}")
    as_csv = await reader.get(f"/desk/reports/06.csv?{HERE}")
    as_xlsx = await reader.get(f"/desk/reports/06.xlsx?{HERE}")

    rows = list(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig"))))
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx.content))
    table = book.get_sheet_by_index(0).to_python()
    shown = [int(text) for text in re.findall(r'<td class="num">(\d+)</td>', page.html)]
    wanted = [30, 0, 30, 0, 30, 17, 8, 5, 0, 0, 0]
    assert [int(cell) for cell in rows[-1][-11:]] == wanted == shown[-11:]
    assert [int(cell) for cell in table[-1][-11:]] == wanted
    assert rows[1][:5] == ["44", rows[1][1], "2026-11-15", "2026-12-14", rows[1][4]]
    assert as_csv.content.startswith(b"\xef\xbb\xbf")
    assert "Hộ tịch" in as_csv.text


@pytest.mark.parametrize("evil", [EVIL, "+1+1", "-2+3", "@SUM(A1)", "\t=1"])
def test_a_text_is_no_formula_in_any_file(evil):
    sheet = Sheet("x", "x", [evil], [evil, "n"], [[evil, 1]], [("unit", evil)])

    rows = list(csv.reader(io.StringIO(csv_text(sheet))))
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(sheet))) as packed:
        book = packed.read("xl/worksheets/sheet1.xml").decode()

    assert rows[1] == [f"'{evil}", f"'{evil}", "1"]
    assert rows[0][1] == f"'{evil}"
    assert "<f>" not in book
    assert "<hyperlink" not in book


async def test_a_unit_with_a_formula_for_a_name_is_a_text_everywhere(official, visitor, pool):
    async with transaction(pool) as conn:
        await reference.save(conn, unit("450", "44", name=f"<script>{EVIL}"))
    await finish(pool, 9, 2, "450")
    reader = official("inspector", "450")

    page = await reader.get("/desk/reports/06?unit=450")
    as_csv = await reader.get("/desk/reports/06.csv?unit=450")
    figures = await visitor.get("/units/450")

    for answer in (page, figures):
        assert f"<script>{EVIL[:4]}" not in answer.text
        assert "&lt;script&gt;" in answer.text
    assert all(not cell.startswith("=") for row in csv.reader(as_csv.text) for cell in row)


async def test_officials_choose_among_their_units_alone(official, a_month):
    page = await official("inspector", "450").page("/desk/reports/06")

    options = [tag["value"] for name, tag in page.tags if name == "option"]
    assert {"450", "18853"} <= set(options)
    assert not {"44", "452"} & set(options)


@pytest.mark.parametrize("path", ["/desk/reports/06", "/desk/reports/06.csv", "/desk/complaints"])
async def test_another_unit_is_refused_with_a_page(official, path):
    answer = await official("inspector", "450").get(f"{path}?unit=452")

    assert answer.status_code == 403


async def test_leaders_see_counts_of_complaints(official, pool):
    async with transaction(pool) as conn:
        case = made(ComplaintAccepted, unit_id="450", field="LAND", on=TODAY)
        await folding.fold_cases(conn, [case])
        await folding.fold_petitions(
            conn, [made(PetitionReceived, unit_id="450", on=TODAY, kind="COMPLAINT")]
        )

    page = await official("case_leader", "44").page("/desk/complaints")

    assert "Đất đai" in page.text
    assert "Thụ lý trong kỳ" in page.text


async def test_a_period_without_complaints_says_so(official):
    page = await official("case_leader", "44").page("/desk/complaints")

    assert "Không có vụ việc khiếu nại nào trong kỳ này." in page.text


def test_the_day_of_these_tests_lies_in_the_period_they_ask_for():
    assert date(2026, 11, 15) <= TODAY <= date(2026, 12, 14)


async def test_however_many_look_at_a_period_it_is_counted_once(visitor, pool, counts):
    await finish(pool, 10, 4)
    pages = [f"/?{HERE}", f"/units/450?{HERE}", f"/open-data/figures.csv?{HERE}"]

    at_once = await counts(*(visitor.get(page) for page in pages * 5))
    again = await counts(*(visitor.get(page) for page in pages))
    other = await counts(visitor.get("/?period=2026-11"))

    assert (at_once, again, other) == (1, 0, 1)


async def test_what_is_folded_stands_on_the_page_at_once(visitor, pool, counts):
    await finish(pool, 10, 4)
    await visitor.get(f"/?{HERE}")

    await finish(pool, 10, 4)  # told no later than what was there: as_of stays
    page = await visitor.page(f"/?{HERE}")

    assert "20/20" in page.text


async def test_after_a_few_seconds_what_is_open_is_judged_anew(visitor, pool, counts):
    await finish(pool, 10, 4)
    await visitor.get(f"/?{HERE}")
    kept = await counts(visitor.get(f"/?{HERE}"))

    later = clock.now() + KEPT_FOR
    clock.set_offset((later - datetime.now(clock.VN)).total_seconds())
    anew = await counts(visitor.get(f"/?{HERE}"))

    assert (kept, anew) == (0, 1)


async def test_a_province_that_is_still_coming_in_is_not_kept(visitor, pool, counts):
    await pool.execute("DELETE FROM reference")
    await finish(pool, 10, 4)
    await visitor.get(f"/?{HERE}")

    async with transaction(pool) as conn:
        await reference.save(conn, unit("44", None))
        await reference.save(conn, unit("18853", "44"))

    assert "10/10" in (await visitor.page(f"/?{HERE}")).text
