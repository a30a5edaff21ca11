"""Where the demo happens: the stack that `up` runs, or another with the same doors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from stack import business_clock, environment
from stack.embedded import Stack
from stack.personas import Persona
from stack.verbs import token


@dataclass(frozen=True)
class Address:
    """Where a request goes, and what it must carry to arrive."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Place(Protocol):
    """What the doors of a story open to."""

    def at(self, name: str) -> Address:
        """A service, or `sink`."""

    def bearer(self, who: Persona) -> str:
        """A token of theirs."""

    def clock(self) -> float:
        """The offset of the business clock."""

    def move_clock(self, seconds: float) -> None:
        """Set that offset."""


class OurOwn:
    """The stack that `up` runs."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.clock_file = environment.clock_file(stack.folder)

    def at(self, name: str) -> Address:
        return Address(environment.url(self.stack, "sink_http" if name == "sink" else name))

    def bearer(self, who: Persona) -> str:
        return token.mint(self.stack, who.subject, who.name)

    def clock(self) -> float:
        return business_clock.read(self.clock_file)

    def move_clock(self, seconds: float) -> None:
        business_clock.write(self.clock_file, seconds)
