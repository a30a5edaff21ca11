"""The acts of the road without their doors, each in a transaction of its own, on 12 March 2025."""

from uuid import UUID, uuid4

from services.complaints.domain.registration import (
    Acceptance,
    Classification,
    Decision,
    Registration,
    Verification,
)
from services.complaints.handlers import case as cases
from services.complaints.handlers import petition as petitions
from services.complaints.seal import Seal
from shared.db import Pool, transaction
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


class Clerks:
    """Each gives what its handler gives."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    async def register(self, today=MARCH_12, **changed):
        form = Registration(**registration(**changed))
        who = principal("petition.register", "petition_officer", form.unit)
        async with transaction(self.pool) as conn:
            return await petitions.register(conn, SEAL, who, form, today, uuid4())

    async def classify(self, petition, **changed):
        form = Classification(**classification(**changed))
        who = principal("petition.classify", "petition_officer", petition.unit_id)
        async with transaction(self.pool) as conn:
            return await petitions.classify(
                conn, SEAL, who, petition.petition_id, form, MARCH_12, uuid4()
            )

    async def accept(self, petition, **form):
        who = principal("petition.accept", "case_leader", petition.unit_id)
        async with transaction(self.pool) as conn:
            return await petitions.accept(
                conn, who, petition.petition_id, Acceptance(**form), MARCH_12, uuid4()
            )

    async def assign(self, case, **form):
        form.setdefault("staff_id", staff_id("verifier", case.unit_id))
        who = principal("case.assign", "case_leader", case.unit_id)
        async with transaction(self.pool) as conn:
            return await cases.assign(conn, who, case.case_id, Verification(**form), MARCH_12)

    async def resolve(self, case, today=MARCH_12, **changed):
        who = principal("case.resolve", "case_leader", case.unit_id)
        form = Decision(**decision(**changed))
        async with transaction(self.pool) as conn:
            return await cases.resolve(conn, who, case.case_id, form, today)

    async def accepted(self, register=None, **changed):
        return await self.accept(
            await self.classify(await self.register(**register or {}), **changed)
        )

    async def with_dossier(self):
        await self.pool.execute(
            "INSERT INTO dossier VALUES ($1, $2, '450', '1.001193', now(), now(), '2')",
            DOSSIER,
            DOSSIER_CODE,
        )
