"""What the deployment is told by .env, as far as the jobs need it, and what may not go together."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from stack.failure import Failure
from stack.layout import SERVICES

KNOWN_PASSWORD = "mot-cua-demo"  # noqa: S105 of personas, who exist where nobody but us comes to the door
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Setting:
    """One deployment."""

    production: bool
    demo: bool
    urls: Mapping[str, str]  # of each service, as people reach it
    agencies: str  # host:port of Kafka for other agencies
    persona_password: str


def read(env: Mapping[str, str] = os.environ) -> Setting:
    """Raises Failure: what must not be together, in one line."""
    production = env.get("MOTCUA_ENV") == "production"
    demo = "demo" in env.get("COMPOSE_PROFILES", "").split(",")
    if production and demo:
        raise Failure("the profile `demo` moves the clock and swallows mail: not in production")
    password = env.get("MOTCUA_PERSONA_PASSWORD") or KNOWN_PASSWORD
    if not production and password == KNOWN_PASSWORD and not _at_home(env):
        raise Failure(
            f"MOTCUA_BIND={env.get('MOTCUA_BIND')} lets strangers in, who know the personas'"
            " password: set MOTCUA_ENV=production, or MOTCUA_PERSONA_PASSWORD"
        )
    return Setting(
        production=production,
        demo=demo,
        urls={name: env[f"MOTCUA_{name.upper()}_URL"] for name in SERVICES},
        agencies=env["KAFKA_AGENCIES"],
        persona_password=password,
    )


def _at_home(env: Mapping[str, str]) -> bool:
    return env.get("MOTCUA_BIND", LOOPBACK[0]) in LOOPBACK
