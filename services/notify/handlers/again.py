"""One more try for a message that was given up, by an operator's decision."""

from datetime import datetime
from uuid import UUID

from services.notify.domain.message import Fate, State, may_try_again
from services.notify.domain.refusals import MessageNotFound, TooLateToSend
from services.notify.store import messages
from shared import audit
from shared.db import Connection


async def send_again(conn: Connection, message_id: UUID, operator: str, now: datetime) -> bool:
    """Let its reader be looked for and the provider be asked once more.

    False: nothing to do, it is no failure (any more), as at a second press. It stays one message
    with one id, so that a provider that has it already can tell. Raises MessageNotFound and
    TooLateToSend.
    """
    message = await messages.lock(conn, message_id)
    if message is None:
        raise MessageNotFound
    if message.state != State.FAILED:
        return False
    if not may_try_again(message, now):
        raise TooLateToSend
    await messages.set_fates(conn, [(message, Fate(State.WAITING_CONTACT, None, now), None)], now)
    await audit.record(conn, operator, "message.send_again", "message", str(message_id))
    return True
