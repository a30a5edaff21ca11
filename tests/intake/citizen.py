"""A citizen before the pages of intake: signed in, filling in drafts, sending files."""

import re
import struct
import zlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
from fastapi import FastAPI

from shared.db import Pool
from tests.intake.desk import BUSINESS
from tests.web.signed_in import sign_in
from tests.web.visitor import Page, Visitor

TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 200


def picture(width: int = 60, height: int = 80) -> bytes:
    """A real PNG: lines of grey, as of a page."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        summed = kind + content
        return struct.pack(">I", len(content)) + summed + struct.pack(">I", zlib.crc32(summed))

    lines = (b"\0" + (b"\x60" if y % 8 == 4 else b"\xff") * width for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    image = zlib.compress(b"".join(lines))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(kind, content)
        for kind, content in ((b"IHDR", header), (b"IDAT", image), (b"IEND", b""))
    )


PNG = picture()
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
# What fills in each question of a draft.
ANSWERS: dict[str, dict[str, str]] = {
    "who": {"who": "SELF"},
    "name": {"name": "Nguyễn Thị Bình"},
    "id-number": {"id_number": "044 085 001 234"},
    "contact": {"email": "binh@canary.example", "phone": "0912 345 678"},
    "unit": {"unit": "450"},
    "returned": {"returned": "COUNTER"},
}


@dataclass
class Citizen:
    """A browser without a window and the account it is signed in with."""

    browser: httpx.AsyncClient
    subject: str

    async def get(self, path: str) -> Page:
        answer = await self.browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code, Page(answer.text).text[:300])
        return Page(answer.text)

    async def status(self, path: str) -> int:
        return (await self.browser.get(path)).status_code

    async def token(self, path: str) -> str:
        found = TOKEN.search((await self.browser.get(path)).text)
        assert found is not None, path
        return found.group(1)

    async def post(
        self, path: str, fields: dict[str, Any], files: Any = None, page: str = "/look-up"
    ) -> httpx.Response:
        """Send a form with a token of a page that has one."""
        body = {"csrf": await self.token(page), **fields}
        return await self.browser.post(path, data=body, files=files)

    async def begin(self, code: str = BUSINESS) -> str:
        """A new draft; the address of its pages."""
        sent = await self.post(f"/procedures/{code}/file", {"draft_id": str(uuid4())})
        assert sent.status_code == 303, sent.text[:300]
        return str(sent.headers["location"])

    async def answer(self, draft: str, **changed: dict[str, str]) -> None:
        for question, fields in (ANSWERS | changed).items():
            sent = await self.post(f"{draft}/{question}", fields)
            assert sent.status_code == 303, (question, Page(sent.text).text[:300])

    async def upload(
        self, draft: str, key: str, *named: tuple[str, bytes], **fields: str
    ) -> httpx.Response:
        files = [("files", (name, content, "application/octet-stream")) for name, content in named]
        return await self.post(f"{draft}/papers/{key}", fields, files or None)

    async def ready(self, code: str = BUSINESS, **changed: dict[str, str]) -> str:
        """A draft with all its answers and papers."""
        draft = await self.begin(code)
        await self.answer(draft, **changed)
        for key in await self.keys(draft):
            sent = await self.upload(draft, key, ("trang 1.pdf", PDF), go_on="yes")
            assert sent.status_code == 303, Page(sent.text).text[:300]
        return draft

    async def keys(self, draft: str) -> list[str]:
        """The papers that the tasks of a draft lead to."""
        links = [a["href"] or "" for a in (await self.get(draft)).all("a")]
        return [href.rsplit("/", 1)[1] for href in links if "/papers/" in href]

    async def file(self, code: str = BUSINESS, **changed: dict[str, str]) -> str:
        """A filed dossier; the address of its page."""
        draft = await self.ready(code, **changed)
        sent = await self.post(f"{draft}/check", {"declared": "yes"})
        assert (sent.status_code, sent.headers["location"]) == (303, f"{draft}/filed")
        filed = await self.get(f"{draft}/filed")
        return next(a["href"] for a in filed.all("a") if "/my/dossiers/" in (a["href"] or "")) or ""


async def citizen(app: FastAPI, pool: Pool, subject: str = "citizen-binh") -> Citizen:
    browser = Visitor(app)
    await sign_in(browser, pool, "intake", subject)
    return Citizen(browser, subject)


def query(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)
