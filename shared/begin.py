"""How a service begins: it waits for its database, and goes on only if that is one for it."""

import asyncio
from pathlib import Path

import asyncpg
import structlog

from shared.db import OUTAGE, Pool, open_pool
from shared.keyring import Ring
from shared.settings import Settings

log = structlog.get_logger()

WAITS_S = 60
ROOT = Path(__file__).parent
REFUSED = (
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InsufficientPrivilegeError,
)

KNOWN = "SELECT key_id FROM key_known WHERE ring = $1"
KNOW = """
INSERT INTO key_known (ring, key_id) SELECT $1, unnest($2::bytea[]) ON CONFLICT DO NOTHING
"""


class CannotBegin(SystemExit):
    """Said in one line of the log; nothing of the database was touched."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        log.critical("can't begin", why=reason)


async def open_database(service: str, settings: Settings) -> Pool:
    """The service's pool. Raises CannotBegin: none within a minute, refused, of a newer version."""
    setting = f"{service.upper()}_DATABASE_URL"
    for attempt in range(WAITS_S):
        try:
            pool = await open_pool(
                settings.database_url.get_secret_value(), size=settings.pool_size
            )
        except REFUSED as error:
            raise CannotBegin(f"PostgreSQL refuses {setting}: {error}") from None
        except OUTAGE as error:
            if attempt % 10 == 0:
                log.warning("waiting for PostgreSQL", why=repr(error))
            await asyncio.sleep(1)
        else:
            await refuse_newer(pool, service)
            return pool
    raise CannotBegin(
        f"PostgreSQL did not answer within {WAITS_S} s: does it run, is {setting} right?"
    )


async def refuse_newer(pool: Pool, service: str) -> None:
    """A schema that a newer version has migrated is not this program's to write to."""
    folders = (ROOT / "migrations", ROOT.parent / "services" / service / "migrations")
    known = {path.stem.split("_")[0] for folder in folders for path in folder.glob("*.sql")}
    try:
        rows = await pool.fetch("SELECT version_num FROM schema_revision")
    except asyncpg.UndefinedTableError:
        await pool.close()
        raise CannotBegin(f"the schema {service} was never migrated: run its migrations") from None
    if strangers := {row["version_num"] for row in rows} - known:
        await pool.close()
        raise CannotBegin(
            f"the schema {service} was migrated by a newer version"
            f" (revision {', '.join(sorted(strangers))}): start that version"
        )


async def refuse_lost(pool: Pool, ring: Ring) -> None:
    """Raises CannotBegin where a key that has worked here is no longer among those held."""
    known = {row["key_id"] for row in await pool.fetch(KNOWN, ring.name)}
    if lost := known - set(ring.key_ids):
        await pool.close()
        raise CannotBegin(
            f"{ring.setting} lacks a key that has worked here ({', '.join(map(bytes.hex, lost))}):"
            " get its file back from a backup; what it made can't be read without it"
        )
    await pool.execute(KNOW, ring.name, ring.key_ids)
