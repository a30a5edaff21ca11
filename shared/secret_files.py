"""Secrets that come as files, one named like each setting: what is wrong with them."""

import os
from collections.abc import Iterator
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings

MADE = "docker compose up secrets writes it"


def faults(kind: type[BaseSettings], folder: Path) -> Iterator[str]:
    """A line for each file that a secret setting needs and can't be read from."""
    try:
        there = {path.name.lower(): path for path in folder.iterdir()}
    except OSError as error:
        yield f"setting MOTCUA_SECRETS_DIR: {folder} can't be read ({error.strerror}): {MADE}"
        return
    set_already = {name.lower() for name in os.environ}
    for name in required(kind):
        if name.lower() not in set_already:
            path = there.get(name.lower(), folder / name)
            if fault := _fault(path):
                yield f"setting {name}: {path} {fault}: {MADE}"


def required(kind: type[BaseSettings]) -> list[str]:
    """The secrets that have no default, as the environment calls them."""
    prefix = kind.model_config.get("env_prefix", "")
    fields = kind.model_fields.items()
    return [
        f"{prefix}{name}".upper()
        for name, field in fields
        if field.annotation is SecretStr and field.is_required()
    ]


def _fault(path: Path) -> str:
    try:
        told = path.read_text()
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"can't be read ({error.strerror})"
    except UnicodeDecodeError:
        return "is no text"
    return "" if told.strip() else "is empty"
