"""A command of the API: one transaction around the work, its answer kept, the relay woken."""

from collections.abc import Awaitable, Callable, Sequence

from fastapi import Request, Response
from pydantic import BaseModel

from shared import idempotency, outbox
from shared.auth import Principal
from shared.db import Connection, transaction
from shared.idempotency import Answer


async def run(
    request: Request,
    who: Principal,
    body: BaseModel | None,
    work: Callable[[Connection], Awaitable[BaseModel]],
    status: int = 201,
    others: Sequence[BaseModel] = (),
) -> Response:
    """Do the work and commit it before anything is answered; a repeated key gets the first answer.

    `others`: what else the body may have been told as, the first time (Seal.digests).
    Raises whatever the work raises, KeyInvalid and KeyReused: nothing is kept then.
    """
    scope = idempotency.scope(request, who)
    async with transaction(request.app.state.pool) as conn:
        answer = None
        if scope is not None:
            hashes = [idempotency.fingerprint(request, one) for one in (body, *others)]
            answer = await idempotency.begin(conn, scope, *hashes)
        if answer is None:
            done = await work(conn)
            answer = Answer(status, done.model_dump_json(by_alias=True).encode())
            if scope is not None:
                await idempotency.keep(conn, scope, answer)
    outbox.wake()
    return Response(answer.body, answer.status, media_type="application/json")
