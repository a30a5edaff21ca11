"""Headers and cookies of the real services' pages, before and after a log-in (S19)."""

import re

import pytest

from shared.db import open_pool
from shared.web.csrf import SAFE
from stack.gates.applications import applications
from stack.layout import SERVICES
from tests.web.apps import unsafe_pages
from tests.web.house import opened
from tests.web.test_headers import ALWAYS, NOTHING, OWN, PAGE
from tests.web.visitor import Visitor

HTML = "text/html; charset=utf-8"
COOKIE = {"path=/", "secure", "httponly", "samesite=lax"}


def golden(answer):
    """The headers of an answer without what is of this one alone."""
    found = {name: value for name, value in answer.headers.items() if name not in OWN}
    policy = found["content-security-policy"]
    found["content-security-policy"] = re.sub(r"nonce-[\w-]{22}", "nonce-NONCE", policy)
    found.pop("location", None)
    return found


def page(issuer: str, **own: str) -> dict[str, str]:
    """A page whose forms may lead to the issuer of the log-in."""
    policy = PAGE.replace("form-action 'self'", f"form-action 'self' {issuer}")
    kind = {"content-security-policy": policy, "content-type": HTML, "vary": "Cookie"}
    return ALWAYS | kind | {"cache-control": "no-store"} | own


@pytest.fixture
async def house(postgres, monkeypatch):
    pool = await open_pool(postgres.fresh("intake").app["intake"], size=4)
    async with opened(pool, monkeypatch) as house:
        yield house
    await pool.close()


async def test_the_pages_of_a_log_in_have_their_headers_and_no_others(house):
    person, issuer = house.person(), house.issuer.state.issuer
    turned = ALWAYS | {"cache-control": "no-store", "content-security-policy": NOTHING}

    stranger = await person.here.get("/page")
    public = await person.here.get("/logged-out")
    away = await person.here.get("/desk")
    back = await person.comes_back(await person.chooses(away.headers["location"]))
    desk = await person.here.get("/desk")
    no_longer_public = await person.here.get("/logged-out")
    out = await person.here.post("/log-out", data={"csrf": await person.token()})

    assert golden(stranger) == page(issuer)
    assert golden(public) == page(issuer, **{"cache-control": "no-cache"})
    assert golden(away) == golden(back) == golden(out) == turned
    fetches = f"{page(issuer)['content-security-policy']}; connect-src 'self'"
    assert golden(desk) == page(issuer, **{"content-security-policy": fetches})
    assert golden(no_longer_public) == golden(desk)


async def test_the_cookies_of_a_log_in_are_of_this_host_and_hidden_from_scripts(house):
    person = house.person()
    away = await person.here.get("/desk")
    back = await person.comes_back(await person.chooses(away.headers["location"]))
    out = await person.here.post("/log-out", data={"csrf": await person.token()})

    said = [cookies(answer) for answer in (away, back, out)]

    assert [sorted(one) for one in said] == [
        ["__Host-intake-login"],
        ["__Host-intake", "__Host-intake-login"],
        ["__Host-intake", "__Host-intake-login"],
    ]
    for one in said:
        assert all(attributes - {"max-age"} == COOKIE for attributes, _ in one.values())
    assert said[0]["__Host-intake-login"][1] == "1800"
    assert said[1]["__Host-intake"][1] == ""  # until the browser is closed
    ended = [said[1]["__Host-intake-login"], *said[2].values()]
    assert [age for _, age in ended] == ["0", "0", "0"]


def cookies(answer):
    """Name: its attributes, and for how long."""
    found = {}
    for line in answer.headers.get_list("set-cookie"):
        name, *attributes = line.lower().replace("__host", "__Host").split("; ")
        age = next((a.partition("=")[2] for a in attributes if a.startswith("max-age=")), "")
        plain = {a for a in attributes if not a.startswith(("max-age=", "expires="))}
        found[name.partition("=")[0]] = (plain, age)
    return found


@pytest.fixture(scope="module")
def apps():
    return applications()


@pytest.mark.parametrize("name", SERVICES)
async def test_every_refusal_of_a_form_is_a_page_with_the_same_headers(apps, name):
    async with Visitor(apps[name]) as visitor:
        answers = [
            await visitor.request(door.method, door.address)
            for door in unsafe_pages(apps[name])
            if door.method not in SAFE and door.path != "/log-out/back-channel"
        ]

    assert answers
    for answer in answers:
        assert golden(answer) == page("http://127.0.0.1:1")
