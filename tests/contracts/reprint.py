"""Run by test_contributing in a copy of the project: tell the page's fact and see it handled."""

import asyncio
import os
import sys
from uuid import uuid4

from shared import bus, clock, outbox
from shared.db import connect, open_pool, transaction
from shared.relay import drain

INSERT = """
INSERT INTO dossier (dossier_id, dossier_code, unit_id, procedure_code, received_at, due_at, status)
VALUES ($1, '000.00.31.H46-261123-0001', '450', '1.001193', now(), now(), '2')
"""


async def main() -> None:
    from services.complaints.consumers import router
    from shared.events.intake import SlipReprinted

    intake = await open_pool(os.environ["INTAKE"])
    complaints = await open_pool(os.environ["COMPLAINTS"])
    dossier_id = uuid4()
    await complaints.execute(INSERT, dossier_id)
    async with transaction(intake) as conn:
        await outbox.add(conn, SlipReprinted(dossier_id=dossier_id, slip_no=2, at=clock.now()))
    await relay()
    broker = bus.open_broker(
        os.environ["KAFKA"], "complaints", os.environ["COMPLAINTS_PASSWORD"], "complaints"
    )
    broker.include_router(router)
    broker.context.set_global("pool", complaints)
    await broker.start()
    async with asyncio.timeout(60):
        while await complaints.fetchval("SELECT slips FROM dossier") == 1:
            await asyncio.sleep(0.05)
    sys.stdout.write(f"slips: {await complaints.fetchval('SELECT slips FROM dossier')}\n")
    await broker.stop()


async def relay() -> None:
    conn = await connect(os.environ["INTAKE"])
    password = os.environ["INTAKE_PASSWORD"]
    async with bus.producer(os.environ["KAFKA"], "intake", password, "intake") as producer:
        await drain(conn, producer)
    await conn.close()


asyncio.run(main())
