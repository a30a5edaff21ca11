"""S4: what is typed at the counter or in the office is a text on each page that shows it."""

from uuid import uuid4

import pytest

from services.intake.handlers.remedies import open_remedy
from shared import clock
from shared.db import transaction
from tests.intake.decisions import resolved
from tests.intake.desk import BUSINESS, CANARY, Desk
from tests.intake.officials import APPROVER, PROCESSOR, RECEIVER, RETURNER, Official, official
from tests.web.hostile import HOSTILE, PLAIN, as_typed, changed
from tests.web.visitor import Page, Visitor

PAPER = "giay-de-nghi-dang-ky"
GRANTED = {"outcome": "GRANTED", "decision_no": "128/QĐ-UBND"}


@pytest.mark.parametrize("said", HOSTILE)
async def test_what_is_typed_is_a_text_on_each_page_that_shows_it(desk, road, said):
    plain = await everything(desk, road, PLAIN)
    hostile = await everything(desk, road, said)

    assert changed(plain, hostile) == {}
    for name in ("received", "forwarded", "asked", "granted", "returned", "refused", "not taken"):
        assert as_typed(said) in hostile[name].text.replace("\xa0", " "), name


async def everything(desk: Desk, road, said: str) -> dict[str, Page]:
    """All pages that show it, by the name of what they show."""
    receiver, processor = await official(desk, RECEIVER), await official(desk, PROCESSOR)
    approver, returner = await official(desk, APPROVER), await official(desk, RETURNER)
    typed = {"name": said, "address": said, "request": said}
    granted, refused = await receiver.receive(**typed), await receiver.receive(**typed)
    seen = await asked(receiver, processor, f"/desk/dossiers/{granted}", said)
    seen |= await given(desk, approver, returner, granted, said)
    path = f"/desk/dossiers/{refused}"
    await receiver.send(f"{path}/forward", to="process", note=said)
    seen["refused"] = await done(
        approver, path, "complete", outcome="REFUSED", decision_no="1/QĐ", reason=said
    )
    seen |= await not_taken(receiver, road, said)
    seen |= await wrong(receiver, approver, said)
    return seen | await listed(desk, receiver, processor, granted, said)


async def asked(receiver: Official, processor: Official, path: str, said: str) -> dict[str, Page]:
    """Taken in, handed on with a note, more papers asked for with a reason."""
    received = await receiver.see(f"{path}/received")
    forwarded = await done(receiver, path, "forward", to="process", note=said)
    ask = {"paper_keys": [PAPER], "reason_codes": ["MISSING"], "reason": said}
    wanted = await done(processor, path, "supplement", **ask)
    supply = await receiver.see(f"{path}/supply")
    await done(receiver, path, "supply", papers=[PAPER])
    return {"received": received, "forwarded": forwarded, "asked": wanted, "supply": supply}


async def given(
    desk: Desk, approver: Official, returner: Official, dossier: str, said: str
) -> dict[str, Page]:
    """Granted and handed over; what its link shows to anybody, and how it went."""
    path = f"/desk/dossiers/{dossier}"
    granted = await done(approver, path, "complete", signed_by=said, **GRANTED)
    returned = await done(returner, path, "return", taken_by=said, proof=said, fees_paid="yes")
    link = f"/dossiers/{desk.app.state.keys.first_token(dossier)}"
    async with Visitor(desk.app) as anybody:
        before = await anybody.page(link)
        body = {"csrf": await anybody.token("/look-up"), "time": "5", "words": said}
        rated = await anybody.post(f"{link}/rating", data=body)
        assert rated.status_code == 303, Page(rated.text).text
        after = await anybody.page(link)
    return {"granted": granted, "returned": returned, "followed": before, "rated": after}


async def not_taken(receiver: Official, road, said: str) -> dict[str, Page]:
    """Filed online and not received, with a reason."""
    filed = await road.submit(clock.now(), applicant=CANARY | {"name": said, "address": said})
    path = f"/desk/dossiers/{filed.dossier_id}"
    before = await receiver.see(f"{path}/accept")
    return {"to take": before, "not taken": await done(receiver, path, "refuse", reason=said)}


async def wrong(receiver: Official, approver: Official, said: str) -> dict[str, Page]:
    """What no field takes comes back in its field."""
    intake = f"/desk/intake/{BUSINESS}"
    typed = dict.fromkeys(("name", "address", "request", "id_number", "phone", "email"), said)
    taken_in = await receiver.send(intake, **typed)
    path = f"/desk/dossiers/{await receiver.receive()}"
    await receiver.send(f"{path}/forward", to="approve", note=said)
    number = await approver.send(f"{path}/complete", outcome="GRANTED", decision_no=said)
    assert (taken_in.status_code, number.status_code) == (422, 422)
    return {"wrong intake": Page(taken_in.text), "wrong number": Page(number.text)}


async def listed(
    desk: Desk, receiver: Official, processor: Official, dossier: str, said: str
) -> dict[str, Page]:
    """Work lists, what is found by it, and work that a decision ordered."""
    async with transaction(desk.pool) as conn:
        await open_remedy(conn, uuid4(), resolved(dossier))
    searched = await receiver.search(said)
    assert searched.status_code == 200
    return {
        "list all": await receiver.see("/desk?list=process"),
        "list returned": await receiver.see("/desk?list=return"),
        "list searched": Page(searched.text),
        "list procedures": await receiver.see(f"/desk/intake?q={said.encode().hex()}"),
        "list remedies": await processor.see("/desk/remedies"),
    }


async def done(who: Official, path: str, step: str, **typed: object) -> Page:
    """A step that must be taken; the dossier as it is shown then."""
    answer = await who.send(f"{path}/{step}", **typed)
    assert answer.status_code == 303, (step, Page(answer.text).text)
    return await who.see(path)
