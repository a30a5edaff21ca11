"""Debian's Chromium on the style page: one server and one browser a run.

site      the address of `python -m shared.web.preview`, a process of its own
browser   Chromium; `browser.new_context(…)`
visit     `await visit(path, width=…)`: a page whose console errors, failed requests and answers
          of 400 and more are collected in `page.faults`
"""

import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import async_playwright

from stack import chromium, frontend
from stack.layout import ROOT
from tests.browser.window import Window

HERE = Path(__file__).parent
PATIENCE_S = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One loop for all: the browser lives on it."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def site():
    frontend.build()
    port = free_port()
    command = [sys.executable, "-m", "shared.web.preview", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Until the style page answers. Raises TimeoutError where it ended or takes too long."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            httpx.get(f"{address}/look", timeout=5)
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise TimeoutError("the style page did not start")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser():
    async with async_playwright() as driver:
        started = await driver.chromium.launch(
            executable_path=chromium.find(), args=chromium.flags()
        )
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser, site):
    window = Window(browser, site)
    yield window.visit
    await window.close()
