"""The whole deployment: contained (S18), logged in to, and the demo through its gateway."""

import json
import re
import subprocess
import sys
import time

import pytest
from playwright.async_api import async_playwright

from stack import chromium
from stack.compose.setting import KNOWN_PASSWORD
from stack.layout import ROOT
from tests.compose.conftest import service_of

INTAKE = "http://intake.localhost:18080"
KEYCLOAK = "http://keycloak.localhost:18080/realms/motcua/"


def test_every_container_runs_confined(deployment):
    lasting = deployment.lasting()
    assert len({service_of(one) for one in lasting}) == 9
    for one in lasting:
        name, host = service_of(one), one["HostConfig"]
        assert host["ReadonlyRootfs"], name
        assert host["CapDrop"] == ["ALL"], name
        assert not host["CapAdd"], name
        assert "no-new-privileges:true" in host["SecurityOpt"], name
        status = deployment.compose("exec", "-T", name, "cat", "/proc/1/status").stdout
        assert not re.search(r"^Uid:\s+0\b", status, re.M), name
        assert re.search(r"^CapEff:\s+0+$", status, re.M), name
        written = deployment.compose("exec", "-T", name, "touch", "/written", check=False)
        assert "Read-only file system" in written.stderr, name


def test_nothing_is_published_but_the_gateway_and_the_agencies_listener(deployment):
    published = {
        (service_of(one), inner, at["HostIp"])
        for one in deployment.lasting()
        for inner, outside in one["NetworkSettings"]["Ports"].items()
        for at in outside or ()
    }
    assert published == {
        ("gateway", "8080/tcp", "127.0.0.1"),
        ("kafka", "9094/tcp", "127.0.0.1"),
    }


def test_no_secret_stands_in_what_the_engine_tells(deployment):
    """Of containers and of images, jobs among them."""
    read = "import pathlib; [print(f.read_text()) for f in pathlib.Path(%r).iterdir()]"
    folder = "/var/lib/motcua/secrets"
    words = ("run", "--rm", "--no-deps", "-T", "--entrypoint", "python", "postgres-bootstrap")
    secrets = deployment.compose(*words, "-c", read % folder).stdout.split("\n")
    kept = [line for line in secrets if len(line) >= 22 and "CERTIFICATE" not in line]
    assert len(kept) > 20
    containers = deployment.containers()
    images = deployment.compose("config", "--images").stdout.split()
    told = json.dumps(containers)
    for image in set(images):
        words = ["docker", "history", "--no-trunc", "--format", "{{.CreatedBy}}", image]
        told += subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert not [secret for secret in kept if secret in told]


@pytest.mark.browser
async def test_an_official_logs_in_through_keycloak_and_sees_the_desk(deployment):
    async with async_playwright() as play:
        options = {"executable_path": chromium.find(), "args": chromium.flags()}
        browser = await play.chromium.launch(**options)
        page = await browser.new_page()
        # On a busy machine Keycloak's very first answer takes longer than a service waits (503).
        deadline = time.monotonic() + 120
        while not page.url.startswith(KEYCLOAK) and time.monotonic() < deadline:
            await page.goto(f"{INTAKE}/desk")
        assert page.url.startswith(KEYCLOAK)
        await page.fill("#username", "receiver")
        await page.fill("#password", KNOWN_PASSWORD)
        await page.click("#kc-login")
        await page.wait_for_url(f"{INTAKE}/desk**")
        assert "Nguyễn Thị Thu Hà" in await page.inner_text("body")
        assert await page.locator("main table, main .govuk-table, main h1").count()
        await browser.close()


def test_the_demo_is_seen_end_to_end_through_the_gateway(deployment):
    words = [sys.executable, "-m", "stack.cli", "demo", "--compose", "--json"]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    steps = [json.loads(line) for line in told.stdout.splitlines()]
    assert len(steps) >= 14
    assert all(step["ok"] for step in steps)
