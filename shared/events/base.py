"""What every fact and every state is: data alone; id, time and number are the envelope's."""

from dataclasses import dataclass
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A piece of a fact. Readers pass over fields they do not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        validate_by_alias=True,
        validate_by_name=True,
        hide_input_in_errors=True,  # an error is logged and kept; names and telephones are not
    )


class Event(Part):
    """A fact in the past tense, told once and never changed."""

    topic: ClassVar[str]
    version: ClassVar[int] = 1
    compacted: ClassVar[bool] = False

    @classmethod
    def type(cls) -> str:
        """The ce_type. A class `FactV2` with `version = 2` stands beside `Fact`."""
        fact = cls.__name__.removesuffix(f"V{cls.version}")
        return f"motcua.{service_of(cls.topic)}.{fact}.v{cls.version}"

    def key(self) -> str:
        """The Kafka key: order holds only within one."""
        raise NotImplementedError

    def body(self) -> bytes:
        """The JSON that travels: Vietnamese unescaped, absent fields left out."""
        return self.model_dump_json(by_alias=True, exclude_none=True).encode()


class State(Event):
    """The whole present state of something, on a compacted topic: the newest one counts."""

    compacted: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A state taken back: Tombstone(topic, key). It travels with no value."""

    topic: str
    state_key: str

    def key(self) -> str:
        return self.state_key

    def type(self) -> str:
        return f"motcua.{service_of(self.topic)}.Tombstone.v1"


def service_of(topic: str) -> str:
    """The service that writes it: its first word."""
    return topic.partition(".")[0]
