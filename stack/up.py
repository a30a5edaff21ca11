"""Starts everything in order, prints where it is, and watches until it is told to stop."""

import os
import signal
import sys
import textwrap
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

import httpx

from stack import (
    business_clock,
    environment,
    frontend,
    health,
    issuer,
    java,
    kafka_archive,
    personas,
    preflight,
    running,
    upgrade,
)
from stack.child import Child, sweep
from stack.embedded import Stack
from stack.failure import Failure
from stack.layout import ROOT, SERVICES
from stack.processes import Supervisor
from stack.progress import console, step

PATIENCE = 120


def run(folder: Path, without: str = "") -> None:
    """`up` in the foreground. Raises Failure: what stands in the way."""
    preflight.check()
    offset = business_clock.offset(os.environ, datetime.now(UTC))
    with running.claim(folder):
        for name in sweep(folder):
            console.print(f"  stopped {name}, which a killed run had left")
        stack = Stack(folder, environment.PORTS)
        business_clock.write(environment.clock_file(folder), offset)
        supervisor = Supervisor(console.print, lambda: tell(stack, supervisor))
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, interrupt)
        try:
            tell(stack, supervisor, state="starting")
            start(stack, supervisor, offset, without)
            tell(stack, supervisor)
            console.print(addresses(stack))
            supervisor.watch()
        except KeyboardInterrupt:
            console.print("stopping …")
        finally:
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            supervisor.stop()


def interrupt(_: int, __: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def tell(stack: Stack, supervisor: Supervisor, state: str = "ready") -> None:
    running.publish(
        stack.folder, {"pid": os.getpid(), "state": state, "restarts": supervisor.restarts}
    )


def start(stack: Stack, supervisor: Supervisor, offset: float, without: str = "") -> None:
    """Every step in order; what has been started is the supervisor's to stop."""
    with step("Kafka's programs"):
        java.class_path()
        kafka_archive.ensure()
    with step("pages' files"):
        frontend.build()
    with step("PostgreSQL and Kafka, bootstrapped"):
        stack.start()
        supervisor.add(stack.postgres.child, stack.kafka.child)
    with step("migrations"), ThreadPoolExecutor() as pool:
        list(pool.map(lambda name: migrate(stack, name), SERVICES))
        upgrade.write_down(stack.folder)
    with step("issuer and sink"):
        launch(supervisor, helpers(stack, offset))
    with step("reference data"):
        load(stack, offset)
    with step("services"):
        launch(supervisor, [service(stack, name, offset) for name in SERVICES if name != without])


def migrate(stack: Stack, name: str) -> None:
    env = environment.migration(stack, name)
    task(stack.folder, f"migrate-{name}", ["shared.migrate", name], env)


def load(stack: Stack, offset: float) -> None:
    env = environment.service(stack, "intake", offset)
    task(stack.folder, "load", ["services.intake.load"], env)


def task(folder: Path, name: str, module: Sequence[str], env: dict[str, str]) -> None:
    """Run it to its end. Raises Failure with its log."""
    child = Child(name, [sys.executable, "-m", *module], folder, env, cwd=ROOT)
    child.log.unlink(missing_ok=True)
    child.start()
    try:
        code = child.wait(PATIENCE)
    finally:
        child.stop()
    if code:
        raise Failure(f"{name} failed with code {code}", log=child.log)


def helpers(stack: Stack, offset: float) -> list[tuple[Child, str]]:
    issuer.signing_key(stack.secrets)
    ports = stack.ports
    commands = {
        "issuer": [str(ports["issuer"]), str(stack.secrets.folder / issuer.SECRET)],
        "sink": [str(ports["sink_http"]), str(ports["sink_smtp"])],
    }
    env = environment.common(offset) | environment.sites(stack)
    urls = {"issuer": environment.url(stack, "issuer"), "sink": environment.url(stack, "sink_http")}
    return [
        (program(stack, name, [f"stack.{name}", *args], env), urls[name])
        for name, args in commands.items()
    ]


def service(stack: Stack, name: str, offset: float) -> tuple[Child, str]:
    env = environment.service(stack, name, offset)
    child = program(stack, name, [f"services.{name}.app"], env)
    return child, environment.url(stack, name)


def program(stack: Stack, name: str, module: Sequence[str], env: dict[str, str]) -> Child:
    return Child(name, [sys.executable, "-m", *module], stack.folder, env, cwd=ROOT)


def launch(supervisor: Supervisor, layer: list[tuple[Child, str]]) -> None:
    """Start them together and wait until each says that it is ready."""
    supervisor.add(*(child for child, _ in layer))
    for child, _ in layer:
        child.start()
    for child, url in layer:
        try:
            child.wait_until(partial(health.is_ready, url), PATIENCE, every=0.2)
        except Failure as failure:
            raise Failure(f"{failure}{waits_for(url)}", log=failure.log) from None


def waits_for(url: str) -> str:
    """What a service that lives but is not ready says that it lacks."""
    try:
        why = health.status(url)["why"]
    except (httpx.HTTPError, ValueError, KeyError):
        return ""
    return f": it waits for {', '.join(map(str, why))}"


def addresses(stack: Stack) -> str:
    lines = ["", "The stack is ready."]
    for name in SERVICES:
        lines.append(f"  {name:<12} {environment.url(stack, name)}/  (API: /api/openapi.json)")
    lines += [
        f"  {'issuer':<12} {environment.url(stack, 'issuer')}  who logs in",
        f"  {'sink':<12} {environment.url(stack, 'sink_http')}  what was sent",
        f"  {'kafka':<12} {stack.kafka.bootstrap}",
        f"  {'postgres':<12} 127.0.0.1:{stack.postgres.port}/motcua",
        "",
        "Who you can be (./motcua token --persona NAME):",
        *people(),
    ]
    return "\n".join(lines)


def people() -> list[str]:
    """One line for each kind of official; the others by name only."""
    everyone = personas.read()
    chief = [p for p in everyone if p.aliases] or everyone
    others = ", ".join(p.persona for p in everyone if p not in chief)
    lines = [f"  {p.persona:<20} {p.name}, {p.title}" for p in chief]
    wrapped = textwrap.wrap(others, 96, break_on_hyphens=False)
    return [*lines, *(f"  {line}" for line in wrapped)]
