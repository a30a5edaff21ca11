"""What each process of the stack is told by its environment; nothing else reaches it."""

import os
from pathlib import Path

from stack.embedded import Stack
from stack.layout import SERVICES

PORTS = ("issuer", "sink_http", "sink_smtp", *SERVICES)
HANDED_ON = (
    "PATH",
    "HOME",
    "TMPDIR",
    "MOTCUA_ENV",
    "MOTCUA_PROVINCE",
    "MOTCUA_LOG",
    "FAILPOINT",
)


def common(clock_offset: float = 0) -> dict[str, str]:
    kept = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    return {
        **kept,
        "LC_ALL": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
        "MOTCUA_CLOCK_OFFSET": str(clock_offset),
    }


def url(stack: Stack, name: str) -> str:
    return f"http://127.0.0.1:{stack.ports[name]}"


def service(stack: Stack, name: str, clock_offset: float = 0) -> dict[str, str]:
    """The whole environment of `python -m services.<name>.app`."""
    anchors = anchor_folder(stack, name)
    own = {
        "HTTP_HOST": "127.0.0.1",
        "HTTP_PORT": str(stack.ports[name]),
        "DATABASE_URL": stack.dsn(f"{name}_app"),
        "KAFKA_BOOTSTRAP": stack.kafka.bootstrap,
        "KAFKA_USER": name,
        "KAFKA_PASSWORD": stack.kafka_password(name),
        "OIDC_ISSUER": url(stack, "issuer"),
        "ANCHOR_DIR": str(anchors),
        "WEB_SECRET": stack.secrets.password(f"{name}_web_secret"),
        **special(stack, name),
    }
    file = clock_file(stack.folder)
    moved = {"MOTCUA_CLOCK_FILE": str(file)} if file.exists() else {}
    told = {f"{name.upper()}_{key}": value for key, value in own.items()}
    return common(clock_offset) | moved | sites(stack) | told


def clock_file(folder: Path) -> Path:
    """What moves the business clock of a stack that `up` runs (`./motcua clock`).

    A stack without the file goes by the offset that each process is given.
    """
    return folder / "clock"


def sites(stack: Stack) -> dict[str, str]:
    """Where people find the pages of each service."""
    return {f"MOTCUA_{name.upper()}_URL": url(stack, name) for name in SERVICES}


def special(stack: Stack, name: str) -> dict[str, str]:
    """What not every service needs."""
    if name == "intake":
        return {
            "LINK_KEY": stack.secrets.key("intake_link_key"),
            "FILES_DIR": str(files_folder(stack, name)),
        }
    if name == "complaints":
        return {
            "SEAL_KEY": stack.secrets.key("complaints_seal_key"),
            "LINK_KEY": stack.secrets.key("complaints_link_key"),
        }
    if name == "notify":
        return {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(stack.ports["sink_smtp"]),
            "MAIL_FROM": "Một cửa <mot-cua@quangbinh.example>",
            "SMS_URL": url(stack, "sink_http") + "/sms",
        }
    return {}


def files_folder(stack: Stack, name: str) -> Path:
    folder = stack.folder / "files" / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def anchor_folder(stack: Stack, name: str) -> Path:
    folder = stack.folder / "anchors" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def migration(stack: Stack, name: str) -> dict[str, str]:
    """The environment of `python -m shared.migrate <name>`."""
    return common() | {"MIGRATE_DATABASE_URL": stack.dsn(f"{name}_owner")}


def whole(stack: Stack, clock_offset: float = 0) -> dict[str, str]:
    """All four services' at once, for programs that act for each: bench, faults, journeys."""
    together: dict[str, str] = {}
    for name in SERVICES:
        together |= service(stack, name, clock_offset)
    return together
