"""The jobs `postgres` and `migrate`: roles, schemas, Keycloak's database; one service's tables."""

import time
from collections.abc import Callable
from functools import partial

import psycopg
import sqlalchemy.exc
from psycopg.sql import SQL, Identifier, Literal

import shared.migrate
from shared.version import VERSION
from stack import levels, postgres_bootstrap
from stack.compose import places
from stack.failure import Failure
from stack.postgres_bootstrap import close_doors, ensure_database, run

PATIENCE = 120
KEYCLOAK = "keycloak"
SUPERUSER = "postgres"


def bootstrap() -> None:
    """Everything that only the superuser can do; a second time changes nothing.

    Raises Failure, before anything is changed, where a newer version was here.
    """
    secrets = places.kept()
    superuser = partial(places.dsn, SUPERUSER, secrets.password("postgres"))
    wait(superuser("postgres"))
    if postgres_bootstrap.DATABASE in postgres_bootstrap.databases(superuser):
        levels.check_known(levels.applied(superuser(postgres_bootstrap.DATABASE)))
    postgres_bootstrap.bootstrap(superuser, lambda role: secrets.password(f"db_{role}"))
    with psycopg.connect(superuser("postgres"), autocommit=True) as conn:
        keycloak(conn, secrets.password("db_keycloak"))
        run(
            conn,
            "COMMENT ON DATABASE {} IS {}",
            Identifier(postgres_bootstrap.DATABASE),
            Literal(VERSION),
        )
    print("postgres: roles, schemas and Keycloak's database are there")


def version(superuser: Callable[[str], str]) -> str:
    """Whose jobs were here last, as `bootstrap` wrote it down. Raises Failure: none were."""
    asked = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with psycopg.connect(superuser("postgres"), connect_timeout=5) as conn:
        row = conn.execute(asked, [postgres_bootstrap.DATABASE]).fetchone()
    if row is None:
        raise Failure("nothing was set up here yet: docker compose up --build --detach --wait")
    return row[0] or "unknown"


def keycloak(conn: psycopg.Connection, password: str) -> None:
    """A database of its own, and no way into ours."""
    name = Identifier(KEYCLOAK)
    if conn.execute("SELECT FROM pg_roles WHERE rolname = %s", [KEYCLOAK]).rowcount == 0:
        run(conn, "CREATE ROLE {}", name)
    run(conn, "ALTER ROLE {} LOGIN NOSUPERUSER PASSWORD {}", name, Literal(password))
    ensure_database(conn, KEYCLOAK)
    close_doors(conn, KEYCLOAK)
    conn.execute(SQL("ALTER DATABASE {0} OWNER TO {0}").format(name))


def migrate(service: str) -> None:
    """Bring one service's schema up to date. Raises Failure: a newer version was here before."""
    role = f"{service}_owner"
    dsn = places.dsn(role, places.kept().password(f"db_{role}"), postgres_bootstrap.DATABASE)
    wait(dsn)
    try:
        done = shared.migrate.migrate(service, dsn)
    except shared.migrate.NewerSchema as refusal:
        raise Failure(f"{refusal}; install the newer version, nothing was changed") from None
    except sqlalchemy.exc.OperationalError as error:
        raise Failure(f"PostgreSQL broke off, run it again: {first_line(error)}") from None
    print(f"{service}: {', '.join(done) or 'up to date'}")


def wait(dsn: str, seconds: float = PATIENCE, tell: Callable[[str], None] = print) -> None:
    """Until PostgreSQL lets us in. Raises Failure: not in time, or it refuses us."""
    deadline, told = time.monotonic() + seconds, False
    while True:
        try:
            return psycopg.connect(dsn, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            why = first_line(error)
        if "authentication failed" in why:
            raise Failure(f"PostgreSQL refuses the password in the volume `secrets`: {why}")
        if time.monotonic() > deadline:
            raise Failure(f"PostgreSQL did not let us in for {seconds:.0f} s: {why}")
        if not told:
            tell(f"waiting for PostgreSQL: {why}")
            told = True
        time.sleep(0.5)


def first_line(error: Exception) -> str:
    return (str(error).strip() or repr(error)).splitlines()[0]
