"""A connection to Kafka that broke is an outage to aiokafka, on uvloop too.

uvloop closes a connection that was reset before aiokafka hears of it, and raises RuntimeError where
something is written in between; aiokafka knows OSError only. Its task that keeps the metadata then
ended unseen, and a group read no more until a restart (aiokafka issue 1038, ADR 17).
"""

import functools
from collections.abc import Callable
from typing import Any

from aiokafka.conn import AIOKafkaConnection, CloseReason
from aiokafka.errors import KafkaConnectionError, KafkaError


def expect_broken() -> None:
    """Have every write to a broken connection raise KafkaConnectionError; once is enough."""
    for name in ("send", "_send_sasl_token"):
        write = getattr(AIOKafkaConnection, name)
        if not hasattr(write, "__wrapped__"):
            setattr(AIOKafkaConnection, name, _telling(write))


def _telling(write: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(write)
    def tell(self: AIOKafkaConnection, *args: Any, **kwargs: Any) -> Any:
        try:
            return write(self, *args, **kwargs)
        except KafkaError:
            raise
        except RuntimeError as error:
            self.close(reason=CloseReason.CONNECTION_BROKEN)
            raise KafkaConnectionError(f"connection to {self.host}:{self.port} broke") from error

    return tell
