"""One dossier and one complaint through all four services, by the doors that people use."""

from collections.abc import AsyncIterator

import httpx
import pytest

from stack import environment, personas, temporary
from stack.layout import SERVICES
from tests.faults.world import World
from tests.shared.facts import until

UNIT = "450"
DOSSIER = {
    "procedure_code": "1.004859",
    "unit": UNIT,
    "channel": "1",
    "applicant": {"type": "0", "name": "Nguyễn Thị Bình", "email": "binh@example.com"},
    "papers": [{"key": "to-khai", "kind": "0", "copies": 1}],
}
PETITION = {
    "unit": UNIT,
    "source": "DESK",
    "signatures": "ONE",
    "people": 1,
    "sender": {"name": "Nguyễn Thị Bình", "email": "binh@example.com"},
    "content": "Hồ sơ của tôi bị tính sai ngày hẹn trả.",
}
CLASSIFICATION = {
    "kind": "COMPLAINT",
    "field": "POLICY",
    "earlier_handling": "NONE",
    "eligible": True,
    "competence": "OWN",
    "complex": False,
}
DECISION = {
    "conclusion": "RIGHT",
    "effect": "AMEND",
    "decision_no": "12/QĐ-UBND",
    "views_agree": True,
}


class Province:
    """The running product, asked as one persona or another."""

    def __init__(self, world: World, http: httpx.AsyncClient) -> None:
        self.world = world
        self.http = http
        self.subjects = {p.persona: p.subject for p in personas.read()}

    async def ask(self, persona: str, service: str, path: str, body=None) -> httpx.Response:
        url = self.world.replicas[service].url + path
        headers = {"Authorization": f"Bearer {self.world.token(self.subjects[persona])}"}
        if body is None:
            return await self.http.get(url, headers=headers)
        return await self.http.post(url, headers=headers, json=body)

    async def done(self, persona: str, service: str, path: str, body) -> dict:
        """What a service that has just started has not heard of yet is said again to it."""

        async def said() -> httpx.Response | None:
            answer = await self.ask(persona, service, path, body)
            return None if "UNIT_UNKNOWN" in answer.text else answer

        answer = await until(said, within_s=30)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def seen(self, persona: str, service: str, path: str, found) -> object:
        """Wait until the answer holds what `found` looks for."""

        async def look() -> object:
            answer = await self.ask(persona, service, path)
            return found(answer.json()) if answer.is_success else None

        return await until(look, within_s=30)

    async def mails(self) -> list[dict]:
        sink = environment.url(self.world.stack, "sink_http")
        return (await self.http.get(f"{sink}/api/received", params={"kind": "email"})).json()


@pytest.fixture
async def province() -> AsyncIterator[Province]:
    with temporary.folder("journey") as folder:
        world = World(folder)
        try:
            world.start()
            await world.ready(*SERVICES)
            async with httpx.AsyncClient(timeout=30) as http:
                yield Province(world, http)
        finally:
            world.stop()


async def test_a_dossier_reaches_everyone_and_a_decision_on_it_comes_back(province):
    dossier = await province.done("receiver", "intake", "/api/dossiers", DOSSIER)
    dossier_id = dossier["dossier_id"]

    [mail] = await until(province.mails, within_s=30)
    assert mail["to"] == "binh@example.com"
    assert dossier["dossier_code"] in mail["subject"]
    year, month, day = dossier["due_at"][:10].split("-")
    assert f"{day}/{month}/{year}" in mail["text"]

    report = f"/api/reports/06?unit={UNIT}"
    assert await province.seen("leader", "reporting", report, lambda r: r["total"]["c5"] == 1)
    copy = f"/api/dossiers/{dossier_id}"
    await province.seen("leader", "complaints", copy, lambda d: d["due_at"] == dossier["due_at"])

    petition = await province.done(
        "petition_officer", "complaints", "/api/petitions", PETITION | {"dossier_id": dossier_id}
    )
    path = f"/api/petitions/{petition['petition_id']}"
    found = CLASSIFICATION | {"dossier_id": dossier_id}
    await province.done("petition_officer", "complaints", f"{path}/classification", found)
    case = await province.done("leader", "complaints", f"{path}/acceptance", {})
    path = f"/api/cases/{case['case_id']}"
    verifier = (await province.ask("verifier", "intake", "/api/staff/me")).json()["staff_id"]
    order = {"staff_id": verifier}
    await province.done("leader", "complaints", f"{path}/verification", order)
    await province.done("leader", "complaints", f"{path}/resolution", DECISION)

    remedy = await province.seen(
        "leader", "intake", f"/api/remedies?unit={UNIT}", lambda r: (r["items"] or [None])[0]
    )
    assert (remedy["dossier_id"], remedy["decision_no"]) == (dossier_id, "12/QĐ-UBND")
    await province.seen("leader", "complaints", copy, lambda d: len(d["remedies"]) == 1)
