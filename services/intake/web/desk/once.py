"""A form of the desk that is sent twice is done once: its hidden key names the command."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request

from shared import idempotency, outbox
from shared.auth import Principal
from shared.db import Connection, transaction
from shared.idempotency import Answer, Scope
from shared.telemetry import route_template
from shared.web.forms import Form

FIELD = "idempotency_key"
SEE_OTHER = 303


def new_key() -> str:
    """For a form that is shown for the first time."""
    return secrets.token_urlsafe(18)


async def run(
    request: Request,
    who: Principal,
    form: Form[Any],
    work: Callable[[Connection], Awaitable[str]],
) -> str:
    """Do the work and commit it; where to go on. A second press is told the same.

    Raises whatever the work raises: nothing is kept then, and the form may be sent again.
    """
    route = route_template(request.scope) or request.url.path
    scope = Scope(who.subject, "POST", route, form.first(FIELD)[: idempotency.LONGEST])
    async with transaction(request.app.state.pool) as conn:
        asked = idempotency.fingerprint(request, form.value)
        answer = await idempotency.begin(conn, scope, asked) if scope.key else None
        if answer is None:
            answer = Answer(SEE_OTHER, (await work(conn)).encode())
            if scope.key:
                await idempotency.keep(conn, scope, answer)
    outbox.wake()
    return answer.body.decode()
