"""`verify`: whether the audit still says what was sealed."""

import asyncio

import typer

from stack import environment
from stack.embedded import Stack
from stack.failure import Failure
from stack.layout import SERVICES, state_folder
from stack.verbs.status import known


def verify() -> None:
    """Walk each service's audit chain and compare it with its anchors; names the first bad row."""
    stack = known(state_folder())
    found = {name: asyncio.run(look(stack, name)) for name in SERVICES}
    for name, broken in found.items():
        print(f"{'!!' if broken else 'ok'}  {name:<11} {broken or 'as it was sealed'}")
    if any(found.values()):
        raise typer.Exit(1)


async def look(stack: Stack, service: str) -> str:
    """What is wrong, or nothing."""
    from shared import audit_seal, audit_verify, db  # few verbs need them

    file = environment.anchor_folder(stack, service) / f"audit-{service}.jsonl"
    try:
        conn = await db.connect(stack.dsn(f"{service}_app"))
    except OSError as error:
        raise Failure("PostgreSQL does not answer: is the stack up?") from error
    try:
        broken = await audit_verify.verify(conn, audit_seal.read_anchors(file))
    finally:
        await conn.close()
    return f"{broken.kind}: audit {broken.audit_id}, number {broken.n}" if broken else ""
