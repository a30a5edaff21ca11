"""Keycloak's realm: deploy/keycloak/realm.json, the four services, outside production the personas.

Keycloak reads it once, when it knows no such realm yet.
"""

import json
from typing import Any

from shared.tokens import AUDIENCE
from stack import personas
from stack.compose.setting import Setting
from stack.layout import ROOT, SERVICES
from stack.personas import Persona

FRAME = ROOT / "deploy" / "keycloak" / "realm.json"
DEMO = "demo"


def realm(setting: Setting) -> dict[str, Any]:
    """The whole file."""
    known: dict[str, Any] = json.loads(FRAME.read_text("utf-8"))
    known["clients"] = [client(name, setting.urls[name]) for name in SERVICES]
    if not setting.production:
        known["clients"].append(demo())
        known["users"] = [user(one, setting.persona_password) for one in personas.read()]
    return known


def client(name: str, url: str) -> dict[str, Any]:
    """A service that people log in to: it keeps no secret, PKCE stands in for one."""
    return {
        "clientId": name,
        "publicClient": True,
        "standardFlowEnabled": True,
        "directAccessGrantsEnabled": False,
        "redirectUris": [f"{url}/log-in/callback"],
        "webOrigins": [],
        "attributes": {
            "pkce.code.challenge.method": "S256",
            "post.logout.redirect.uris": f"{url}/logged-out",
            # From Keycloak to the service, inside.
            "backchannel.logout.url": f"http://{name}:8000/log-out/back-channel",
            "backchannel.logout.session.required": "true",
        },
    }


def demo() -> dict[str, Any]:
    """What `./motcua demo` and curl ask bearer tokens of, with a persona's password."""
    return {
        "clientId": DEMO,
        "publicClient": True,
        "standardFlowEnabled": False,
        "directAccessGrantsEnabled": True,
        "protocolMappers": [
            {
                "name": "audience",
                "protocol": "openid-connect",
                "protocolMapper": "oidc-audience-mapper",
                "config": {
                    "included.custom.audience": AUDIENCE,
                    "access.token.claim": "true",
                    "id.token.claim": "false",
                },
            }
        ],
    }


def user(one: Persona, password: str) -> dict[str, Any]:
    """Its id is what tokens call `sub`, by which the services know their officials."""
    *family, given = one.name.split()  # Keycloak writes the first name first
    return {
        "id": one.subject,
        "username": one.persona,
        "enabled": True,
        "email": f"{one.subject}@quangbinh.example",
        "emailVerified": True,
        "firstName": " ".join(family) or given,
        "lastName": given if family else "",
        "credentials": [{"type": "password", "value": password}],
    }
