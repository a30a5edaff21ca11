"""The service as its officials use it: over HTTP, each with a token of their own."""

import base64
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

from services.complaints.settings import Settings
from tests.complaints.world import CITY, SEAL_KEY, classification, decision, registration, staff_id
from tests.databases import Database
from tests.shared.web import LocalIssuer


def settings(issuer: LocalIssuer, database: Database, **other: Any) -> Settings:
    known = {
        "kafka_bootstrap": "127.0.0.1:1",
        "kafka_user": "complaints",
        "kafka_password": "-",
        "link_key": "l" * 32,
        "seal_key": base64.b64encode(SEAL_KEY).decode(),
    }
    return Settings(
        http_port=8000,
        database_url=database.app["complaints"],
        oidc_issuer=issuer.url,
        web_secret="w" * 32,
        **(known | other),
    )


@dataclass
class Office:
    """Each `…ed` step does what leads there and gives the last answer."""

    app: FastAPI
    client: httpx.AsyncClient
    issuer: LocalIssuer

    async def post(
        self,
        path: str,
        body: Any,
        role: str = "petition_officer",
        at: str = CITY,
        **headers: str,
    ) -> httpx.Response:
        return await self.client.post(path, json=body, headers=self._as(role, at) | headers)

    async def get(
        self, path: str, role: str = "petition_officer", at: str = CITY, **query: Any
    ) -> httpx.Response:
        return await self.client.get(path, params=query, headers=self._as(role, at))

    async def registered(self, **changed: Any) -> dict[str, Any]:
        return _done(await self.post("/api/petitions", registration(**changed)))

    async def classify(self, petition_id: str, **changed: Any) -> httpx.Response:
        path = f"/api/petitions/{petition_id}/classification"
        return await self.post(path, classification(**changed))

    async def classified(self, register: Any = None, **changed: Any) -> dict[str, Any]:
        petition = await self.registered(**(register or {}))
        return _done(await self.classify(petition["petition_id"], **changed))

    async def accept(self, petition_id: str, **form: Any) -> httpx.Response:
        return await self.post(f"/api/petitions/{petition_id}/acceptance", form, "case_leader")

    async def accepted(self, register: Any = None, **changed: Any) -> dict[str, Any]:
        petition = await self.classified(register, **changed)
        return _done(await self.accept(petition["petition_id"]))

    async def assign(self, case_id: str, **form: Any) -> httpx.Response:
        form.setdefault("staff_id", str(staff_id("verifier", CITY)))
        return await self.post(f"/api/cases/{case_id}/verification", form, "case_leader")

    async def resolve(self, case_id: str, **changed: Any) -> httpx.Response:
        path = f"/api/cases/{case_id}/resolution"
        return await self.post(path, decision(**changed), "case_leader")

    async def verifying(self, register: Any = None, **changed: Any) -> dict[str, Any]:
        case = await self.accepted(register, **changed)
        return _done(await self.assign(case["case_id"]))

    def _as(self, role: str, at: str) -> dict[str, str]:
        return self.issuer.bearer(sub=f"{role}-{at}")


def _done(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 201, response.text
    done: dict[str, Any] = response.json()
    return done
