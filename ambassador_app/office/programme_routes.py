"""Programmes over HTTP: which there are, what was released to them, and one's own releases."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ambassador_app.office.access import Access
from ambassador_app.office.routes import Asker, TenantPath, office_of, takes_schema
from ambassador_app.office.transport import answer, body_of
from ambassador_app.wire import limits
from ambassador_app.wire import programmes as said
from ambassador_app.wire.messages import TENANT_PATTERN, UUID_PATTERN

ProgrammePath = Annotated[str, Path(pattern=TENANT_PATTERN)]
ExtractPath = Annotated[str, Path(pattern=UUID_PATTERN)]
_FILE: Final = {"content": {"application/json": {"schema": {"type": "object"}}}}
_BODY: Final = {"requestBody": {"required": True, **_FILE}}

router = APIRouter(prefix=f"/{limits.PROTOCOL}/{{tenant}}/programmes", dependencies=[Depends(takes_schema)])


@router.get("", response_model=said.Programmes)
async def programmes(request: Request, tenant: TenantPath, claims: Asker) -> Response:
    """The programmes the municipality is in, and what their members have released. For coordinators."""
    found = await run_in_threadpool(office_of(request).extracts.listed, tenant, Access.who(claims))
    return answer(request, found.model_dump_json().encode())


@router.post("/{programme}/extracts", status_code=201, response_model=said.Release, openapi_extra=_BODY)
async def release(request: Request, tenant: TenantPath, programme: ProgrammePath, claims: Asker) -> Response:
    """Release a signed extract of one's own municipality; the one before is superseded. 200: it was there already."""
    body = await body_of(request)
    take = office_of(request).extracts.take
    found, is_new = await run_in_threadpool(take, tenant, programme, body, Access.who(claims))
    return answer(request, found.model_dump_json().encode(), 201 if is_new else 200)


@router.get("/{programme}/extracts/{extract}", responses={200: _FILE}, response_class=Response)
async def extract(
    request: Request, tenant: TenantPath, programme: ProgrammePath, extract: ExtractPath, claims: Asker
) -> Response:
    """Read an extract that stands, of any member, or one of one's own: the file as it was signed."""
    read = office_of(request).extracts.read
    return answer(request, await run_in_threadpool(read, tenant, programme, extract, Access.who(claims)))


@router.post("/{programme}/extracts/{extract}/withdraw", response_model=said.Release)
async def withdraw(
    request: Request, tenant: TenantPath, programme: ProgrammePath, extract: ExtractPath, claims: Asker
) -> Response:
    """Withdraw a release of one's own: from now on nobody else reads it."""
    take_back = office_of(request).extracts.withdraw
    found = await run_in_threadpool(take_back, tenant, programme, extract, Access.who(claims))
    return answer(request, found.model_dump_json().encode())
