"""New passwords and keys: told to a program first, or at its next start alone.

A key that data hangs on is put before the older ones, which still open what they made.
"""

import asyncio
import base64
import secrets
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from confluent_kafka.admin import (
    AdminClient,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)
from psycopg.sql import SQL, Identifier, Literal

from shared.keyring import key_id
from stack import kafka_admin
from stack.failure import Failure
from stack.kafka_properties import BROKER
from stack.secrets import Secrets, new_key

# What no program is told but by its environment at the next start: that makes it anew.
MADE_ANEW = ("db_", "kafka_")
ENDS_SESSIONS = ("_web_secret", "issuer_key")
KEEPS_OLDER = ("_link_key", "_seal_key")
SEAL = "complaints_seal_key"
SUPERUSER, BROKERS_OWN = "postgres", f"kafka_{BROKER}"
ASK_FIRST = {SUPERUSER, BROKERS_OWN}  # only who knows the old one may set a new one
NAMES_DATA = {"kafka_cluster_id"}  # no secret, though it lies with them

T = TypeVar("T")
Setters = Mapping[str, Callable[[str], None]]


def all_names(kept: Secrets) -> list[str]:
    """Every secret that can be given anew."""
    return sorted(path.name for path in kept.folder.iterdir() if can_be(path.name))


def can_be(name: str) -> bool:
    if name.endswith(".new") or name in NAMES_DATA:
        return False
    known = (*ENDS_SESSIONS, *KEEPS_OLDER)
    return name in ASK_FIRST or name.startswith(MADE_ANEW) or name.endswith(known)


def check(kept: Secrets, names: list[str]) -> None:
    """Raises Failure: unknown, or no secret of ours to give anew."""
    for name in names:
        if not (kept.folder / name).exists():
            raise Failure(f"no secret {name!r}; there are {', '.join(all_names(kept))}", code=2)
        if not can_be(name):
            raise Failure(f"{name} can't be given anew")


def rotate(kept: Secrets, names: list[str], setters: Setters) -> None:
    """Give each a new value; `setters` tell it to who must be asked first. Raises Failure."""
    check(kept, names)
    for name in names:
        if name in ASK_FIRST:
            replace(kept, name, setters[name])
        elif name.endswith(KEEPS_OLDER):
            kept.replace(name, f"{new_key()}\n{kept.key(name)}\n")
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


def older(kept: Secrets, name: str) -> int:
    """How many keys beside the newest are kept."""
    return len(kept.key(name).splitlines()) - 1


def drop_older(kept: Secrets, name: str, dsn: str) -> int:
    """Keep the newest seal key alone; how many went. Raises Failure where rows need an older."""
    if name != SEAL:
        raise Failure(f"the older keys of {name} stay: what was printed hangs on them", code=2)
    newest, *others = kept.key(name).splitlines()
    if not others:
        raise Failure(f"{name} has no older key")
    if left := sealed_behind(kept, dsn):
        raise Failure(
            f"{left} rows are still sealed with an older {name}: it stays. Start the stack:"
            " complaints seals them anew by itself, and doctor tells how many are left"
        )
    asyncio.run(_ask(dsn, partial(_forget_older, key_id=_id(newest))))
    kept.replace(name, newest)
    return len(others)


def sealed_behind(kept: Secrets, dsn: str) -> int:
    """How many rows of complaints the newest seal key does not open yet."""
    from services.complaints import store  # few verbs need it and all that it imports

    newest = _id(kept.key(SEAL).splitlines()[0])
    return asyncio.run(_ask(dsn, lambda conn: store.count_behind(conn, newest)))


def _id(line: str) -> bytes:
    return key_id(base64.b64decode(line))


async def _ask(dsn: str, question: Callable[[Any], Awaitable[T]]) -> T:
    import asyncpg

    from shared import db

    try:
        conn = await db.connect(dsn)
        try:
            return await question(conn)
        finally:
            await conn.close()
    except (OSError, asyncpg.PostgresError) as error:
        raise Failure(f"the sealed rows can't be counted: {error}") from None


async def _forget_older(conn: Any, key_id: bytes) -> None:
    await conn.execute("DELETE FROM key_known WHERE ring = 'seal' AND key_id <> $1", key_id)


def set_superuser(dsn: str, password: str) -> None:
    with psycopg.connect(dsn) as conn:
        conn.execute(
            SQL("ALTER ROLE {} PASSWORD {}").format(Identifier(SUPERUSER), Literal(password))
        )


def set_broker(admin: AdminClient, password: str) -> None:
    info = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)
    change = UserScramCredentialUpsertion(BROKER, info, password.encode())
    kafka_admin.done(admin.alter_user_scram_credentials([change]))
