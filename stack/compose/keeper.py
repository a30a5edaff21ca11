"""The jobs `pack` and `unpack`: all volumes of a deployment that stands still, in one file.

They run as root, with every volume under /stack, the machine's folder at /backup, no network.
"""

import os
from pathlib import Path

from stack import archive
from stack.archive import PARTS, Header
from stack.failure import Failure

STACK, BACKUP = Path("/stack"), Path("/backup")


def pack(name: str, told: str, uid: str, gid: str) -> None:
    """Write the file, theirs. `told`: what the job `describe` said. Raises Failure."""
    header = Header.model_validate_json(told).model_copy(update={"size": archive.size(STACK)})
    file = BACKUP / name
    archive.write(STACK, header, file)
    os.chown(file, int(uid), int(gid), follow_symlinks=False)
    print(header.size)


def unpack(name: str) -> None:
    """Put it into volumes that hold nothing, once all of it was checked. Raises Failure."""
    if any(path.is_file() for part in PARTS for path in (STACK / part).rglob("*")):
        raise Failure(
            "the volumes hold the data of a deployment: give another COMPOSE_PROJECT_NAME,"
            " or docker compose down --volumes, which forgets them"
        )
    file = BACKUP / name
    with archive.opened(file) as (_, tar):
        archive.unpack(file, tar, None)
    with archive.opened(file) as (header, tar):
        try:
            archive.unpack(file, tar, STACK, owners=True)
        except BaseException:
            clear()
            raise
    print(header.made_at)


def clear() -> None:
    """Nothing is left of what was put back by halves."""
    for part in PARTS:
        for path in sorted((STACK / part).rglob("*"), reverse=True):
            if not path.is_dir():
                path.unlink()
            elif not path.is_mount():
                path.rmdir()
