"""A paper that a citizen uploads to an intake that runs somewhere, and fetches again."""

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple
from uuid import uuid4

import httpx

from tests.intake.citizen import PDF, Citizen
from tests.web.visitor import BROWSER

SUBJECT = "citizen"


class Uploaded(NamedTuple):
    cookie: str
    path: str
    sha256: str


def session(cookie: str) -> str:
    """The statement by which who has the cookie is logged in."""
    return (
        "INSERT INTO intake.session"
        " (id_hash, subject, name, sid, id_token, created_at, seen_at, ends_at)"
        f" VALUES (sha256('{cookie}'), '{SUBJECT}', '{SUBJECT}', '{cookie}', '', now(), now(),"
        " now() + interval '3 hours')"
    )


def new_cookie() -> str:
    return uuid4().hex


async def upload(url: str, cookie: str, **headers: str) -> Uploaded:
    """In a new draft of the citizen's."""
    content = PDF + b"% " + os.urandom(300_000).hex().encode()
    async with citizen(url, cookie, headers) as binh:
        draft = await binh.begin()
        key = (await binh.keys(draft))[0]
        sent = await binh.upload(draft, key, ("đơn.pdf", content))
        assert sent.status_code == 303, sent.text[:300]
        buttons = (await binh.get(f"{draft}/papers/{key}")).all("button")
    file_id = next(one["value"] for one in buttons if one.get("name") == "remove")
    return Uploaded(cookie, f"/my/files/{file_id}", hashlib.sha256(content).hexdigest())


async def fetched(url: str, uploaded: Uploaded, **headers: str) -> str:
    """The hash of what its owner is given."""
    async with citizen(url, uploaded.cookie, headers) as binh:
        got = await binh.browser.get(uploaded.path)
    assert got.status_code == 200, got.text[:300]
    return hashlib.sha256(got.content).hexdigest()


@asynccontextmanager
async def citizen(url: str, cookie: str, headers: dict[str, str]) -> AsyncIterator[Citizen]:
    """By a header: Python's jar sends no Secure cookie over http."""
    sent = BROWSER | headers | {"Cookie": f"__Host-intake={cookie}"}
    options: dict[str, Any] = {"headers": sent, "timeout": 60, "trust_env": False}
    async with httpx.AsyncClient(base_url=url, **options) as browser:
        yield Citizen(browser, SUBJECT)
