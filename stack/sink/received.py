"""What arrived, in bounded memory, and how the sink behaves towards each kind."""

import asyncio
from collections import deque
from datetime import datetime
from enum import StrEnum
from itertools import islice

from pydantic import AwareDatetime, BaseModel, Field

KEPT = 2_000
LIMIT = 256 * 1024  # bytes of one message


class Kind(StrEnum):
    EMAIL = "email"
    SMS = "sms"
    WEBHOOK = "webhook"


class Mode(StrEnum):
    NORMAL = "normal"
    SLOW = "slow"  # answers late
    FAIL = "fail"  # refuses for the time being
    REPEAT = "repeat"  # keeps it and fails the first answer: the sender will come again
    LOSE = "lose"  # answers well and forgets it


class Message(BaseModel):
    """One arrival; `key` is what the sender calls it, the same at each repetition."""

    number: int = 0
    kind: Kind
    at: AwareDatetime
    to: str
    sender: str = ""
    subject: str = ""
    text: str
    key: str
    headers: dict[str, str] = {}


class Behaviour(BaseModel):
    kind: Kind
    mode: Mode
    seconds: float = Field(3, ge=0, le=120)


class Refused(Exception):
    """The sender is told to try again later."""


class Sink:
    """The memory of one sink process."""

    def __init__(self) -> None:
        self.messages: deque[Message] = deque(maxlen=KEPT)
        self.behaviours: dict[Kind, Behaviour] = {}
        self.last = 0
        self.answered_badly: deque[tuple[Kind, str]] = deque(maxlen=KEPT)

    def mode(self, kind: Kind) -> Behaviour:
        return self.behaviours.get(kind, Behaviour(kind=kind, mode=Mode.NORMAL))

    def behave(self, behaviour: Behaviour) -> None:
        self.behaviours[behaviour.kind] = behaviour
        self.answered_badly.clear()

    async def take(self, message: Message) -> None:
        """Keep it, as the mode of its kind says. Raises Refused."""
        behaviour = self.mode(message.kind)
        if behaviour.mode is Mode.FAIL:
            raise Refused
        if behaviour.mode is Mode.LOSE:
            return
        self.keep(message)
        if behaviour.mode is Mode.SLOW:
            await asyncio.sleep(behaviour.seconds)
        known = (message.kind, message.key)
        if behaviour.mode is Mode.REPEAT and known not in self.answered_badly:
            self.answered_badly.append(known)
            raise Refused

    def keep(self, message: Message) -> None:
        self.last += 1
        self.messages.append(message.model_copy(update={"number": self.last}))

    def find(
        self, kind: Kind | None, to: str | None, since: datetime | None, limit: int = KEPT
    ) -> list[Message]:
        """The newest first."""
        found = (
            message
            for message in reversed(self.messages)
            if kind in (None, message.kind)
            and to in (None, message.to)
            and (since is None or message.at >= since)
        )
        return list(islice(found, limit))
