"""`python -m stack.sink HTTP_PORT SMTP_PORT`: both halves in one process."""

import asyncio
import os
import sys

import uvicorn

from stack.sink.http import application
from stack.sink.received import Sink
from stack.sink.smtp import server

HOST = os.environ.get("SINK_HOST", "127.0.0.1")


async def main(http_port: int, smtp_port: int) -> None:
    sink = Sink()
    mail = await asyncio.get_running_loop().create_server(lambda: server(sink), HOST, smtp_port)
    config = uvicorn.Config(application(sink), HOST, http_port, log_level="warning")
    async with mail:
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
