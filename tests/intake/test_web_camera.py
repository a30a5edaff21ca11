"""A photo from the camera of a phone, beside files that were chosen: kept like any other."""

from types import SimpleNamespace

import pytest
import time_machine

from tests.intake.citizen import JPEG, PDF, citizen
from tests.intake.test_web_dossier import KEY, MONDAY, ask
from tests.web.visitor import Page

NOTHING = ("", b"", "application/octet-stream")  # what a browser sends of a field left empty
PHOTO = ("image.jpg", JPEG, "image/jpeg")
HEIC = ("IMG_0001.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1", "image/heic")


@pytest.fixture
def now():
    with time_machine.travel(MONDAY, tick=True) as moved:
        yield moved


@pytest.fixture
async def binh(desk, now):
    return await citizen(desk.app, desk.pool)


def cameras(page: Page) -> list[dict[str, str | None]]:
    return [field for field in page.all("input") if "capture" in field]


async def test_the_page_of_a_paper_opens_the_camera_and_keeps_the_photo(binh, pool):
    draft = await binh.begin()
    path = f"{draft}/papers/{(await binh.keys(draft))[0]}"
    [camera] = cameras(await binh.get(path))

    chosen = ("trang 2.pdf", PDF, "application/pdf")
    sent = await binh.post(path, {"go_on": "yes"}, [("files", chosen), ("camera", PHOTO)])
    alone = await binh.post(
        path, {}, [("files", NOTHING), ("camera", ("2.jpg", JPEG + b"2", "image/jpeg"))]
    )

    assert (camera["name"], camera["type"]) == ("camera", "file")
    assert (camera["accept"], camera["capture"]) == ("image/*", "environment")
    assert (sent.status_code, alone.status_code) == (303, 303)
    kept = await pool.fetch("SELECT name FROM file ORDER BY name")
    assert [row["name"] for row in kept] == ["2.jpg", "image.jpg", "trang 2.pdf"]


async def test_a_photo_that_the_counter_cannot_open_is_told(binh, pool):
    draft = await binh.begin()
    path = f"{draft}/papers/{(await binh.keys(draft))[0]}"

    answer = await binh.post(path, {}, [("files", NOTHING), ("camera", HEIC)])

    assert answer.status_code == 422
    assert "Tương thích nhất" in Page(answer.text).text
    assert await pool.fetchval("SELECT count(*) FROM file") == 0


async def test_what_is_asked_for_later_may_be_a_photo_too(binh, pool, road, now):
    mine = await binh.file()
    dossier_id = await pool.fetchval("SELECT dossier_id FROM dossier")
    await ask(road, await road.seen(SimpleNamespace(dossier_id=dossier_id)), now)
    path = f"{mine}/supplement/{KEY}"
    [camera] = cameras(await binh.get(path))

    sent = await binh.post(path, {"go_on": "yes"}, [("files", NOTHING), ("camera", PHOTO)])

    assert camera["capture"] == "environment"
    assert sent.headers["location"] == f"{mine}/supplement"
    assert "1 tệp" in (await binh.get(f"{mine}/supplement")).text
