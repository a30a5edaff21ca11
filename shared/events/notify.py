"""What notify tells: the fate of one message to one reader."""

from typing import Annotated, ClassVar

from shared.events.base import Event
from shared.events.kinds import Code
from shared.events.types import Count, Instant, ProviderName, Uuid, Version


class MessageEvent(Event):
    """Says who was told by which route and why; never where or in which words."""

    topic: ClassVar[str] = "notify.message.v1"
    message_id: Uuid
    route_id: Uuid
    template_version: Version
    cause_event_id: Uuid
    audience: Annotated[str, Code("audience")]
    channel: Annotated[str, Code("message_channel")]
    party_id: Uuid | None = None
    staff_id: Uuid | None = None
    agency_id: Uuid | None = None

    def key(self) -> str:
        return str(self.message_id)


class MessageSent(MessageEvent):
    """Handed to the provider."""

    attempt: Count
    provider: ProviderName
    at: Instant


class MessageFailed(MessageEvent):
    """Given up."""

    attempt: Count
    reason_code: Annotated[str, Code("message_failed")]
    at: Instant
