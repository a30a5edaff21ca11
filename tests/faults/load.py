"""What goes on at the counters: dossiers are filed, some are complained about and put right."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable
from typing import Any

from tests.faults.desk import Desk

WORKERS = 8
FAST = 100.0  # dossiers a second: more than the counters manage
COMPLAINS = 0.06  # of all dossiers; each complaint makes five commands and about fourteen facts
LACKS = 0.05  # of all dossiers: papers are asked for and come, so the clock stops and goes on
PROCEDURES = {  # unit: procedures of its level with a published limit
    "450": ("1.001612", "1.001266", "2.000528"),
    "18853": ("1.001193", "1.000656", "2.000635"),
    "18856": ("1.001022", "1.004837", "2.000908"),
}
MISSING = {"reason_codes": ["MISSING"], "paper_keys": ["to-khai"], "reason": "Thiếu chữ ký"}
CLASSIFICATION = {
    "kind": "COMPLAINT",
    "field": "LAND",
    "earlier_handling": "NONE",
    "eligible": True,
    "competence": "OWN",
    "complex": False,
}


class Counters:
    """People at the counters of three units, as the dice of one seed will have it."""

    def __init__(self, desk: Desk, token: Callable[[str], str], dice: random.Random) -> None:
        self.desk = desk
        self.dice = dice
        self.pause = 0.0
        self.tokens = {
            (role, unit): token(f"{role}-{unit}")
            for role in ("receiver", "petition_officer", "leader", "verifier")
            for unit in PROCEDURES
        }

    async def file(self) -> tuple[str, Any]:
        """Somebody hands in a dossier; its unit and the receipt."""
        unit = self.dice.choice(list(PROCEDURES))
        body = {
            "procedure_code": self.dice.choice(PROCEDURES[unit]),
            "unit": unit,
            "channel": "1",
            "applicant": {"type": "0", "name": "Nguyễn Thị Hòa", **self._contact()},
            "papers": [{"key": "to-khai", "kind": "0", "copies": 1}],
        }
        token = self.tokens["receiver", unit]
        return unit, await self.desk.command("file", "intake", "/api/dossiers", body, token)

    async def supplement(self, unit: str, receipt: Any) -> None:
        """A paper is missing: it is asked for after the receipt, and brought."""
        token, path = self.tokens["receiver", unit], f"/api/dossiers/{receipt['dossier_id']}"
        asked = await self.desk.command(
            "ask", "intake", f"{path}/supplement-request", MISSING, token, receipt["version"]
        )
        if asked is not None:
            await self.desk.command(
                "supply", "intake", f"{path}/supplement", {"channel": "1"}, token, asked["version"]
            )

    async def complain(self, unit: str, dossier_id: str, verifier_id: str) -> None:
        """A complaint about the dossier goes its whole road; the decision cancels the result."""
        officer, leader = self.tokens["petition_officer", unit], self.tokens["leader", unit]
        form = _petition(unit, dossier_id)
        petition = await self._step("register", "/api/petitions", officer, form)
        if petition is None:
            return
        path = f"/api/petitions/{petition['petition_id']}"
        if await self._step("classify", f"{path}/classification", officer, CLASSIFICATION) is None:
            return
        case = await self._step("accept", f"{path}/acceptance", leader, {})
        if case is None:
            return
        path = f"/api/cases/{case['case_id']}"
        verifier = {"staff_id": verifier_id}
        if await self._step("assign", f"{path}/verification", leader, verifier) is not None:
            await self._step("resolve", f"{path}/resolution", leader, self._decision())

    async def verifier(self, unit: str) -> str:
        """The staff_id of the unit's verifier."""
        me = await self.desk.look("intake", "/api/staff/me", self.tokens["verifier", unit])
        return str(me["staff_id"])

    async def known(self, unit: str, dossier_id: str) -> bool:
        """Whether complaints has heard of the dossier."""
        path, token = f"/api/dossiers/{dossier_id}", self.tokens["leader", unit]
        return await self.desk.look("complaints", path, token) is not None

    async def _step(self, what: str, path: str, token: str, body: dict[str, Any]) -> Any:
        return await self.desk.command(what, "complaints", path, body, token)

    def _contact(self) -> dict[str, str]:
        """E-mail, mobile or both; one in fifty leaves none."""
        number = self.dice.randrange(10**7)
        contact = {"email": f"dan-{number}@example.com", "phone": f"091{number:07d}"}
        kept = self.dice.choices([("email", "phone"), ("email",), ("phone",), ()], (20, 20, 9, 1))[
            0
        ]
        return {name: contact[name] for name in kept}

    def _decision(self) -> dict[str, Any]:
        effect = self.dice.choice(["CANCEL", "AMEND", "KEEP"])
        number = self.dice.randrange(1, 9_999)
        return {
            "conclusion": "WRONG" if effect == "KEEP" else "RIGHT",
            "effect": effect,
            "decision_no": f"{number}/QĐ-UBND",
            "views_agree": True,
        }


def _petition(unit: str, dossier_id: str) -> dict[str, Any]:
    return {
        "unit": unit,
        "source": "DESK",
        "signatures": "ONE",
        "people": 1,
        "sender": {"name": "Trần Văn Lộc", "email": f"{dossier_id[:8]}@example.com"},
        "content": "Kết quả giải quyết hồ sơ của tôi không đúng.",
        "dossier_id": dossier_id,
    }


@contextlib.asynccontextmanager
async def busy(counters: Counters, dossiers_per_s: float) -> AsyncIterator[None]:
    """Keep the counters busy as long as the block runs; then let everybody finish."""
    closing = asyncio.Event()
    counters.pause = WORKERS / dossiers_per_s
    verifiers = {unit: await counters.verifier(unit) for unit in PROCEDURES}
    async with asyncio.TaskGroup() as people:
        for _ in range(WORKERS):
            people.create_task(_serve(counters, verifiers, closing, people))
        try:
            yield
        finally:
            closing.set()


async def _serve(
    counters: Counters,
    verifiers: dict[str, str],
    closing: asyncio.Event,
    people: asyncio.TaskGroup,
) -> None:
    while not closing.is_set():
        rested = asyncio.create_task(asyncio.sleep(counters.dice.random() * 2 * counters.pause))
        unit, receipt = await counters.file()
        if receipt and counters.dice.random() < LACKS:
            people.create_task(counters.supplement(unit, receipt))
        if receipt and counters.dice.random() < COMPLAINS:
            dossier_id = receipt["dossier_id"]
            people.create_task(_complain(counters, unit, dossier_id, verifiers[unit], closing))
        await rested


async def _complain(
    counters: Counters, unit: str, dossier_id: str, verifier_id: str, closing: asyncio.Event
) -> None:
    while not await counters.known(unit, dossier_id):
        if closing.is_set():
            return
        await asyncio.sleep(0.2)
    await counters.complain(unit, dossier_id, verifier_id)
