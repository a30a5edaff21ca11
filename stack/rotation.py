"""New passwords and keys: told to a program first, or at its next start alone."""

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

import psycopg
from confluent_kafka.admin import (
    AdminClient,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)
from psycopg.sql import SQL, Identifier, Literal

from stack import kafka_admin
from stack.failure import Failure
from stack.kafka_properties import BROKER
from stack.secrets import Secrets

# What no program is told but by its environment at the next start: that makes it anew.
MADE_ANEW = ("db_", "kafka_")
ENDS_SESSIONS = ("_web_secret", "issuer_key")
SUPERUSER, BROKERS_OWN = "postgres", f"kafka_{BROKER}"
ASK_FIRST = {SUPERUSER, BROKERS_OWN}  # only who knows the old one may set a new one
NAMES_DATA = {"kafka_cluster_id"}  # no secret, though it lies with them

Setters = Mapping[str, Callable[[str], None]]


def all_names(kept: Secrets) -> list[str]:
    """Every secret that can be given anew."""
    return sorted(path.name for path in kept.folder.iterdir() if can_be(path.name))


def can_be(name: str) -> bool:
    if name.endswith(".new") or name in NAMES_DATA:
        return False
    return name in ASK_FIRST or name.startswith(MADE_ANEW) or name.endswith(ENDS_SESSIONS)


def check(kept: Secrets, names: list[str]) -> None:
    """Raises Failure: unknown, or data depends on it."""
    for name in names:
        if not (kept.folder / name).exists():
            raise Failure(f"no secret {name!r}; there are {', '.join(all_names(kept))}", code=2)
        if not can_be(name):
            raise Failure(f"{name} can't be given anew: what it has sealed or linked needs it")


def rotate(kept: Secrets, names: list[str], setters: Setters) -> None:
    """Give each a new value; `setters` tell it to who must be asked first. Raises Failure."""
    check(kept, names)
    for name in names:
        if name in ASK_FIRST:
            replace(kept, name, setters[name])
        else:
            (kept.folder / name).unlink()


def replace(kept: Secrets, name: str, set_to: Callable[[str], None]) -> None:
    """The new one is on the disk before it is in force, so that a crash loses neither."""
    file, fresh = kept.folder / name, secrets.token_urlsafe(24)
    new: Path = file.with_name(f"{name}.new")
    if new.exists():
        raise Failure(
            f"{new} is left of a broken-off rotation: remove it; or, where {name} is refused as a"
            f" wrong password, move it over {file}"
        )
    kept.get(new.name, lambda: fresh)
    set_to(fresh)
    new.replace(file)


def set_superuser(dsn: str, password: str) -> None:
    with psycopg.connect(dsn) as conn:
        conn.execute(
            SQL("ALTER ROLE {} PASSWORD {}").format(Identifier(SUPERUSER), Literal(password))
        )


def set_broker(admin: AdminClient, password: str) -> None:
    info = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)
    change = UserScramCredentialUpsertion(BROKER, info, password.encode())
    kafka_admin.done(admin.alter_user_scram_credentials([change]))
