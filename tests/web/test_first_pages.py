"""Whoever logs in, wherever: they come to a page that is there and leads on to work of theirs."""

import re
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from services.intake.load import load
from shared.db import open_pool, transaction
from shared.events.codes import known
from shared.permission import EVERYONE
from shared.web.identity.start import ELSEWHERE, WORKS
from stack import personas, ports
from stack.gates.applications import applications
from stack.issuer.app import application
from stack.layout import SERVICES
from tests.shared.web import first_key, served
from tests.web.apps import make, named
from tests.web.visitor import Page, Visitor

PEOPLE = {one.subject: one for one in personas.read()}
OFFICIALS = [subject for subject, one in PEOPLE.items() if one.assignments]
MOST_HOPS = 12
LINK = re.compile(r'<a [^>]*?href="([^"]+)"')


class Landed(NamedTuple):
    """Where somebody came to rest, and the page there."""

    site: str
    path: str
    status: int
    html: str

    def links(self):
        """What leads on: above the page and in it; not what stands at its foot, nor anchors."""
        found = {
            href.replace("&amp;", "&")
            for href in LINK.findall(self.html.partition("<footer")[0])
            if not href.startswith(("#", "tel:"))
        }
        return sorted(found - {self.path, "/", "/desk"})


class Town:
    """The four services and the dev issuer, each at an address of its own."""

    def __init__(self, apps, issuer, issuer_url):
        self.apps, self.issuer, self.issuer_url = apps, issuer, issuer_url

    def person(self):
        there = {f"{name}.test": Visitor(app) for name, app in self.apps.items()}
        return Person({**there, urlsplit(self.issuer_url).netloc: Visitor(self.issuer)})


class Person:
    """A browser: cookies at each address; `subject`: whom they choose to be."""

    def __init__(self, browsers):
        self.browsers = browsers

    async def logs_in(self, service, subject):
        """By the button of a page that nobody goes back to."""
        here = self.browsers[f"{service}.test"]
        token = await here.token("/logged-out")
        answer = await here.post("/log-in", data={"csrf": token})
        return await self.follow(f"{service}.test", answer, subject)

    async def goes(self, site, href, subject=""):
        at = urlsplit(href)
        site = at.netloc or site
        answer = await self.browsers[site].get(path_of(href))
        return await self.follow(site, answer, subject, path_of(href))

    async def follow(self, site, answer, subject="", path=""):
        """As a browser goes on by itself, choosing a persona where it is asked to."""
        for _ in range(MOST_HOPS):
            if answer.is_redirect:
                to = answer.headers["location"]
                site, path = urlsplit(to).netloc or site, path_of(to)
                answer = await self.browsers[site].get(path)
            elif subject and 'name="sub"' in answer.text:
                hidden = {f["name"]: f["value"] for f in Page(answer.text).all("input")}
                sent = hidden | {"sub": subject}
                answer = await self.browsers[site].post("/authorize", data=sent)
            else:
                return Landed(site, path, answer.status_code, answer.text)
        raise AssertionError(f"no end of redirects at {site}{path}")


def path_of(address):
    at = urlsplit(address)
    return f"{at.path or '/'}?{at.query}" if at.query else at.path or "/"


@pytest.fixture
async def town(postgres, monkeypatch, tmp_path):
    database = postgres.fresh(*SERVICES)
    pools = {name: await open_pool(database.app[name], size=4) for name in SERVICES}
    for name in SERVICES:
        monkeypatch.setenv(f"MOTCUA_{name.upper()}_URL", f"https://{name}.test")
    port = ports.free_port(set())
    url = f"http://127.0.0.1:{port}"
    issuer = application(first_key(), url, "i" * 32)
    apps = {name: make(name, database, Place(url), tmp_path) for name in SERVICES}
    for name, app in apps.items():
        app.state.pool = pools[name]
    await _know_each_other(pools)
    async with served(issuer, port):
        yield Town(apps, issuer, url)
    await apps["intake"].state.numbers.close()
    for pool in pools.values():
        await pool.close()


class Place(NamedTuple):
    """Where the issuer is."""

    url: str


async def _know_each_other(pools):
    """Officials and units as intake has them; the others' copies are what Kafka would bring."""
    await load(pools["intake"], personas.province(), date(2026, 11, 23), with_personas=True)
    rows = await pools["intake"].fetch(
        "SELECT kind, key, state FROM reference WHERE kind IN ('Staff', 'Unit')"
    )
    for name in set(SERVICES) - {"intake"}:
        async with transaction(pools[name]) as conn:
            await conn.executemany(
                "INSERT INTO reference (kind, key, state) VALUES ($1, $2, $3)",
                [tuple(row) for row in rows],
            )


async def test_whoever_logs_in_lands_on_a_page_with_a_way_on(town):
    dead_ends = {}

    for service in SERVICES:
        for subject in PEOPLE:
            landed = await town.person().logs_in(service, subject)
            if landed.status != 200 or not landed.links():
                dead_ends[service, subject] = landed[:3]

    assert len(PEOPLE) >= 50
    assert dead_ends == {}


async def test_every_way_on_from_a_first_page_is_open(town):
    closed, walked = {}, 0

    for subject in _one_of_each_role():
        for service in SERVICES:
            person = town.person()
            landed = await person.logs_in(service, subject)
            for href in landed.links():
                there = await person.goes(landed.site, href)
                walked += 1
                if there.status != 200:
                    closed[subject, service, href] = there.status

    assert walked > 200
    assert closed == {}


async def test_an_official_who_asks_for_anothers_desk_comes_to_their_own_work(town):
    for subject in OFFICIALS:
        for service in SERVICES:
            landed = await town.person().goes(f"{service}.test", "/desk", subject)

            assert (landed.status, landed.site) == (200, f"{service}.test"), (subject, service)


async def test_an_operator_comes_to_what_operators_do(town):
    landed = await town.person().goes("intake.test", "/desk", "operator-44")

    assert landed.path == "/desk/start"
    assert {"https://notify.test/desk/messages", "https://notify.test/desk/parked"} <= {
        *landed.links()
    }
    assert "status, doctor, backup" in landed.html


async def test_a_citizen_at_a_desk_is_told_so_and_led_home(town):
    person = town.person()
    landed = await person.goes("intake.test", "/desk", "citizen")
    start = await person.goes("intake.test", "/desk/start")
    home = await person.goes("intake.test", "/")

    assert (landed.status, start.status, home.status) == (403, 403, 200)
    assert '<a class="govuk-link" href="/">Về trang chủ</a>' in landed.html


def test_the_works_stand_on_pages_of_those_roles_and_everyone_has_one():
    apps, everybody = applications(), frozenset(known("role"))

    for work in WORKS:
        app = apps[work.service]
        [door] = [d for d in named(app) if (d.method, d.path) == ("GET", work.path)]
        right = app.state.permissions[door.mark.action]
        assert work.roles == (everybody if right == EVERYONE else right.roles), work
    pages = frozenset().union(*(work.roles for work in WORKS if work.roles != everybody))
    assert everybody == pages | ELSEWHERE.keys()


def _one_of_each_role():
    first = {}
    for subject, one in PEOPLE.items():
        roles = tuple(role for post in one.assignments for role in post.roles)
        first.setdefault(roles, subject)
    return first.values()
