"""The JSON API of the copy of dossiers: what complaints are about."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request

from services.complaints.domain.dossier import DossierFile
from services.complaints.handlers import dossier as handlers
from shared.auth import Principal, may
from shared.db import transaction

router = APIRouter(prefix="/api/dossiers", tags=["dossiers"])


@router.get("/{dossier_id}")
async def show(
    request: Request,
    dossier_id: UUID,
    who: Annotated[Principal, Depends(may("dossier.read"))],
) -> DossierFile:
    """Xem một hồ sơ với các khiếu nại về nó và việc phải làm lại."""
    async with transaction(request.app.state.pool) as conn:
        return await handlers.show(conn, who, dossier_id)
