"""Database, roles, schemas and grants; run at every `up`, the second time it changes nothing."""

from collections.abc import Callable, Iterable

import psycopg
from psycopg import sql
from psycopg.sql import SQL, Identifier, Literal

from stack.layout import SERVICES

DATABASE = "motcua"
EXTENSIONS = ("unaccent", "pg_trgm", "btree_gin")
KINDS = ("owner", "app")  # the owner migrates; the app reads and writes rows


def roles() -> list[str]:
    return [f"{service}_{kind}" for service in SERVICES for kind in KINDS]


def bootstrap(
    dsn: Callable[[str], str], password: Callable[[str], str], database: str = DATABASE
) -> None:
    """`dsn(database)` connects as superuser, `password(role)` is what the role shall have."""
    with psycopg.connect(dsn("postgres"), autocommit=True) as conn:
        for role in roles():
            ensure_role(conn, role, password(role))
        ensure_database(conn, database)
        for name in ("postgres", "template1", database):
            close_doors(conn, name)
        open_doors(conn, database)
    with psycopg.connect(dsn(database)) as conn:
        ensure_extensions(conn)
        for service in SERVICES:
            ensure_schema(conn, service)


def databases(dsn: Callable[[str], str]) -> set[str]:
    with psycopg.connect(dsn("postgres")) as conn:
        return {name for (name,) in conn.execute("SELECT datname FROM pg_database").fetchall()}


def ensure_role(conn: psycopg.Connection, role: str, password: str) -> None:
    name, service = Identifier(role), role.rpartition("_")[0]
    if conn.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).rowcount == 0:
        run(conn, "CREATE ROLE {}", name)
    run(
        conn,
        "ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD {}",
        name,
        Literal(password),
    )
    run(conn, "ALTER ROLE {} SET search_path = {}, extensions", name, Identifier(service))


def ensure_database(conn: psycopg.Connection, name: str, template: str = "template0") -> None:
    if conn.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount == 0:
        run(conn, "CREATE DATABASE {} TEMPLATE {}", Identifier(name), Identifier(template))


def close_doors(conn: psycopg.Connection, database: str) -> None:
    run(conn, "REVOKE ALL ON DATABASE {} FROM PUBLIC", Identifier(database))


def open_doors(conn: psycopg.Connection, database: str) -> None:
    """CONNECT alone: no TEMPORARY, so an app role can make no table of any kind."""
    run(conn, "GRANT CONNECT ON DATABASE {} TO {}", Identifier(database), names(roles()))


def ensure_extensions(conn: psycopg.Connection) -> None:
    """In a schema of their own, which every role may use and none may change."""
    run(conn, "REVOKE ALL ON SCHEMA public FROM PUBLIC")
    run(conn, "CREATE SCHEMA IF NOT EXISTS extensions")
    run(conn, "GRANT USAGE ON SCHEMA extensions TO {}", names(roles()))
    for extension in EXTENSIONS:
        run(conn, "CREATE EXTENSION IF NOT EXISTS {} SCHEMA extensions", Identifier(extension))


def ensure_schema(conn: psycopg.Connection, service: str) -> None:
    schema, owner, app = (Identifier(n) for n in (service, f"{service}_owner", f"{service}_app"))
    run(conn, "CREATE SCHEMA IF NOT EXISTS {} AUTHORIZATION {}", schema, owner)
    run(conn, "GRANT USAGE ON SCHEMA {} TO {}", schema, app)
    defaults = "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA {} GRANT "
    run(conn, defaults + "SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}", owner, schema, app)
    run(conn, defaults + "USAGE, SELECT ON SEQUENCES TO {}", owner, schema, app)


def names(roles: Iterable[str]) -> sql.Composed:
    return SQL(", ").join(map(Identifier, roles))


def run(conn: psycopg.Connection, statement: str, *parts: sql.Composable) -> None:
    conn.execute(SQL(statement).format(*parts))
