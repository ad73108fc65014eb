"""Attachments over HTTP: in pieces that can be resumed (after the IETF's resumable uploads), out by ranges."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import FileResponse, Response, StreamingResponse

from ambassador_app.office.access import Access, Claims
from ambassador_app.office.attachments import Attachments
from ambassador_app.office.folder import Folder
from ambassador_app.office.incoming import spells
from ambassador_app.office.problems import PROBLEM, Refused, malformed
from ambassador_app.office.routes import TenantPath, claims_of, keep_pace, office_of, takes_schema
from ambassador_app.wire import limits
from ambassador_app.wire.messages import SHA256_PATTERN

_KIND = "application/octet-stream"
Sha256Path = Annotated[str, Path(pattern=SHA256_PATTERN)]


async def paced(request: Request, claims: Annotated[Claims, Depends(claims_of)]) -> Claims:
    """Who asks, unless they ask far too often: a visit's photos are many requests."""
    keep_pace(request.app.state.blob_pace, f"{claims.tenant}/{claims.device}")
    return claims


Asker = Annotated[Claims, Depends(paced)]
router = APIRouter(prefix=f"/{limits.PROTOCOL}/{{tenant}}/blobs", dependencies=[Depends(takes_schema)])


@router.head("/{sha256}")
async def look(request: Request, tenant: TenantPath, sha256: Sha256Path, claims: Asker) -> Response:
    """200: it is here, whole. 404: `Upload-Offset` bytes of it are."""
    attachments = office_of(request).attachments
    state = await run_in_threadpool(attachments.state, tenant, sha256, Access.who(claims))
    if state.whole:
        return Response(headers={"Content-Length": str(state.offset), "Upload-Complete": "?1"})
    return Response(status_code=404, headers={"Upload-Offset": str(state.offset)}, media_type=PROBLEM)


@router.get("/{sha256}", response_class=FileResponse)
async def fetch(request: Request, tenant: TenantPath, sha256: Sha256Path, claims: Asker) -> Response:
    """The bytes, or a range of them. To who prefers it, the office tells where the store has a large attachment."""
    attachments = office_of(request).attachments
    if request.headers.get("prefer") == "address":
        address = await run_in_threadpool(attachments.link, tenant, sha256, Access.who(claims))
        if address:
            return Response(headers={"Attachment-At": address, "Cache-Control": "no-store"})
    store = await run_in_threadpool(attachments.place, tenant, sha256, Access.who(claims))
    headers = {"Cache-Control": "private, no-store", "ETag": f'"{sha256}"', "X-Content-Type-Options": "nosniff"}
    if isinstance(store, Folder):
        return FileResponse(store.path(tenant, sha256), headers=headers, media_type=_KIND)
    piece = await run_in_threadpool(store.fetch, tenant, sha256, request.headers.get("range", ""))
    return StreamingResponse(piece.chunks, piece.status, {**headers, **piece.headers}, media_type=_KIND)


_BYTES = {"in": "header", "required": True, "schema": {"type": "integer", "minimum": 0}}
_PIECE = {
    "parameters": [{"name": "Upload-Offset", **_BYTES}, {"name": "Upload-Length", **_BYTES}],
    "requestBody": {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
    "responses": {"201": {"description": "whole"}, "202": {"description": "more is to come"}},
}


@router.put("/{sha256}", openapi_extra=_PIECE)
@router.patch("/{sha256}", openapi_extra=_PIECE)
async def bring(request: Request, tenant: TenantPath, sha256: Sha256Path, claims: Asker) -> Response:
    """A piece from `Upload-Offset` on. 201: that was the last, and the hash is right; 202: more; 200: it was here."""
    offset, length = _number(request, "upload-offset"), _number(request, "upload-length")
    attachments = office_of(request).attachments
    state = await run_in_threadpool(attachments.begin, tenant, sha256, offset, length, Access.who(claims))
    if state.whole:
        return Response(headers={"Upload-Offset": str(state.offset), "Upload-Complete": "?1"})
    offset = await _keep(request, attachments, (tenant, sha256), offset, length)
    headers = {"Upload-Offset": str(offset)}
    if offset < length:
        return Response(status_code=202, headers=headers)
    await run_in_threadpool(attachments.finish, tenant, sha256)
    return Response(status_code=201, headers={**headers, "Upload-Complete": "?1"})


async def _keep(request: Request, attachments: Attachments, which: tuple[str, str], offset: int, length: int) -> int:
    """Write what comes as it comes; of a request that is cut, what has arrived stays."""
    try:
        async for spell in spells(request):
            if offset + len(spell.data) > length:
                raise Refused(413, "too-large", "More bytes came than Upload-Length says.")
            if spell.data:
                offset = await run_in_threadpool(attachments.write, *which, offset, spell.data)
                request.app.state.meters.arrived(len(spell.data))
    except ClientDisconnect:
        pass
    return offset


def _number(request: Request, name: str) -> int:
    said = request.headers.get(name, "")
    if not (said.isascii() and said.isdigit() and len(said) < 16):
        raise malformed(f"The header {name} must be a number of bytes.")
    return int(said)
