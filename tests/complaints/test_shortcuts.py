"""Shortcuts are switched off, and on again, where they are explained (WCAG 2.1.4)."""

from tests.complaints.browsing import citizen, official
from tests.web.visitor import Page

LIST = "/desk/petitions?status=RECEIVED"


async def test_keys_are_switched_off_and_on_where_they_are_explained(office):
    async with official(office, "petition_officer") as officer:
        before = await officer.page(LIST)
        off = await officer.fill(LIST, "/desk/keys", keys="off")
        without = await officer.page(off.headers["location"])
        elsewhere = await officer.page("/desk/cases")
        on = await officer.fill(LIST, "/desk/keys", keys="on")
        again = await officer.page(LIST)

    assert [keys_of(page) for page in (before, without, elsewhere, again)] == [
        *("on", "off", "off", "on")
    ]
    assert (off.status_code, off.headers["location"]) == (303, LIST)
    assert "Tắt phím tắt" in before.text
    assert "Phím tắt đang tắt trong trình duyệt này. Bật phím tắt" in without.text
    attributes = {"secure", "httponly", "samesite=lax", "path=/"}
    for answer in (off, on):
        told = answer.headers["set-cookie"].lower().split("; ")
        assert told[0] == "__host-keys=off"
        assert attributes <= set(told)
    assert "max-age=0" in on.headers["set-cookie"].lower()


async def test_the_choice_leads_back_to_a_page_of_ours_alone(office):
    async with official(office, "petition_officer") as officer:
        answer = await officer.fill(LIST, "/desk/keys", keys="off", next="https://evil.example/")

    assert answer.headers["location"] == "/desk"


async def test_a_citizen_has_no_keys_to_switch_off(office):
    async with citizen(office) as writer:
        page = await writer.page("/")
        token = await writer.token("/follow")
        sent = await writer.post("/desk/keys", data={"csrf": token, "keys": "off"})

    assert keys_of(page) == "off"
    assert "__Host-keys" not in writer.cookies
    assert sent.status_code in (303, 401)


def keys_of(page: Page) -> str | None:
    """What the script reads: whether keys act on this page."""
    return page.all("body")[0]["data-keys"]
