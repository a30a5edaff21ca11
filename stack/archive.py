"""The file of a backup: a gzipped tar that begins with what it is and ends with its checksums.

Written and read as a stream; what is read is unpacked beside its place, and checked before
anybody moves it there.
"""

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from stack.failure import Failure

FORMAT = 1
HEADER, SUMS = "motcua-backup.json", "SHA256SUMS"
PARTS = ("postgres", "kafka", "files", "anchors", "secrets")
CHUNK = 2**20
QUICK = 1  # of gzip's levels: pages of a database shrink as well, in a third of the time
GZIP = b"\x1f\x8b"
BROKEN = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, UnicodeDecodeError)


class Header(BaseModel):
    """What a backup says of itself before its data."""

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    kind: Literal["embedded", "compose"] = "embedded"
    version: str
    made_at: str
    cluster_id: str
    postgres: str
    kafka: str
    revisions: dict[str, list[str]]
    size: int


class Sums:
    """A file that is read, with the checksum of what has been read of it."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        read: bytes = self.file.read(size)
        self.hash.update(read)
        return read


def write(folder: Path, header: Header, file: Path) -> None:
    """All parts of the folder into the file, which appears once it is whole. Raises Failure."""
    if file.exists():
        raise Failure(f"{file} exists: give another name")
    draft = file.with_name(file.name + ".part")
    try:
        draft.unlink(missing_ok=True)  # of a run that was killed
        new = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW  # and nobody else's
        handle = os.open(draft, new, 0o600)
        try:
            with os.fdopen(handle, "wb") as raw:
                with gzip.GzipFile("", "wb", QUICK, raw, mtime=0) as packed:
                    pack(folder, header, packed)
                raw.flush()
                os.fsync(raw.fileno())
            draft.rename(file)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Failure(f"{file} could not be written: {error.strerror or error}") from error


def pack(folder: Path, header: Header, packed: Any) -> None:
    sums = []
    with tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        put(tar, HEADER, header.model_dump_json().encode())
        for path in contents(folder):
            name = path.relative_to(folder).as_posix()
            if path.is_dir():
                tar.add(path, name, recursive=False)
                continue
            with path.open("rb") as source:
                read = Sums(source)
                tar.addfile(tar.gettarinfo(arcname=name, fileobj=source), read)
            sums.append(f"{read.hash.hexdigest()}  {name}\n")
        put(tar, SUMS, "".join(sums).encode())


def put(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))


def contents(folder: Path) -> Iterator[Path]:
    """Folders before what lies in them. Raises Failure: something that is no file."""
    for part in PARTS:
        for path in sorted(((folder / part), *(folder / part).rglob("*"))):
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                if path.exists():
                    raise Failure(f"{path} is neither a file nor a folder: it can't be kept")
            else:
                yield path


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in contents(folder) if path.is_file())


@contextmanager
def opened(file: Path) -> Iterator[tuple[Header, tarfile.TarFile]]:
    """What the file says of itself, and its data to unpack(). Raises Failure: no backup, broken."""
    try:
        with file.open("rb") as raw:
            if raw.read(2) != GZIP:
                raise Failure(f"{file} is no backup of Một cửa")
            raw.seek(0)
            with (
                gzip.GzipFile(fileobj=raw) as packed,
                tarfile.open(fileobj=packed, mode="r|") as tar,
            ):
                yield read_header(file, tar), tar
    except BROKEN as error:
        raise Failure(f"{file} is damaged: {error}") from error
    except OSError as error:
        raise Failure(f"{error.filename or file}: {error.strerror or error}") from error


def read_header(file: Path, tar: tarfile.TarFile) -> Header:
    first = tar.next()
    data = tar.extractfile(first) if first and first.name == HEADER else None
    if data is None:
        raise Failure(f"{file} is no backup of Một cửa")
    try:
        header = Header.model_validate_json(data.read())
    except ValidationError as error:
        raise Failure(f"{file} has a header that this program can't read") from error
    if header.format != FORMAT:
        raise Failure(
            f"{file} has format {header.format}, this program reads {FORMAT}:"
            f" restore it with version {header.version}"
        )
    return header


def unpack(file: Path, tar: tarfile.TarFile, into: Path | None, *, owners: bool = False) -> None:
    """Everything after the header, checked; into nothing: only checked.

    `owners`: as they were when it was kept, into folders that may be there. Raises Failure.
    """
    found: dict[str, str] = {}
    noted: dict[str, str] | None = None
    made: list[tuple[Path, tarfile.TarInfo]] = []
    while member := tar.next():
        if member.name == SUMS:
            noted = read_sums(tar.extractfile(member))
            continue
        place = into / inside(file, member) if into else None
        if member.isreg():
            found[member.name] = copy(tar.extractfile(member), place)
        elif place:
            place.mkdir(mode=0o700, exist_ok=owners)
        if place:
            made.append((place, member))
    if noted is None:
        raise Failure(f"{file} is damaged: its end is missing")
    if wrong := sorted(name for name in noted | found if noted.get(name) != found.get(name)):
        raise Failure(f"{file} is damaged: {wrong[0]} is not what was written")
    for place, member in reversed(made):
        if owners:
            os.chown(place, member.uid, member.gid)
        place.chmod(member.mode & 0o777)


def inside(file: Path, member: tarfile.TarInfo) -> PurePosixPath:
    """Its path, if a backup may hold it."""
    path = PurePosixPath(member.name)
    if not (member.isreg() or member.isdir()) or path.parts[0] not in PARTS or ".." in path.parts:
        raise Failure(f"{file} is damaged: {member.name} does not belong in a backup")
    return path


def read_sums(data: Any) -> dict[str, str]:
    lines = data.read().decode().splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def copy(data: Any, place: Path | None) -> str:
    """The checksum of what was read, and copied where a place is given."""
    source = Sums(data)
    with open(
        place or os.devnull,
        "xb" if place else "wb",
        opener=lambda path, flags: os.open(path, flags, 0o600),
    ) as target:
        while chunk := source.read(CHUNK):
            target.write(chunk)
    return source.hash.hexdigest()
