"""A stack kept in one file and put back: the data of one moment, uploads, keys.

The stack stands still meanwhile: the numbers of facts are in PostgreSQL and the facts in Kafka,
and only a copy of both at once has neither a gap nor a number twice (docs/adr/0015).
"""

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from shared.version import VERSION
from stack import archive, java, levels, postgres
from stack.archive import PARTS, Header
from stack.embedded import Stack
from stack.failure import Failure


def keep(stack: Stack, file: Path) -> Header:
    """Write the stack, which nobody runs, to the file. Raises Failure."""
    if any((stack.folder / part) in file.resolve().parents for part in PARTS):
        raise Failure(f"{file} lies in what it shall hold: give another place")
    if not (stack.postgres.data / "PG_VERSION").exists() or not stack.kafka.data.exists():
        raise Failure(f"{stack.folder} holds no stack yet: ./motcua up")
    header = describe(stack)
    archive.write(stack.folder, header, file)
    return header


def describe(stack: Stack) -> Header:
    """Ask the database, started for that alone: a crash before is mended then, too."""
    stack.postgres.start()
    try:
        dsn = stack.postgres.dsn(stack.database)
        revisions, clusters = levels.applied(dsn), levels.clusters(dsn)
    finally:
        stack.postgres.stop()
    if strangers := clusters - {stack.kafka.cluster_id}:
        raise Failure(
            f"PostgreSQL belongs to the Kafka cluster {strangers.pop()}, the folder holds"
            f" {stack.kafka.cluster_id}: the two are not of one stack"
        )
    return Header(
        version=VERSION,
        made_at=f"{datetime.now(UTC):%FT%TZ}",
        cluster_id=stack.kafka.cluster_id,
        postgres=postgres.version().split(".")[0],
        kafka=java.KAFKA,
        revisions=revisions,
        size=archive.size(stack.folder),
    )


def bring_back(file: Path, folder: Path, *, aside: bool = False) -> tuple[Header, Path | None]:
    """Put a backup's data into the folder of a stack that nobody runs. Raises Failure.

    All is unpacked and checked before anything is touched; what the folder holds is moved
    aside, where that is wanted, and its new place returned.
    """
    with archive.opened(file) as (header, tar):
        check_fits(header, folder)
        if holds_data(folder) and not aside:
            raise Failure(
                f"{folder} holds the data of a stack: with --yes it is moved aside, and kept"
            )
        folder.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(dir=folder, prefix="restoring-"))
        try:
            archive.unpack(file, tar, workshop)
            own(workshop / "postgres")
            return header, move_in(workshop, folder)
        finally:
            shutil.rmtree(workshop, ignore_errors=True)


def check_fits(header: Header, folder: Path) -> None:
    """Raises Failure: this program can't go on from that data."""
    check_kind(header, "embedded")
    check_versions(header, postgres.version().split(".")[0], java.KAFKA)
    here = next(path for path in (folder, *folder.parents) if path.exists())
    if (free := shutil.disk_usage(here).free) < header.size:
        raise Failure(
            f"{here} has {free / 2**30:.1f} GiB free, {header.size / 2**30:.1f} are needed"
        )


def check_kind(header: Header, ours: str) -> None:
    """Raises Failure: the two stacks lay their data out in different ways."""
    if header.kind != ours:
        with_option = "with" if header.kind == "compose" else "without"
        raise Failure(f"the backup is of a stack {header.kind}: restore it {with_option} --compose")


def check_versions(header: Header, its_postgres: str, its_kafka: str) -> None:
    """Raises Failure: other programs kept that data, or a newer one of ours."""
    for name, theirs, ours in (
        ("PostgreSQL", header.postgres, its_postgres),
        ("Kafka", header.kafka, its_kafka),
    ):
        if theirs != ours:
            raise Failure(
                f"the backup holds data of {name} {theirs}, this is {ours}:"
                f" restore it with version {header.version} of Một cửa"
            )
    try:
        levels.check_known(header.revisions)
    except Failure as newer:
        raise Failure(
            f"the backup was made by a newer program ({header.version}): {newer}"
        ) from None


def holds_data(folder: Path) -> bool:
    return any(path.is_file() for part in PARTS for path in (folder / part).rglob("*"))


def own(data: Path) -> None:
    """As root, PostgreSQL runs as `nobody`, who must own its data."""
    if user := postgres.runs_as():
        for path in (data, *data.rglob("*")):
            shutil.chown(path, user)


def move_in(workshop: Path, folder: Path) -> Path | None:
    """The old parts out of the way, the new ones in; where the old ones are now."""
    old = (
        folder / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
        if holds_data(folder)
        else None
    )
    for part in PARTS:
        if (folder / part).exists() and old:
            old.mkdir(mode=0o711, exist_ok=True)
            (folder / part).rename(old / part)
        elif (folder / part).exists():
            shutil.rmtree(folder / part)
        if (workshop / part).exists():
            (workshop / part).rename(folder / part)
    return old
