"""The steps of a dossier by personas of the city, at moments of one's choice."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from services.intake.domain.commands import (
    Acceptance,
    Assignment,
    Completion,
    GiveBack,
    Rating,
    Refusal,
    SupplementAsk,
    Supply,
)
from services.intake.domain.dossier import Dossier
from services.intake.domain.filing import OnlineFiling
from services.intake.handlers import acceptance, filing, forwarding, outcome, supplements
from services.intake.handlers.actor import Applicant
from services.intake.handlers.filing import New
from services.intake.handlers.steps import Act
from services.intake.store import dossiers
from services.intake.store.numbers import Numbers
from shared.auth import Principal, Right
from shared.db import Pool, transaction
from tests.intake import desk
from tests.shared.vietnam import at

CITIZEN = "citizen"
OWNER = Applicant(subject=CITIZEN)
MISSING = {"reason_codes": ["MISSING"], "paper_keys": ["giay-de-nghi"], "reason": "Thiếu chữ ký"}
GRANTED = {"outcome": "GRANTED", "decision_no": "128/GCN-UBND"}


def online(**changed):
    """What a citizen sends."""
    body = desk.filing(**changed)
    del body["channel"]
    return body


@dataclass
class Road:
    """Each step takes the dossier as it was seen last, and gives it as it stands then."""

    pool: Pool
    numbers: Numbers

    async def submit(self, when: datetime = desk.MARCH_3, **changed) -> Dossier:
        who = Principal(CITIZEN, "Mai Văn Hùng", None, (), Right(frozenset(), "own"))
        body = OnlineFiling.model_validate(online(**changed))
        async with transaction(self.pool) as conn:
            return await filing.submit(conn, who, body, New(uuid4(), uuid4(), when))

    async def accept(self, seen, when, persona="receiver-450", **body):
        async def step(conn, act):
            return await acceptance.accept(conn, self.numbers, act, Acceptance(**body))

        return await self.take("dossier.accept", step, seen, when, persona)

    async def refuse(self, seen, when, persona="receiver-450", reason="Không thuộc thẩm quyền"):
        async def step(conn, act):
            return await acceptance.refuse(conn, act, Refusal(reason=reason))

        return await self.take("dossier.refuse", step, seen, when, persona)

    async def forward(self, seen, when, persona="receiver-450", **body):
        async def step(conn, act):
            return await forwarding.forward(conn, act, Assignment(**body))

        return await self.take("dossier.forward", step, seen, when, persona)

    async def ask(self, seen, when, persona="processor-450", **body):
        async def step(conn, act):
            asked = SupplementAsk.model_validate(MISSING | body)
            return await supplements.request_supplement(conn, act, asked)

        return await self.take("dossier.request_supplement", step, seen, when, persona)

    async def supply(self, seen, when, who="receiver-450", **body):
        async def step(conn, act):
            return await supplements.supply(conn, act, Supply.model_validate(body))

        return await self.take("dossier.supply", step, seen, when, who)

    async def complete(self, seen, when, persona="approver-450", **body):
        async def step(conn, act):
            return await outcome.complete(conn, act, Completion.model_validate(GRANTED | body))

        return await self.take("dossier.complete", step, seen, when, persona)

    async def give_back(self, seen, when, persona="returner-450", **body):
        async def step(conn, act):
            given = GiveBack.model_validate({"fees_paid": True} | body)
            return await outcome.give_back(conn, act, given)

        return await self.take("dossier.return", step, seen, when, persona)

    async def rate(self, seen, when, who=OWNER, **body):
        async def step(conn, act):
            rating = Rating.model_validate({"answers": {"time": 5}} | body)
            return await outcome.rate(conn, act, rating)

        return await self.take("", step, seen, when, who)

    async def take(self, action, step, seen, when, who):
        """By a persona with its right to the action, or by an applicant."""
        moment = at(when) if isinstance(when, str) else when
        async with transaction(self.pool) as conn:
            actor = await desk.principal(conn, action, who) if isinstance(who, str) else who
            return await step(conn, Act(actor, seen.dossier_id, seen.version, moment))

    async def seen(self, dossier):
        """As it is kept."""
        async with transaction(self.pool) as conn:
            found = await dossiers.find(conn, dossier.dossier_id)
        assert found is not None
        return found
