"""The limit of a dossier over HTTP: its channel decides, and who gave it is told."""

from shared import clock
from tests.intake.catalogues import jsonl, line, take
from tests.intake.desk import BUSINESS
from tests.intake.road import online

GIVEN = {"amount": 2, "unit": "working_day", "reason": "văn bản 15/STP"}


async def publish(pool, **days):
    """The limit of each channel from today on; 0: offered, and no limit stated."""
    channels = [
        {"channel": name, "duration": {"value": n, "unit": "working_day"}}
        for name, n in days.items()
    ]
    told = line(code=BUSINESS, levels=None, executing=None, papers=[], channels=channels)
    report = await take(pool, jsonl(told), on=clock.now(), overwrite=True)
    assert not report.faults


async def shown(desk, dossier_id):
    return (await desk.get(f"/api/dossiers/{dossier_id}")).json()


async def accepted(desk, **body):
    """An online dossier, received."""
    filed = (await desk.post("/api/dossiers/online", online(), "citizen")).json()
    match = {"If-Match": f'"{filed["version"]}"'}
    path = f"/api/dossiers/{filed['dossier_id']}/acceptance"
    answer = await desk.post(path, body, **match)
    assert answer.status_code == 200, answer.text
    return await shown(desk, filed["dossier_id"])


async def test_where_channels_have_other_limits_the_dossiers_own_decides(desk, pool):
    await publish(pool, counter=9, online=4, post=7)

    at_counter = await shown(desk, (await desk.file(channel="1"))["dossier_id"])
    by_post = await shown(desk, (await desk.file(channel="3"))["dossier_id"])
    on_web = await accepted(desk)

    assert [one["limit"]["amount"] for one in (at_counter, by_post, on_web)] == [9, 7, 4]
    assert [one["due_lines"][-1]["reason"] for one in (at_counter, on_web)] == ["COUNTED"] * 2
    assert at_counter["due_at"] > by_post["due_at"] > on_web["due_at"]


async def test_a_limit_that_is_given_is_told_with_its_ground_where_the_day_is_explained(desk):
    channels = [{"channel": one} for one in ("counter", "online")]
    new = line(code="9.000008", levels=["commune"], channels=channels)
    await take(desk.pool, jsonl(new), on=clock.now())
    body = {"procedure_code": "9.000008", "unit": "18853", "limit": GIVEN, "papers": []}

    filed = await desk.file("receiver-18853", **body)

    answer = await desk.get(f"/api/dossiers/{filed['dossier_id']}", "receiver-18853")
    [line_of_limit] = [one for one in answer.json()["due_lines"] if "thời hạn" in one["label"]]
    assert "thời hạn 2 ngày làm việc (văn bản 15/STP)" in line_of_limit["label"]
