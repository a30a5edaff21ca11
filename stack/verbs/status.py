"""`status`: what runs, where, and how far each service is."""

import json
from pathlib import Path
from typing import Annotated, Any

import httpx
import psycopg
import typer

from stack import environment, health, java, running
from stack.embedded import Stack
from stack.failure import Failure
from stack.layout import SERVICES, state_folder

FIGURES = ("ready", "version", "lag", "outbox_age_s", "parked")


def status(
    as_json: Annotated[bool, typer.Option("--json", help="One object for programs.")] = False,
) -> None:
    """Show the services, Kafka, PostgreSQL and the sink; exit 0 only when all are ready.

    With --json the PostgreSQL address holds its password: keep it out of logs.
    """
    folder = state_folder()
    stack = known(folder)
    found = look(stack)
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        show(found, folder)
    if not is_ready(found, folder, stack):
        raise typer.Exit(1)


def known(folder: Path) -> Stack:
    """Raises Failure when no stack was ever started here: asking must not make one."""
    if not (folder / "ports.json").exists():
        raise Failure("no stack has been started here yet: ./motcua up")
    return Stack(folder, environment.PORTS)


def look(stack: Stack) -> dict[str, Any]:
    return {
        "services": {name: service(environment.url(stack, name)) for name in SERVICES},
        "kafka": {"bootstrap": stack.kafka.bootstrap, "version": java.KAFKA},
        "postgres": {"dsn": stack.postgres.dsn("motcua"), "version": server_version(stack)},
        "sink": {"url": environment.url(stack, "sink_http")},
    }


def service(url: str) -> dict[str, Any]:
    try:
        said = health.status(url)
    except (httpx.HTTPError, ValueError):
        said = {"ready": False}
    return {"url": url} | {name: said.get(name) for name in FIGURES}


def server_version(stack: Stack) -> str | None:
    try:
        with psycopg.connect(stack.postgres.dsn("motcua"), connect_timeout=5) as conn:
            return str(conn.info.parameter_status("server_version"))
    except psycopg.OperationalError:
        return None


def is_ready(found: dict[str, Any], folder: Path, stack: Stack) -> bool:
    return (
        running.published(folder).get("state") == "ready"
        and all(service["ready"] for service in found["services"].values())
        and found["postgres"]["version"] is not None
        and health.is_ready(environment.url(stack, "sink_http"))
        and health.is_ready(environment.url(stack, "issuer"))
    )


def show(found: dict[str, Any], folder: Path) -> None:
    state = running.published(folder)
    restarts: dict[str, int] = state.get("restarts", {})
    print(
        f"supervisor  {state['state']}, pid {state['pid']}" if state else "supervisor  not running"
    )
    for name, told in found["services"].items():
        ready = "ready" if told["ready"] else "NOT READY"
        figures = "  ".join(f"{key} {told[key]}" for key in FIGURES[2:] if told[key] is not None)
        print(f"{name:<11} {ready:<9}  {told['url']}  {figures}  restarts {restarts.get(name, 0)}")
    address = found["postgres"]["dsn"].rpartition("@")[2]
    print(f"kafka       {found['kafka']['version']:<9}  {found['kafka']['bootstrap']}")
    print(f"postgres    {found['postgres']['version'] or 'NO ANSWER':<9}  {address}")
    print(f"sink        {found['sink']['url']}")
    for name in restarts.keys() - found["services"].keys():
        if restarts[name]:
            print(f"{name} was restarted {restarts[name]} times")
