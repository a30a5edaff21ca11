"""Ports of one stack: chosen once, kept, and seen to be free before anything starts."""

import contextlib
import json
import random
import socket
from collections.abc import Iterable
from pathlib import Path

import psutil

from stack.failure import Failure

# Below the range from which the kernel lends ports to outgoing connections, so that ours stay ours.
RANGE = range(20_000, 32_000)


def choose(file: Path, names: Iterable[str]) -> dict[str, int]:
    """The kept ports, with new ones for names that have none yet."""
    ports: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}
    for name in names:
        if name not in ports:
            ports[name] = free_port(set(ports.values()))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(ports, indent=2) + "\n")
    return ports


def free_port(taken: set[int]) -> int:
    for port in random.sample(RANGE, 200):
        if port not in taken and is_free(port):
            return port
    raise Failure(f"no free port between {RANGE.start} and {RANGE.stop}")


def is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # TIME_WAIT holds nothing
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def check_free(ports: dict[str, int], file: Path) -> None:
    """Raises Failure with the name of the holder, where the system tells it."""
    for name, port in ports.items():
        if not is_free(port):
            raise Failure(
                f"port {port} ({name}) is held by {holder(port)}: stop it, or change it in {file}"
            )


def holder(port: int) -> str:
    with contextlib.suppress(psutil.Error):
        for link in psutil.net_connections("tcp"):
            if link.laddr and link.laddr.port == port and link.status == psutil.CONN_LISTEN:
                return f"{psutil.Process(link.pid).name()} (pid {link.pid})" if link.pid else "?"
    return "another program"
