"""The acts of the road without their doors, each in a transaction of its own, on 12 March 2025."""

from datetime import datetime, time
from uuid import UUID, uuid4

from services.complaints.domain.outcome import Answer, Charge, Outcome, Refusal
from services.complaints.domain.registration import (
    Acceptance,
    Classification,
    Decision,
    Dialogue,
    Registration,
    Verification,
)
from services.complaints.handlers import case as cases
from services.complaints.handlers import outcome as outcomes
from services.complaints.handlers import petition as petitions
from services.complaints.seal import Seal
from shared.db import Pool, transaction
from shared.worktime.hours import VN
from tests.complaints.make import MARCH_12
from tests.complaints.world import (
    SEAL_KEY,
    classification,
    decision,
    principal,
    registration,
    staff_id,
)

SEAL = Seal(SEAL_KEY)
DOSSIER = UUID(int=77)
DOSSIER_CODE = "000.00.31.H46-250301-0001"


def morning(day):
    return datetime.combine(day, time(9), VN)


MORNING = morning(MARCH_12)


class Clerks:
    """Each gives what its handler gives."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    async def register(self, today=MARCH_12, **changed):
        form = Registration(**registration(**changed))
        who = principal("petition.register", "petition_officer", form.unit)
        async with transaction(self.pool) as conn:
            return await petitions.register(conn, SEAL, who, form, morning(today), uuid4())

    async def classify(self, petition, **changed):
        form = Classification(**classification(**changed))
        who = principal("petition.classify", "petition_officer", petition.unit_id)
        async with transaction(self.pool) as conn:
            return await petitions.classify(
                conn, SEAL, who, petition.petition_id, form, MORNING, uuid4()
            )

    async def accept(self, petition, **form):
        who = principal("petition.accept", "case_leader", petition.unit_id)
        async with transaction(self.pool) as conn:
            return await petitions.accept(
                conn, who, petition.petition_id, Acceptance(**form), MORNING, uuid4()
            )

    async def refuse(self, petition, **form):
        form.setdefault("na_code", "NA_02")
        who = principal("petition.refuse", "case_leader", petition.unit_id)
        async with transaction(self.pool) as conn:
            return await outcomes.refuse(
                conn, SEAL, who, petition.petition_id, Refusal(**form), MORNING, uuid4()
            )

    async def end(self, petition, outcome, **form):
        who = principal("petition.end", "petition_officer", petition.unit_id)
        form = Outcome(outcome=outcome, **form)
        async with transaction(self.pool) as conn:
            return await outcomes.end(conn, SEAL, who, petition.petition_id, form, MORNING)

    async def take_charge(self, petition):
        who = principal("petition.take_charge", "petition_officer", petition.unit_id)
        async with transaction(self.pool) as conn:
            return await outcomes.take_charge(conn, who, petition.petition_id, Charge(), MORNING)

    async def answer(self, petition, today=MARCH_12, **form):
        form = {"answer": "ANSWERED", "upheld": True} | form
        form = {name: value for name, value in form.items() if value is not None}
        who = principal("petition.answer", "case_leader", petition.unit_id)
        async with transaction(self.pool) as conn:
            return await outcomes.answer(
                conn, SEAL, who, petition.petition_id, Answer(**form), morning(today)
            )

    async def assign(self, case, **form):
        form.setdefault("staff_id", staff_id("verifier", case.unit_id))
        who = principal("case.assign", "case_leader", case.unit_id)
        async with transaction(self.pool) as conn:
            return await cases.assign(conn, who, case.case_id, Verification(**form), MORNING)

    async def hear(self, case, **form):
        who = principal("case.hear", "case_leader", case.unit_id)
        form = Dialogue(**{"present": ["COMPLAINANT", "CASE_LEADER"]} | form)
        async with transaction(self.pool) as conn:
            return await cases.hear(conn, who, case.case_id, form, MORNING)

    async def resolve(self, case, today=MARCH_12, **changed):
        who = principal("case.resolve", "case_leader", case.unit_id)
        form = Decision(**decision(**changed))
        async with transaction(self.pool) as conn:
            return await cases.resolve(conn, who, case.case_id, form, morning(today))

    async def accepted(self, register=None, **changed):
        return await self.accept(
            await self.classify(await self.register(**register or {}), **changed)
        )

    async def with_dossier(self, receiver=None, approver=None):
        await self.pool.execute(
            "INSERT INTO dossier VALUES ($1, $2, '450', '1.001193', now(), now(), '2', $3, $4)",
            DOSSIER,
            DOSSIER_CODE,
            receiver,
            approver,
        )
