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


def migrate(service: str, dsn: str) -> list[str]:
    """Run what is missing, alone under a lock; returns the revisions applied."""
    shared = revisions(ROOT / "migrations")
    own = revisions(ROOT.parent / "services" / service / "migrations", shared[0].revision)
    return upgrade(service, dsn, [*shared, *own])


def upgrade(service: str, dsn: str, scripts: list[Script]) -> list[str]:
    """Bring a schema to the newest of the scripts; all in one transaction. Raises NewerSchema."""
    revision_map = RevisionMap(lambda: scripts)
    applied: list[str] = []

    def missing(heads: tuple[str, ...], _: MigrationContext) -> list[MigrationStep]:
        if strangers := set(heads) - {script.revision for script in scripts}:
            raise NewerSchema(f"{service}: revision {', '.join(strangers)} is unknown here")
        upward: Any = reversed(
            list(revision_map.iterate_revisions("heads", heads, implicit_base=True))
        )
        steps: list[Any] = [
            MigrationStep.upgrade_from_script(revision_map, script) for script in upward
        ]
        applied.extend(step.revision.revision for step in steps)
        return steps

    engine = create_engine(make_url(dsn).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    lock = text("SELECT pg_advisory_xact_lock(hashtextextended('motcua:migrate:' || :s, 0))")
    with engine.begin() as conn:
        conn.execute(lock, {"s": service})
        options = {"fn": missing, "version_table": "schema_revision"}
        context = MigrationContext.configure(connection=conn, opts=options)
        with context.begin_transaction():
            context.run_migrations(op=conn)
    return applied


if __name__ == "__main__":
    try:
        done = migrate(sys.argv[1], os.environ["MIGRATE_DATABASE_URL"])
    except NewerSchema as refusal:
        sys.exit(f"migrate: {refusal}; install the newer version, nothing was changed")
    sys.stdout.write(f"{sys.argv[1]}: {', '.join(done) or 'up to date'}\n")
