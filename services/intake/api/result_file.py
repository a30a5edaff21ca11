"""The one body of the API that is no JSON: the signed result, before the approval names it."""

import re
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from services.intake.domain.refusals import ResultRefused
from services.intake.handlers import result_file
from services.intake.handlers.steps import Act
from shared import clock, command, files
from shared.auth import Principal, may
from shared.db import Connection
from shared.files import FileRefused, Kept

router = APIRouter(prefix="/api/dossiers/{dossier_id}", tags=["steps"])
# Its body is streamed, not read at once (shared.limits).
PATH = re.compile(r"/api/dossiers/[0-9a-f-]{36}/result-file")
PDF = "application/pdf"
NAME = "ket-qua.pdf"  # what a program calls its file may name a person
BODY = {"required": True, "content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}


class ResultFile(BaseModel):
    """What the approval names: `file_id` of POST …/completion."""

    file_id: UUID
    size: int
    sha256: str


class _Sent(BaseModel):
    """What a repeated Idempotency-Key is held against."""

    sha256: str


class _Body:
    """A request's body as it is kept: piece by piece."""

    filename: str | None = NAME

    def __init__(self, request: Request) -> None:
        length = request.headers.get("content-length", "")
        self.size = int(length) if length.isdecimal() else None
        self.pieces: AsyncIterator[bytes] = request.stream()

    async def read(self, size: int = -1) -> bytes:
        """The next piece; empty at the end. How large it is the server decides."""
        async for piece in self.pieces:
            if piece:
                return piece
        return b""


@router.put(
    "/result-file", status_code=201, response_model=ResultFile, openapi_extra={"requestBody": BODY}
)
async def upload(
    request: Request, dossier_id: UUID, who: Annotated[Principal, Depends(may("result.upload"))]
) -> Response:
    """Gửi tệp kết quả đã ký (PDF) trước khi phê duyệt; phê duyệt nêu `file_id` của tệp."""
    folder = request.app.state.settings.files_dir
    kept = await _keep(request)
    used: list[UUID] = []

    async def work(conn: Connection) -> ResultFile:
        act = Act(who, dossier_id, None, clock.now())
        used.append(await result_file.add(conn, act, kept))
        return ResultFile(file_id=used[0], size=kept.size, sha256=kept.sha256.hex())

    try:
        return await command.run(request, who, _Sent(sha256=kept.sha256.hex()), work)
    finally:
        if used != [kept.file_id]:  # refused, or the same bytes are there already
            await files.remove(folder, [kept.file_id])


async def _keep(request: Request) -> Kept:
    """Raises ResultRefused for all that is no PDF."""
    try:
        return await files.keep(request.app.state.settings.files_dir, uuid4(), _Body(request))
    except FileRefused as refused:
        raise ResultRefused(refused.fault) from None
