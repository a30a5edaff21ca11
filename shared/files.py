"""Files that people hand in: on disk under random names, checked for being what they say.

Who may see a file is its caller's to know; here is only what it is and where it lies.
"""

import asyncio
import contextlib
import hashlib
import os
import re
import unicodedata
import zipfile
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple, Protocol
from uuid import UUID

import puremagic
from starlette.responses import FileResponse

MOST_BYTES = 20_000_000
CHUNK = 262_144
HEAD = 4_096
LONGEST_NAME = 120
HALF = ".part"
# What may be kept: the extension it comes with, and what its first bytes have to be.
KINDS: Mapping[str, str] = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
SIGNS: Mapping[str, bytes] = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n",
}
IMAGES = frozenset({"image/jpeg", "image/png"})
# What iPhones take by default; counters' machines don't open it.
PHONE_IMAGES = frozenset({".heic", ".heif", ".avif"})
# The string by which a scanner is tried without harm (EICAR), in two parts: this file is none.
HARMFUL = (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",)
UNFIT = frozenset({"Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp"})
SLASHES = re.compile(r"[/\\:]+")
# A browser shows nothing of it in our pages' name, whatever it takes it for.
SAFE_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Fault(StrEnum):
    """Why a file is not kept."""

    EMPTY = "EMPTY"
    TOO_LARGE = "TOO_LARGE"
    NOT_ALLOWED = "NOT_ALLOWED"
    PHONE_IMAGE = "PHONE_IMAGE"
    NOT_WHAT_IT_SAYS = "NOT_WHAT_IT_SAYS"
    HARMFUL = "HARMFUL"


class FileRefused(ValueError):
    """Nothing was kept. `size`: what was read of it, all where it is known."""

    def __init__(self, fault: Fault, name: str, size: int) -> None:
        super().__init__(fault.value)
        self.fault, self.name, self.size = fault, name, size


class Upload(Protocol):
    """What is read of an upload, such as Starlette's UploadFile."""

    filename: str | None
    size: int | None

    async def read(self, size: int = -1) -> bytes: ...


class Kept(NamedTuple):
    """A file that was kept."""

    file_id: UUID
    name: str
    kind: str
    size: int
    sha256: bytes


async def keep(folder: Path, file_id: UUID, upload: Upload) -> Kept:
    """Keep an upload under its id, whole and on the disk, or nothing. Raises FileRefused."""
    name = plain_name(upload.filename or "")
    extension = PurePosixPath(name).suffix.lower()
    if upload.size == 0:
        raise FileRefused(Fault.EMPTY, name, 0)
    if (upload.size or 0) > MOST_BYTES:
        raise FileRefused(Fault.TOO_LARGE, name, upload.size or 0)
    async with _draft(place(folder, file_id)) as draft:
        size, digest, head = await _copy(upload, draft, name)
        if size == 0:
            raise FileRefused(Fault.EMPTY, name, 0)
        _check_kind(extension, head, draft, name, size)
    return Kept(file_id, name, KINDS[extension], size, digest)


def place(folder: Path, file_id: UUID) -> Path:
    """Where a file lies: by its random id alone, never by a name that somebody gave."""
    return folder / file_id.hex[:2] / file_id.hex


async def remove(folder: Path, file_ids: Iterable[UUID]) -> None:
    """Forget files; one that is gone already is no fault."""
    for file_id in file_ids:
        await asyncio.to_thread(place(folder, file_id).unlink, missing_ok=True)


async def remove_halves(folder: Path, begun_before: datetime) -> int:
    """Forget what was left half written when a process died; how many there were."""
    return await asyncio.to_thread(_remove_halves, folder, begun_before.timestamp())


def _remove_halves(folder: Path, before: float) -> int:
    gone = 0
    for half in folder.glob(f"??/*{HALF}"):
        with contextlib.suppress(FileNotFoundError):  # finished or removed while we looked
            if half.stat().st_mtime < before:
                half.unlink()
                gone += 1
    return gone


def served(folder: Path, kept: Kept) -> FileResponse:
    """The answer that hands a file out: to be saved, not run."""
    return FileResponse(
        place(folder, kept.file_id),
        media_type=kept.kind,
        filename=kept.name,
        content_disposition_type="attachment",
        headers=SAFE_HEADERS,
    )


def plain_name(given: str) -> str:
    """The last part of a name without what turns, hides or ends it; never empty."""
    last = SLASHES.split(unicodedata.normalize("NFC", given))[-1]
    shown = "".join(one for one in last if unicodedata.category(one) not in UNFIT)
    stem, dot, extension = " ".join(shown.split()).rpartition(".")
    if not dot:
        stem, extension = extension, ""
    stem = stem.strip(". ")[:LONGEST_NAME] or "tep"
    return f"{stem}.{extension[:10]}" if extension else stem


@asynccontextmanager
async def _draft(final: Path) -> AsyncIterator[BinaryIO]:
    """A file beside its place, moved there when all went well."""
    draft = final.with_suffix(HALF)
    await asyncio.to_thread(final.parent.mkdir, parents=True, exist_ok=True)
    opened = await asyncio.to_thread(draft.open, "w+b")
    try:
        with opened:
            yield opened
            await asyncio.to_thread(_settle, opened)
        await asyncio.to_thread(draft.replace, final)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def _settle(opened: BinaryIO) -> None:
    opened.flush()
    os.fsync(opened.fileno())


async def _copy(upload: Upload, draft: BinaryIO, name: str) -> tuple[int, bytes, bytes]:
    """Size, SHA-256 and first bytes; what is too large is not read to its end."""
    size, digest, head, seam = 0, hashlib.sha256(), b"", b""
    while chunk := await upload.read(CHUNK):
        size += len(chunk)
        if size > MOST_BYTES:
            raise FileRefused(Fault.TOO_LARGE, name, upload.size or size)
        if any(sign in seam + chunk for sign in HARMFUL):
            raise FileRefused(Fault.HARMFUL, name, size)
        seam = (seam + chunk)[-max(map(len, HARMFUL)) :]
        head = head or chunk[:HEAD]
        digest.update(chunk)
        await asyncio.to_thread(draft.write, chunk)
    return size, digest.digest(), head


def _check_kind(extension: str, head: bytes, draft: BinaryIO, name: str, size: int) -> None:
    """Extension and first bytes agree on a kind we keep, and it is no archive besides."""
    found = _kind(head)
    if found in PHONE_IMAGES or extension in PHONE_IMAGES:
        raise FileRefused(Fault.PHONE_IMAGE, name, size)
    if extension not in KINDS:
        raise FileRefused(Fault.NOT_ALLOWED, name, size)
    if found != KINDS[extension]:
        raise FileRefused(Fault.NOT_WHAT_IT_SAYS, name, size)
    draft.flush()
    if zipfile.is_zipfile(draft):
        raise FileRefused(Fault.NOT_WHAT_IT_SAYS, name, size)


def _kind(head: bytes) -> str:
    """The kind that the first bytes tell; of what we don't keep, its extension."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    kinds = {one.mime_type for one in found}
    ours = next((kind for kind in KINDS.values() if kind in kinds), "")
    if ours and _starts(ours, head):
        return ours
    return found[0].extension if found else ""


def _starts(kind: str, head: bytes) -> bool:
    """At the very first byte: what hides in front of it would be another file."""
    signs = {
        "application/pdf": b"%PDF-",
        "image/jpeg": b"\xff\xd8\xff",
        "image/png": b"\x89PNG\r\n",
    }
    return head.startswith(signs[kind])
