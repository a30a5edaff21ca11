"""What a handler is given beside its fact: the message and the service's own things."""

from typing import Annotated, Any

from faststream._internal.context import Context
from faststream.kafka.message import KafkaMessage

from shared.db import Pool


class Given(Context):
    """FastStream's Context, looked up in place: its own takes a thread for each look."""

    async def use(self, /, **kwargs: Any) -> dict[str, Any]:  # type: ignore[override]
        return super().use(**kwargs)


Message = Annotated[KafkaMessage, Given("message")]
ServicePool = Annotated[Pool, Given("pool")]
