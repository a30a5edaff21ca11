"""Brings one service's schema up to date: numbered plain SQL, forward only, run by Alembic.

`python -m shared.migrate SERVICE` with MIGRATE_DATABASE_URL of the schema's owner.
"""

import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script.base import Script
from alembic.script.revision import RevisionMap
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError

ROOT = Path(__file__).parent


class NewerSchema(Exception):
    """The schema was migrated by a newer version than this one."""


def revisions(folder: Path, first_depends_on: str | None = None) -> list[Script]:
    """The .sql files of a folder as one Alembic chain, in the order of their names."""
    chain: list[Script] = []
    for path in sorted(folder.glob("*.sql")):
        module: Any = ModuleType(path.stem)
        module.revision = path.stem.split("_")[0]
        module.down_revision = chain[-1].revision if chain else None
        module.depends_on = None if chain else first_depends_on
        module.sql = path.read_text("utf-8")
        module.upgrade = lambda op, sql=module.sql: op.connection.driver_connection.execute(sql)
        chain.append(Script(module, module.revision, str(path)))
    return chain


def chain(service: str) -> list[Script]:
    """The migrations of every schema, then the service's own."""
    shared = revisions(ROOT / "migrations")
    own = ROOT.parent / "services" / service / "migrations"
    return [*shared, *revisions(own, shared[0].revision)]


def missing(scripts: list[Script], heads: tuple[str, ...]) -> list[Script]:
    """What a schema at these revisions lacks, in order. Raises NewerSchema."""
    if strangers := set(heads) - {script.revision for script in scripts}:
        raise NewerSchema(f"revision {', '.join(sorted(strangers))} is unknown here")
    upward: Any = RevisionMap(lambda: scripts).iterate_revisions("heads", heads, implicit_base=True)
    return [*reversed(list(upward))]


def migrate(service: str, dsn: str) -> list[str]:
    """Run what is missing, alone under a lock; returns the revisions applied."""
    return upgrade(service, dsn, chain(service))


def upgrade(service: str, dsn: str, scripts: list[Script]) -> list[str]:
    """Bring a schema to the newest of the scripts; all in one transaction. Raises NewerSchema."""
    revision_map = RevisionMap(lambda: scripts)
    applied: list[str] = []

    def upward(heads: tuple[str, ...], _: MigrationContext) -> list[MigrationStep]:
        steps: list[Any] = [
            MigrationStep.upgrade_from_script(revision_map, script)
            for script in missing(scripts, heads)
        ]
        applied.extend(step.revision.revision for step in steps)
        return steps

    engine = create_engine(make_url(dsn).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    lock = text("SELECT pg_advisory_xact_lock(hashtextextended('motcua:migrate:' || :s, 0))")
    with engine.begin() as conn:
        conn.execute(lock, {"s": service})
        options = {"fn": upward, "version_table": "schema_revision"}
        context = MigrationContext.configure(connection=conn, opts=options)
        with context.begin_transaction():
            context.run_migrations(op=conn)
    return applied


if __name__ == "__main__":
    if len(sys.argv) != 2 or not os.environ.get("MIGRATE_DATABASE_URL"):
        sys.exit(
            "migrate: python -m shared.migrate SERVICE, with MIGRATE_DATABASE_URL of its owner"
        )
    try:
        done = migrate(sys.argv[1], os.environ["MIGRATE_DATABASE_URL"])
    except (OperationalError, ArgumentError) as error:
        sys.exit(f"migrate: {sys.argv[1]}: MIGRATE_DATABASE_URL: {str(error).splitlines()[0]}")
    except NewerSchema as refusal:
        sys.exit(
            f"migrate: {sys.argv[1]}: {refusal}; install the newer version, nothing was changed"
        )
    sys.stdout.write(f"{sys.argv[1]}: {', '.join(done) or 'up to date'}\n")
