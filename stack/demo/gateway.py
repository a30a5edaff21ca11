"""docker compose as a place: hosts by the gateway, tokens of Keycloak, the clock in a volume."""

import json
import subprocess
from typing import Any

import httpx

from stack.compose.setting import KNOWN_PASSWORD
from stack.demo.place import Address
from stack.failure import Failure
from stack.layout import ROOT
from stack.personas import Persona


class Gateway:
    """The deployment of this clone's docker-compose.yml and .env, with the profile `demo`."""

    def __init__(self) -> None:
        told = json.loads(compose("config", "--format", "json"))["services"]
        [published] = told["gateway"]["ports"]
        # By address: not every system knows that *.localhost is here.
        self.url = f"http://{published.get('host_ip', '127.0.0.1')}:{published['published']}"
        env: dict[str, Any] = told["gateway"]["environment"]
        if env["MOTCUA_SCHEME"] != "http":
            raise Failure("the demo speaks http alone: MOTCUA_SCHEME=http")
        self.host = f"{{}}.{env['MOTCUA_DOMAIN']}{env['MOTCUA_SUFFIX']}"
        given = told["secrets"]["environment"]["MOTCUA_PERSONA_PASSWORD"]
        self.password = given or KNOWN_PASSWORD
        self.tokens: dict[str, str] = {}

    def at(self, name: str) -> Address:
        return Address(self.url, {"Host": self.host.format(name)})

    def bearer(self, who: Persona) -> str:
        if who.subject not in self.tokens:
            self.tokens[who.subject] = self._log_in(who)
        return self.tokens[who.subject]

    def _log_in(self, who: Persona) -> str:
        keycloak = self.at("keycloak")
        asked = {
            "grant_type": "password",
            "client_id": "demo",
            "username": who.persona,
            "password": self.password,
        }
        try:
            answer = httpx.post(
                f"{keycloak.url}/realms/motcua/protocol/openid-connect/token",
                data=asked,
                headers=keycloak.headers,
                timeout=30,
                trust_env=False,
            )
        except httpx.HTTPError as error:
            raise Failure(f"the gateway does not answer ({error}): docker compose ps") from error
        if answer.is_error:
            raise Failure(f"Keycloak gives {who.persona} no token: {answer.text[:300]}")
        return str(answer.json()["access_token"])

    def clock(self) -> float:
        return float(in_sink("clock"))

    def move_clock(self, seconds: float) -> None:
        in_sink("clock", str(seconds))


def in_sink(*job: str) -> str:
    return compose("exec", "-T", "sink", "python", "-m", "stack.compose", *job)


def compose(*words: str) -> str:
    """What `docker compose` says. Raises Failure with its reason."""
    done = subprocess.run(
        ["docker", "compose", *words], cwd=ROOT, check=False, capture_output=True, text=True
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        hint = "start it with COMPOSE_PROFILES=demo docker compose up --build --wait"
        raise Failure(f"docker compose {words[0]}: {lines[-1]} ({hint})")
    return done.stdout
