"""Fresh databases for tests, copied from templates that hold the migrated schemas."""

import os
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from stack import postgres_bootstrap
from stack.embedded import Stack
from stack.layout import ROOT, SERVICES


@dataclass(frozen=True)
class Database:
    name: str
    app: dict[str, str]
    owner: dict[str, str]
    superuser: str


class Postgres:
    """Makes databases for one test and drops them after it."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.made: list[str] = []

    def hurry(self) -> None:
        """Leave writing to the disk to the system: no test of these cuts its power."""
        with self.admin() as conn:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                conn.execute(SQL("ALTER SYSTEM SET {} = off").format(Identifier(setting)))
            conn.execute("SELECT pg_reload_conf()")

    def fresh(self, *services: str) -> Database:
        name = f"test_{uuid.uuid4().hex[:12]}"
        self.create(name, self.template(services))
        self.made.append(name)
        return self.describe(name)

    def template(self, services: tuple[str, ...]) -> str:
        """Migrated once a run; every further database is a copy of files."""
        name = "_".join(("template", *sorted(services)))
        if not self.exists(name):
            self.create(name, postgres_bootstrap.DATABASE)
            for service in services:
                migrate(service, self.describe(name).owner[service])
        return name

    def create(self, name: str, template: str) -> None:
        with self.admin() as conn:
            conn.execute(
                SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                    Identifier(name), Identifier(template)
                )
            )
            postgres_bootstrap.close_doors(conn, name)  # rights on a database are not copied
            postgres_bootstrap.open_doors(conn, name)

    def exists(self, name: str) -> bool:
        with self.admin() as conn:
            found = conn.execute("SELECT FROM pg_database WHERE datname = %s", [name])
            return found.rowcount == 1

    def drop_all(self) -> None:
        with self.admin() as conn:
            for name in self.made:
                conn.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))

    def describe(self, name: str) -> Database:
        dsn = self.stack.dsn
        return Database(
            name,
            app={s: dsn(f"{s}_app", name) for s in SERVICES},
            owner={s: dsn(f"{s}_owner", name) for s in SERVICES},
            superuser=self.stack.postgres.dsn(name),
        )

    def admin(self) -> psycopg.Connection:
        return psycopg.connect(self.stack.postgres.dsn("postgres"), autocommit=True)


def migrate(service: str, dsn: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "shared.migrate", service],
        check=True,
        cwd=ROOT,
        env={**os.environ, "MIGRATE_DATABASE_URL": dsn, "PYTHONPATH": str(Path(ROOT))},
    )
