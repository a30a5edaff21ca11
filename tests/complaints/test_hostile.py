"""S4: what is typed into a letter or at its desk is a text on each page that shows it."""

import pytest

from tests.complaints.browsing import DECIDED, Browser, citizen, official
from tests.complaints.test_pages_lodge import write
from tests.complaints.world import CITY, OTHER, staff_id
from tests.web.hostile import HOSTILE, PLAIN, as_typed, changed
from tests.web.visitor import Page

REFLECTION = {"kind": "REFLECTION"}
OTHERS = {"competence": "OTHER"}
# Each field that takes a text, and one at a time what no field may take.
LETTER = ("content", "request", "sender")
REFUSED = {
    "/lodge/dossier": ("dossier_code",),
    "/lodge/sender": ("email", "phone"),
    "/follow": ("code", "secret"),
}


@pytest.mark.parametrize("said", HOSTILE)
async def test_what_is_typed_is_a_text_on_each_page_that_shows_it(office, pool, said):
    plain = await everything(office, pool, PLAIN)
    hostile = await everything(office, pool, said)

    assert changed(plain, hostile) == {}
    for name in ("check", "content", "answered", "refused", "rejected", "guided"):
        assert as_typed(said) in hostile[name].text, name


async def everything(office, pool, said: str) -> dict[str, Page]:
    """All pages that show it, by the name of what they show."""
    lodged = await as_citizen(office, said)
    petition = await pool.fetchval("SELECT petition_id FROM petition ORDER BY petition_code DESC")
    return lodged | await at_the_desk(office, petition, lodged["done"], said)


async def as_citizen(office, said: str) -> dict[str, Page]:
    """A letter, from the first question to its last page; and what was typed wrong."""
    sender = {"name": said, "address": said}
    typed = {"content": {"content": said}, "request": {"asked": said}, "sender": sender}
    async with citizen(office) as writer:
        await write(writer, **typed)
        seen = {f"asked {step}": await writer.page(f"/lodge/{step}") for step in LETTER}
        seen["check"] = await writer.page("/lodge/check")
        for path, fields in REFUSED.items():
            for field in fields:
                answer = await writer.fill(path, **{field: said})
                assert answer.status_code == 422, (path, field)
                seen[f"refused {field}"] = Page(answer.text)
        await write(writer, **typed)
        await writer.fill("/lodge/check")
        seen["done"] = await writer.page("/lodge/done")
    return seen


async def at_the_desk(office, petition, done: Page, said: str) -> dict[str, Page]:
    """That letter becomes a decided case; three others end with words of ours."""
    link = next(a["href"] for a in done.all("a") if "/follow/link/" in (a["href"] or ""))
    base = f"/desk/petitions/{petition}"
    async with (
        official(office, "petition_officer") as officer,
        official(office, "case_leader") as leader,
        official(office, "verifier") as verifier,
    ):
        await officer.fill(f"{base}/classify", field="LAND")
        case, unnumbered = await decided(leader, base, said)
        found = await leader.get("/desk/find", params={"q": said})
        return {
            "content": await officer.page(f"{base}/content"),
            "sheet": await officer.page(base),
            "case": await leader.page(case),
            "refused number": unnumbered,
            "named": await verifier.page(f"{case.replace('cases', 'verifications')}/content"),
            "followed": await officer.page(link),
            **await registered(officer, leader, said),
            **await ended(office, officer, leader, said),
            "list found": Page(found.text),
            "list petitions": await officer.page("/desk/petitions"),
            "list cases": await leader.page("/desk/cases"),
        }


async def decided(leader: Browser, base: str, said: str) -> tuple[str, Page]:
    """Accepted, verified and resolved: the case's address, and what no number is answered with."""
    shown = await leader.fill(f"{base}/accept")
    accepted = await leader.press(shown, f"{base}/accept")
    case = accepted.headers["location"].partition("?")[0]
    await leader.fill(f"{case}/assign", staff_id=staff_id("verifier", CITY))
    refused = await leader.fill(f"{case}/resolve", **(DECIDED | {"decision_no": said}))
    resolved = await leader.fill(f"{case}/resolve", **DECIDED)
    assert (refused.status_code, resolved.status_code) == (422, 303)
    return case, Page(refused.text)


async def registered(officer: Browser, leader: Browser, said: str) -> dict[str, Page]:
    """Written down at the desk, a reflection, answered; and a registration that is wrong."""
    typed = {"name": said, "address": said, "content": said, "received_on": "2025-03-03"}
    wrong = await officer.fill("/desk/register", **(typed | {"phone": said, "people": said}))
    done = await officer.fill("/desk/register", **typed)
    receipt = done.headers["location"]
    base = receipt.removesuffix("/receipt").partition("?")[0]
    await officer.fill(f"{base}/classify", kind="REFLECTION", field="LAND")
    await leader.fill(f"{base}/charge")
    answered = await leader.fill(f"{base}/answer", upheld="yes", words=said)
    assert (wrong.status_code, answered.status_code) == (422, 303)
    return {
        "wrong": Page(wrong.text),
        "receipt": await officer.page(receipt),
        "answered": await leader.page(f"{base}/content"),
    }


async def ended(office, officer: Browser, leader: Browser, said: str) -> dict[str, Page]:
    """Not accepted, rejected, guided elsewhere, each with our words; and words that come back."""
    ways = {
        "refused": (leader, {}, "refuse", {"na_code": "NA_02"}),
        "rejected": (leader, REFLECTION, "reject", {}),
        "guided": (officer, OTHERS, "outcome/guide", {"to_unit": OTHER}),
    }
    seen = {}
    for name, (who, found, way, typed) in ways.items():
        base = f"/desk/petitions/{(await office.classified(**found))['petition_id']}"
        done = await who.fill(f"{base}/{way}", words=said, **typed)
        assert done.status_code == 303, (way, Page(done.text).text)
        seen[name] = await leader.page(f"{base}/content")
    other = (await office.classified())["petition_id"]
    kept = await officer.fill(f"/desk/petitions/{other}/outcome/guide", words=said)
    assert kept.status_code == 422
    return seen | {"kept": Page(kept.text)}
