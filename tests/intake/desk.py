"""The service as its officials use it: over HTTP, each with a token of their own."""

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI

from services.intake.domain.dossier import Dossier
from services.intake.domain.filing import Filing
from services.intake.domain.permissions import PERMISSIONS
from services.intake.handlers.filing import New, receive
from services.intake.settings import Settings
from services.intake.store.numbers import Numbers
from shared import reference
from shared.auth import Principal
from shared.db import Connection, Pool, transaction
from tests.databases import Database
from tests.shared.vietnam import at
from tests.shared.web import LocalIssuer

PROVINCE = "quang-binh-2025"
CITY, WARD, OTHER = "450", "18853", "452"
BIRTH, BUSINESS, LAND = "1.001193", "1.001612", "1.013978"
FILES = Path(tempfile.gettempdir()) / "motcua-test-files"
MARCH_3 = at("2025-03-03 09:00")
CANARY = {
    "type": "0",
    "name": "Hoàng Thị Chim Yến",
    "email": "chim.yen@canary.example",
    "phone": "0912 345 678",
    "address": "Ngõ 9 Chim Yến, phường Đồng Phú",
    "id_number": "044185765432",
}


def settings(issuer: LocalIssuer, database: Database, **other: Any) -> Settings:
    known = {
        "kafka_bootstrap": "127.0.0.1:1",
        "kafka_user": "intake",
        "kafka_password": "-",
        "link_key": "l" * 32,
    }
    return Settings(
        http_port=8000,
        database_url=database.app["intake"],
        oidc_issuer=issuer.url,
        web_secret="w" * 32,
        files_dir=FILES,
        **(known | other),
    )


def filing(**changed: Any) -> dict[str, Any]:
    """A filing that is in order; None drops a field."""
    good = {
        "procedure_code": BUSINESS,
        "unit": CITY,
        "channel": "1",
        "applicant": CANARY,
        "papers": [{"key": "giay-de-nghi", "kind": "0", "copies": 1}],
    }
    return {name: value for name, value in (good | changed).items() if value is not None}


async def principal(conn: Connection, action: str, subject: str) -> Principal:
    """Who a persona is at the door of an action."""
    who = await reference.staff_by_subject(conn, subject)
    assert who is not None
    right = PERMISSIONS[action]
    held = tuple(a for a in who.assignments if not right.roles.isdisjoint(a.roles))
    return Principal(who.subject, who.name, who.staff_id, held, right)


@dataclass
class Counter:
    """The handler behind the API, at a moment of one's choice."""

    pool: Pool
    numbers: Numbers

    async def receive(
        self, when: datetime = MARCH_3, persona: str = "receiver-450", **changed: Any
    ) -> Dossier:
        body = Filing.model_validate(filing(**changed))
        async with transaction(self.pool) as conn:
            who = await principal(conn, "dossier.receive", persona)
            return await receive(conn, self.numbers, who, body, New(uuid4(), uuid4(), when))


@dataclass
class Desk:
    """Requests by personas; `receiver-450` where none is named."""

    app: FastAPI
    client: httpx.AsyncClient
    issuer: LocalIssuer
    pool: Pool

    async def post(
        self, path: str, body: Any, persona: str = "receiver-450", **headers: str
    ) -> httpx.Response:
        return await self.client.post(path, json=body, headers=self.bearer(persona) | headers)

    async def put(self, path: str, body: Any, persona: str) -> httpx.Response:
        return await self.client.put(path, json=body, headers=self.bearer(persona))

    async def get(self, path: str, persona: str = "receiver-450", **query: Any) -> httpx.Response:
        return await self.client.get(path, params=query, headers=self.bearer(persona))

    def bearer(self, persona: str) -> dict[str, str]:
        return self.issuer.bearer(sub=persona)

    async def file(self, persona: str = "receiver-450", **changed: Any) -> dict[str, Any]:
        answer = await self.post("/api/dossiers", filing(**changed), persona)
        assert answer.status_code == 201, answer.text
        told: dict[str, Any] = answer.json()
        return told
