"""The four applications, put together from made-up settings: nothing is opened by that."""

import base64
import os
from importlib import import_module

from fastapi import FastAPI

from shared.settings import load
from stack.layout import SERVICES

MADE_UP = {
    "HTTP_PORT": "1",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "KAFKA_BOOTSTRAP": "127.0.0.1:1",
    "KAFKA_USER": "nobody",
    "KAFKA_PASSWORD": "nothing",
    "OIDC_ISSUER": "http://127.0.0.1:1",
    "WEB_SECRET": "x" * 32,
    "LINK_KEY": "x" * 32,
    "FILES_DIR": "/nowhere",
    "SEAL_KEY": base64.b64encode(bytes(32)).decode(),
    "SMTP_HOST": "127.0.0.1",
    "SMTP_PORT": "1",
    "MAIL_FROM": "nobody@example.invalid",
    "SMS_URL": "http://127.0.0.1:1/sms",
}


def applications() -> dict[str, FastAPI]:
    """Each service's application by its name."""
    return {name: _make(name) for name in SERVICES}


def _make(name: str) -> FastAPI:
    os.environ |= {f"{name.upper()}_{key}": value for key, value in MADE_UP.items()}
    settings = import_module(f"services.{name}.settings").Settings
    app: FastAPI = import_module(f"services.{name}.app").make(load(settings))
    return app
