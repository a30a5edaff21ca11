"""Load that costs little: clients on kept connections, each asking again when answered."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from time import perf_counter
from typing import cast

Make = Callable[[], bytes]


class Refused(Exception):
    """An answer other than 201 Created."""


class Client(asyncio.Protocol):
    """One connection. Tasks and HTTP libraries would cost more than the service under test."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.transport: asyncio.Transport
        self.waiting = b""
        self.done: asyncio.Future[None]
        self.turns: Iterator[int]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def work(self, turns: Iterator[int]) -> asyncio.Future[None]:
        """Ask for as long as there are turns."""
        self.turns = turns
        self.done = asyncio.get_running_loop().create_future()
        self.ask()
        return self.done

    def ask(self) -> None:
        if next(self.turns, None) is None:
            self.done.set_result(None)
        else:
            self.transport.write(self.make())

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        if not is_whole(self.waiting):
            return
        answer, self.waiting = self.waiting, b""
        if answer.startswith(b"HTTP/1.1 201"):
            self.ask()
        else:
            self.done.set_exception(Refused(answer.decode()))

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionResetError("closed by the server"))


def is_whole(answer: bytes) -> bool:
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end:
        return False
    length = head.lower().split(b"content-length:")[1].split(b"\r\n")[0]
    return len(body) >= int(length)


async def run(port: int, makers: Sequence[Make], count: int) -> float:
    """Seconds for so many requests by a client a maker, together. Raises Refused."""
    loop = asyncio.get_running_loop()
    opened = [await loop.create_connection(partial(Client, m), "127.0.0.1", port) for m in makers]
    turns = iter(range(count))
    started = perf_counter()
    await asyncio.gather(*(client.work(turns) for _, client in opened))
    took = perf_counter() - started
    for transport, _ in opened:
        transport.close()
    return took
