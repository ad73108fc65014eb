"""Large attachments straight to and from the store: addresses for the parts, and the word that all are there."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ambassador_app.office.access import Access
from ambassador_app.office.blob_routes import Asker, Sha256Path
from ambassador_app.office.routes import TenantPath, office_of, read_message, takes_schema, taking
from ambassador_app.office.transport import answer, body_of
from ambassador_app.wire import limits, messages

router = APIRouter(prefix=f"/{limits.PROTOCOL}/{{tenant}}/blobs", dependencies=[Depends(takes_schema)])


@router.post("/{sha256}/parts", response_model=messages.Offered, openapi_extra=taking(messages.AskParts))
async def parts(request: Request, tenant: TenantPath, sha256: Sha256Path, claims: Asker) -> Response:
    """Ask where to put the parts of a large attachment; those that are there already are left out."""
    asked = read_message(messages.AskParts, await body_of(request))
    offer = office_of(request).attachments.offer
    found = await run_in_threadpool(offer, tenant, sha256, asked.size, Access.who(claims))
    return answer(request, found.model_dump_json().encode())


@router.post("/{sha256}/complete", response_model=messages.BroughtPiece, openapi_extra=taking(messages.Complete))
async def complete(request: Request, tenant: TenantPath, sha256: Sha256Path, claims: Asker) -> Response:
    """Say that all parts are there. 200: they were read again, and have the right hash."""
    asked = read_message(messages.Complete, await body_of(request))
    take = office_of(request).attachments.take_together
    found = await run_in_threadpool(take, tenant, sha256, asked, Access.who(claims))
    request.app.state.meters.arrived(found.offset)
    return answer(request, found.model_dump_json().encode())
