"""New passwords and keys for a stack that is down."""

import secrets
from collections.abc import Callable
from pathlib import Path

import psycopg
from confluent_kafka.admin import (
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)
from psycopg.sql import SQL, Identifier, Literal

from stack import kafka_admin
from stack.embedded import Stack
from stack.failure import Failure
from stack.kafka_properties import BROKER
from stack.postgres import SUPERUSER

# What no program is told but by its environment at the next start: `up` makes it anew.
MADE_ANEW = ("db_", "kafka_")
ENDS_SESSIONS = ("_web_secret", "issuer_key")
ASK_FIRST = {"postgres", f"kafka_{BROKER}"}  # only who knows the old one may set a new one


def all_names(stack: Stack) -> list[str]:
    """Every secret that can be given anew."""
    return sorted(path.name for path in stack.secrets.folder.iterdir() if can_be(path.name))


def can_be(name: str) -> bool:
    if name.endswith(".new"):
        return False
    return name in ASK_FIRST or name.startswith(MADE_ANEW) or name.endswith(ENDS_SESSIONS)


def rotate(stack: Stack, names: list[str]) -> None:
    """Give each a new value. Raises Failure before anything: unknown, or data depends on it."""
    for name in names:
        if not (stack.secrets.folder / name).exists():
            raise Failure(f"no secret {name!r}; there are {', '.join(all_names(stack))}", code=2)
        if not can_be(name):
            raise Failure(f"{name} can't be given anew: what it has sealed or linked needs it")
    for name in names:
        if name == "postgres":
            replace(stack, name, set_superuser)
        elif name in ASK_FIRST:
            replace(stack, name, set_broker)
        else:
            (stack.secrets.folder / name).unlink()


def replace(stack: Stack, name: str, set_to: Callable[[Stack, str], None]) -> None:
    """The new one is on the disk before it is in force, so that a crash loses neither."""
    file, fresh = stack.secrets.folder / name, secrets.token_urlsafe(24)
    new: Path = file.with_name(f"{name}.new")
    if new.exists():
        raise Failure(
            f"{new} is left of a broken-off rotation: remove it; or, where {name} is refused as a"
            f" wrong password, move it over {file}"
        )
    stack.secrets.get(new.name, lambda: fresh)
    set_to(stack, fresh)
    new.replace(file)


def set_superuser(stack: Stack, password: str) -> None:
    stack.postgres.start()
    try:
        with psycopg.connect(stack.postgres.dsn("postgres")) as conn:
            conn.execute(
                SQL("ALTER ROLE {} PASSWORD {}").format(Identifier(SUPERUSER), Literal(password))
            )
    finally:
        stack.postgres.stop()


def set_broker(stack: Stack, password: str) -> None:
    stack.launch_kafka()
    try:
        info = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)
        change = UserScramCredentialUpsertion(BROKER, info, password.encode())
        admin = stack.kafka_admin()  # must live until it is answered
        kafka_admin.done(admin.alter_user_scram_credentials([change]))
    finally:
        stack.kafka.stop()
