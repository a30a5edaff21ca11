"""A program sends the signed result and approves with it; the applicant gets those very bytes."""

import pytest

from services.intake.domain.kept_file import RESULT
from shared.files import place
from tests.intake.citizen import JPEG, PDF
from tests.intake.road import GRANTED
from tests.intake.test_api_road import BOSS, CLERK, LADY, MINH, take
from tests.shared.vietnam import at

SIGNED = PDF + b"% signed\n"


@pytest.fixture
def folder(desk, tmp_path):
    """Where files lie, of this test alone."""
    settings = desk.app.state.settings
    desk.app.state.settings = settings.model_copy(update={"files_dir": tmp_path})
    return tmp_path


def names(folder):
    return {file.name for file in folder.glob("??/*")}


@pytest.fixture
async def worked_on(desk):
    """A dossier in work, as the API told where it stands."""
    received = await desk.file()
    seen = {"dossier_id": received["dossier_id"], "version": received["version"]}
    return await take(desk, seen, "assignment", {}, CLERK)


async def send(desk, dossier, content, who=BOSS, **headers):
    kind = {"Content-Type": "application/pdf"}
    return await desk.client.put(
        f"/api/dossiers/{dossier['dossier_id']}/result-file",
        content=content,
        headers=desk.bearer(who) | kind | headers,
    )


async def rows(pool):
    return await pool.fetch("SELECT * FROM file WHERE paper_key = $1", RESULT)


async def test_a_program_approves_with_the_file_it_sent(desk, worked_on, folder):
    sent = await send(desk, worked_on, SIGNED)
    named = GRANTED | {"file_id": sent.json()["file_id"]}
    done = await take(desk, worked_on, "completion", named, BOSS)
    await take(desk, done, "return", {"fees_paid": True}, LADY)

    [kept] = await rows(desk.pool)
    assert sent.status_code == 201, sent.text
    assert sent.json()["size"] == len(SIGNED)
    assert place(folder, kept["file_id"]).read_bytes() == SIGNED
    assert (kept["kind"], kept["name"]) == ("application/pdf", "ket-qua.pdf")
    assert kept["sent_at"] is not None
    result = await desk.pool.fetchval("SELECT file_id FROM result")
    assert str(result) == sent.json()["file_id"]


async def test_the_same_bytes_are_kept_once_and_answered_alike(desk, worked_on, folder):
    first = await send(desk, worked_on, SIGNED)
    again = await send(desk, worked_on, SIGNED)
    key = {"Idempotency-Key": "result-1"}
    keyed = [await send(desk, worked_on, SIGNED, **key) for _ in range(2)]
    other = await send(desk, worked_on, PDF, **key)

    assert first.json() == again.json() == keyed[0].json() == keyed[1].json()
    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    [kept] = await rows(desk.pool)
    assert names(folder) == {kept["file_id"].hex}


async def test_nobody_but_an_approver_of_the_unit_sends_one(desk, worked_on, folder):
    answers = [
        await send(desk, worked_on, SIGNED, who) for who in (CLERK, MINH, "approver-STP", "citizen")
    ]

    said = [(answer.status_code, answer.json()["code"]) for answer in answers]
    assert said == [
        (403, "ROLE_MISSING"),
        (403, "ROLE_MISSING"),
        (404, "DOSSIER_NOT_FOUND"),
        (403, "NOT_STAFF"),
    ]
    assert await rows(desk.pool) == []
    assert names(folder) == set()


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (JPEG, 422, "FILE_NOT_WHAT_IT_SAYS"),
        (b"", 422, "FILE_EMPTY"),
        (PDF + b"0" * 20_000_000, 413, "FILE_TOO_LARGE"),
    ],
)
async def test_what_is_no_signed_pdf_is_refused_and_nothing_of_it_stays(
    desk, worked_on, folder, content, status, code
):
    answer = await send(desk, worked_on, content)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await rows(desk.pool) == []
    assert names(folder) == set()


async def test_a_dossier_that_is_not_in_work_takes_none(desk, counter, folder):
    received = await counter.receive(at("2025-03-03 09:00"))

    answer = await send(desk, {"dossier_id": received.dossier_id}, SIGNED)

    assert (answer.status_code, answer.json()["code"]) == (409, "INVALID_TRANSITION")
    assert names(folder) == set()
