"""Text messages by the HTTP gateway of the provider: one letter, one answer."""

import asyncio
from typing import Final

import httpx

from services.notify.domain.message import Answer, Letter, Result
from shared.tls import trusted

TIMEOUT_S: Final = 20  # altogether
# They say something about us or the gateway, not about the reader.
NOT_ABOUT_THE_READER: Final = frozenset({401, 402, 403, 404, 405, 408, 425, 429})


async def send(letter: Letter, *, url: str, timeout_s: float = TIMEOUT_S) -> Answer:
    """Hand the text to the gateway under its id; what it says becomes an Answer."""
    key = str(letter.message_id)
    body = {"to": letter.to, "text": letter.body, "id": key}
    try:
        async with (
            asyncio.timeout(timeout_s),
            httpx.AsyncClient(verify=trusted(), trust_env=False, timeout=timeout_s) as http,
        ):
            response = await http.post(url, json=body, headers={"Idempotency-Key": key})
    except (httpx.HTTPError, OSError) as error:
        return Answer(Result.DOWN, type(error).__name__)
    return understand(response.status_code)


def understand(status: int) -> Answer:
    """What a status of the gateway means for the message."""
    if 200 <= status < 300:
        return Answer(Result.SENT, str(status))
    if 400 <= status < 500 and status not in NOT_ABOUT_THE_READER:
        return Answer(Result.REFUSED, str(status))
    return Answer(Result.DOWN, str(status))
