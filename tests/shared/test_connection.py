"""A connection that was reset: what is written to it fails as an outage, on the services' loop."""

import asyncio
import socket
import struct

import uvloop
from aiokafka.conn import create_conn
from aiokafka.errors import KafkaConnectionError
from aiokafka.protocol.metadata import MetadataRequest

from shared import connection

RESET = struct.pack("ii", 1, 0)  # SO_LINGER for no time: the close is a reset


class Between:
    """Stands between a client and Kafka, to break what goes through it."""

    def __init__(self, host: str, port: int) -> None:
        self.to = host, port
        self.writers: list[asyncio.StreamWriter] = []

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, on = await asyncio.open_connection(*self.to)
        self.writers += [writer, on]
        await asyncio.gather(pump(reader, on), pump(back, writer))

    def reset(self) -> None:
        for writer in self.writers:
            line = writer.get_extra_info("socket")
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            writer.transport.abort()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while some := await reader.read(65_536):
        writer.write(some)


async def write_until_it_breaks(kafka) -> Exception:
    """What the first write says that does not succeed."""
    host, _, port = kafka.bootstrap.partition(":")
    between = Between(host, int(port))
    server = await asyncio.start_server(between.pass_on, "127.0.0.1", 0)
    through = server.sockets[0].getsockname()[1]
    async with server:
        conn = await create_conn("127.0.0.1", through, **kafka.security("notify"))
        between.reset()
        asked = []
        while True:
            try:
                asked.append(asyncio.ensure_future(conn.send(MetadataRequest([]))))
            except Exception as error:
                await asyncio.gather(*asked, return_exceptions=True)
                return error
            await asyncio.sleep(0)


def test_a_write_to_a_connection_that_was_reset_is_an_outage(kafka):
    connection.expect_broken()

    error = uvloop.run(write_until_it_breaks(kafka))

    assert isinstance(error, KafkaConnectionError)
    assert isinstance(error.__cause__, RuntimeError), "aiokafka or uvloop mended it: ADR 17"
